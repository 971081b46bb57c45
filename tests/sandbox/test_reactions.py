"""Reactions of people and of the bot."""

import pytest
from telegram import Update
from telegram.constants import ReactionEmoji
from telegram.error import BadRequest

from sandbox.reactions import known
from tests.sandbox.cast import AMINA

GROUP = -100


async def reactions(bot):
    """Ask for everything, and return the reactions that wait."""
    updates = await bot.get_updates(allowed_updates=Update.ALL_TYPES)
    return [update.message_reaction for update in updates if update.message_reaction]


async def test_a_reaction_is_heard_by_who_asked_for_it(bot, order):
    sent = await bot.send_message(AMINA, "Hello")
    await bot.get_updates(allowed_updates=Update.ALL_TYPES)
    await order("react", person=AMINA, message_id=sent.message_id, emoji="👍")
    await order("react", person=AMINA, message_id=sent.message_id)

    first, second = await reactions(bot)
    assert (first.user.id, first.message_id, first.old_reaction) == (AMINA, sent.message_id, ())
    assert [one.emoji for one in first.new_reaction] == [one.emoji for one in second.old_reaction] == ["👍"]
    assert second.new_reaction == ()


async def test_a_reaction_is_not_heard_by_who_did_not_ask(bot, order):
    sent = await bot.send_message(AMINA, "Hello")
    await order("react", person=AMINA, message_id=sent.message_id, emoji="👍")

    assert await reactions(bot) == []


async def test_in_a_group_administrators_alone_hear_reactions(bot, order):
    await order("group", group=GROUP, title="Ward 3", people=[AMINA])
    await order("admit", person=AMINA, group=GROUP)
    sent = await bot.send_message(GROUP, "Hello")
    await bot.get_updates(allowed_updates=Update.ALL_TYPES)
    await order("react", person=AMINA, group=GROUP, message_id=sent.message_id, emoji="👍")
    await order("promote", person=AMINA, group=GROUP)
    await order("react", person=AMINA, group=GROUP, message_id=sent.message_id, emoji="👎")

    [heard] = await reactions(bot)
    assert (heard.chat.id, heard.new_reaction[0].emoji) == (GROUP, "👎")


async def test_the_bot_puts_one_reaction_on_a_message_and_takes_it_back(bot, box, view):
    said = await box.text(AMINA, "Thank you")
    await bot.set_message_reaction(AMINA, said["message_id"], "❤")
    shown = (await view("chat", person=AMINA))["reactions"]
    await bot.set_message_reaction(AMINA, said["message_id"])

    assert shown == {"1": [[{"type": "emoji", "emoji": "❤"}]]}
    assert (await view("chat", person=AMINA))["reactions"] == {"1": [[]]}


@pytest.mark.parametrize(
    ("reaction", "words"),
    [
        (["👍", "👎"], "REACTIONS_TOO_MANY"),
        (["🦖"], "REACTION_INVALID"),
        ([{"type": "paid"}], "REACTION_INVALID"),
    ],
)
async def test_a_reaction_that_is_not_on_offer_is_refused(bot, box, post, reaction, words):
    await box.text(AMINA, "Hello")
    asked = [{"type": "emoji", "emoji": one} if isinstance(one, str) else one for one in reaction]

    answer = (await post("setMessageReaction", chat_id=AMINA, message_id=1, reaction=asked))[2]

    assert answer["description"] == f"Bad Request: {words}"


async def test_nobody_reacts_to_nothing(bot, order):
    with pytest.raises(BadRequest, match="to react not found"):
        await bot.set_message_reaction(AMINA, 99, "👍")
    assert (await order("react", person=AMINA, message_id=99, emoji="👍"))[0] == 400


async def test_nobody_reacts_with_what_there_is_not(bot, order):
    sent = await bot.send_message(AMINA, "Hello")

    assert (await order("react", person=AMINA, message_id=sent.message_id, emoji="🦖"))[0] == 400


def test_every_reaction_of_the_library_is_on_offer():
    assert [emoji for emoji in ReactionEmoji if not known(emoji.value)] == []
