"""People who write, send and edit, as the bot hears of it."""

import pytest
from telegram import ReplyKeyboardMarkup

from sandbox import kinds
from sandbox.errors import BadStartPayload, Misuse, NoSuchBot, NoSuchMessage, NoSuchPerson
from tests.sandbox.cast import AMINA, MONDAY, NOBODY, heard


async def test_a_text_reaches_the_bot_with_its_author(box, bot):
    await box.text(AMINA, "/start abc")

    [update] = await heard(bot)
    message = update.message
    assert (message.text, message.chat.id, message.chat.type) == ("/start abc", AMINA, "private")
    assert (message.from_user.first_name, message.from_user.language_code) == ("Amina", "zh-hans")
    assert [(one.type, one.offset, one.length) for one in message.entities] == [("bot_command", 0, 6)]
    assert message.date.timestamp() == int(MONDAY)


@pytest.mark.parametrize("text", ["hello", "/", "/ start", "see /start"])
async def test_only_a_leading_command_is_marked(box, bot, text):
    await box.text(AMINA, text)

    assert (await heard(bot))[0].message.entities == ()


async def test_a_very_long_text_goes_out_in_parts_like_any_clients(box, bot):
    await box.text(AMINA, "好" * 5000)

    assert [len(update.message.text) for update in await heard(bot)] == [4096, 904]


@pytest.mark.parametrize("payload", ["a" * 64, "A-z_0"])
async def test_a_deep_link_starts_the_bot_with_its_payload(box, bot, payload):
    await box.open_link(AMINA, payload)

    assert (await heard(bot))[0].message.text == f"/start {payload}"


@pytest.mark.parametrize("payload", ["", "a" * 65, "a b", "a.b", "好"])
async def test_a_link_that_telegram_would_not_make_cannot_be_opened(box, payload):
    with pytest.raises(BadStartPayload):
        await box.open_link(AMINA, payload)


@pytest.mark.parametrize("kind", sorted(kinds.KINDS))
async def test_every_kind_of_message_is_understood_by_the_library(box, bot, kind):
    await box.send_kind(AMINA, kind)

    assert (await heard(bot))[0].message.effective_attachment


async def test_a_photo_may_have_a_caption_and_a_contact_a_number(box, bot):
    await box.send_kind(AMINA, "photo", caption="The garden")
    await box.send_kind(AMINA, "contact", fields={"phone_number": "+8613800000000"})

    first, second = await heard(bot)
    assert (first.message.caption, second.message.contact.phone_number) == ("The garden", "+8613800000000")


async def test_an_unknown_kind_is_named(box):
    with pytest.raises(Misuse, match="unknown kind 'smell'"):
        await box.send_kind(AMINA, "smell")


async def test_an_edited_message_is_heard_and_seen(box, bot, clock):
    said = await box.text(AMINA, "Godo")
    clock.advance(5)
    await box.edit(AMINA, said["message_id"], "Good")

    _, update = await heard(bot)
    assert update.edited_message.text == box.chat(AMINA)[0]["text"] == "Good"
    assert (update.edited_message.edit_date - update.edited_message.date).total_seconds() == 5


async def test_a_person_edits_texts_of_their_own_only(box, bot):
    sent = await bot.send_message(AMINA, "Mine")

    with pytest.raises(NoSuchMessage):
        await box.edit(AMINA, sent.message_id, "Yours")


async def test_a_keyboard_for_one_time_goes_when_the_person_writes(box, bot):
    await bot.send_message(AMINA, "Yes?", reply_markup=ReplyKeyboardMarkup([["Yes"]], one_time_keyboard=True))
    chat = box.world.private_chat(box.world.bot(), AMINA)
    shown = chat.keyboard["keyboard"]

    await box.text(AMINA, "Yes")

    assert (shown, chat.keyboard) == ([[{"text": "Yes"}]], None)


async def test_nobody_does_nothing(box):
    with pytest.raises(NoSuchPerson, match="404"):
        await box.text(NOBODY, "Hello")
    with pytest.raises(Misuse, match="needs some text"):
        await box.text(AMINA, " ")


async def test_with_two_bots_it_must_be_said_which(box, post):
    box.add_bot(token="2:OTHER", username="other_bot")

    await post("sendMessage", token="2:OTHER", chat_id=AMINA, text="From the other")

    with pytest.raises(NoSuchBot, match="several bots"):
        box.chat(AMINA)
    assert (len(box.chat(AMINA, bot="other_bot")), len(box.chat(AMINA, bot="1:TEST"))) == (1, 0)
