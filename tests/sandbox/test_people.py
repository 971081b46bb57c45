"""People who write, tap, send, edit, block and come back, as the bot hears of it."""

import pytest
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, ReplyKeyboardMarkup
from telegram.error import BadRequest, Forbidden

from sandbox import kinds
from sandbox.errors import (
    BadStartPayload,
    BotBlocked,
    Misuse,
    NoSuchBot,
    NoSuchButton,
    NoSuchMessage,
    NoSuchPerson,
)
from tests.sandbox.cast import AMINA, BAO, MONDAY, NOBODY


def keyboard(*data):
    return InlineKeyboardMarkup([[InlineKeyboardButton(one, callback_data=one) for one in data]])


async def heard(bot):
    """Fetch and confirm what waits."""
    updates = await bot.get_updates()
    if updates:
        await bot.get_updates(offset=updates[-1].update_id + 1)
    return updates


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


async def test_a_tap_brings_the_message_and_the_data(box, bot):
    sent = await bot.send_message(AMINA, "Mood?", reply_markup=keyboard("mood:1", "mood:2"))

    number = await box.tap(AMINA, data="mood:2")

    [update] = await heard(bot)
    query = update.callback_query
    assert (query.id, query.data, query.from_user.id) == (number, "mood:2", AMINA)
    assert (query.message.message_id, query.message.text) == (sent.message_id, "Mood?")
    assert query.chat_instance.isdigit()


async def test_a_tap_goes_to_the_newest_message_with_that_button(box, bot):
    for text in ("old", "new"):
        await bot.send_message(AMINA, text, reply_markup=keyboard("same"))

    await box.tap(AMINA, data="same")

    assert (await heard(bot))[0].callback_query.message.text == "new"


async def test_a_button_that_was_never_there_cannot_be_tapped(box, bot):
    await bot.send_message(AMINA, "Mood?", reply_markup=keyboard("mood:1"))

    with pytest.raises(NoSuchButton, match="mood:9"):
        await box.tap(AMINA, data="mood:9")
    with pytest.raises(NoSuchButton):
        await box.tap(BAO, data="mood:1")
    assert box.unconfirmed() == 0


async def test_an_old_button_can_be_tapped_on_the_message_it_was_on(box, bot):
    sent = await bot.send_message(AMINA, "1?", reply_markup=keyboard("one"))
    await bot.edit_message_text("2?", AMINA, sent.message_id, reply_markup=keyboard("two"))

    with pytest.raises(NoSuchButton):
        await box.tap(AMINA, data="one")
    await box.tap(AMINA, data="one", message_id=sent.message_id)

    query = (await heard(bot))[0].callback_query
    assert (query.data, query.message.text) == ("one", "2?")


async def test_a_button_of_a_deleted_message_comes_without_its_content(box, bot):
    sent = await bot.send_message(AMINA, "1?", reply_markup=keyboard("one"))
    await bot.delete_message(AMINA, sent.message_id)

    await box.tap(AMINA, data="one", message_id=sent.message_id)

    message = (await heard(bot))[0].callback_query.message
    assert (message.message_id, message.is_accessible) == (sent.message_id, False)


async def test_a_forged_tap_needs_no_button(box, bot):
    await bot.send_message(AMINA, "Hello")

    await box.tap(AMINA, data="admin:everything", forged=True)

    assert (await heard(bot))[0].callback_query.data == "admin:everything"


async def test_a_tap_is_answered_once(box, bot):
    await bot.send_message(AMINA, "Mood?", reply_markup=keyboard("good"))
    query = await box.tap(AMINA, data="good")

    assert await bot.answer_callback_query(query, "Noted", show_alert=True)

    with pytest.raises(
        BadRequest, match="Query is too old and response timeout expired or query id is invalid"
    ):
        await bot.answer_callback_query(query)


@pytest.mark.parametrize(
    ("seconds", "limit", "answered"), [(15, 15, True), (15.1, 15, False), (15.1, 60, True)]
)
async def test_a_tap_can_be_answered_for_fifteen_seconds_or_as_configured(
    box, post, bot, clock, seconds, limit, answered
):
    box.limits.configure(callback_seconds=limit)
    await bot.send_message(AMINA, "Mood?", reply_markup=keyboard("good"))
    query = await box.tap(AMINA, data="good")
    clock.advance(seconds)

    assert (await post("answerCallbackQuery", callback_query_id=query))[2]["ok"] is answered


async def test_an_unknown_query_cannot_be_answered(post):
    status, _, answer = await post("answerCallbackQuery", callback_query_id="1")

    assert (status, answer["description"]) == (
        400,
        "Bad Request: query is too old and response timeout expired or query ID is invalid",
    )


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


async def test_a_block_is_told_and_ends_sending(box, bot):
    await bot.send_message(AMINA, "Hello")
    await box.block(AMINA)
    await box.block(AMINA)

    [update] = await heard(bot)
    assert (update.my_chat_member.old_chat_member.status, update.my_chat_member.new_chat_member.status) == (
        "member",
        "kicked",
    )
    with pytest.raises(Forbidden, match=r"^Forbidden: bot was blocked by the user$"):
        await bot.send_message(AMINA, "Hello?")
    with pytest.raises(BotBlocked):
        await box.text(AMINA, "Hm")


async def test_who_unblocks_can_be_written_to_again(box, bot):
    await box.block(AMINA)
    await box.unblock(AMINA)

    assert (await heard(bot))[-1].my_chat_member.new_chat_member.status == "member"
    assert (await bot.send_message(AMINA, "Welcome back")).text == "Welcome back"


async def test_a_deleted_account_says_so(box, bot):
    await box.deactivate(AMINA)

    with pytest.raises(Forbidden, match=r"^Forbidden: user is deactivated$"):
        await bot.send_message(AMINA, "Hello?")


async def test_who_never_started_the_bot_must_write_first(box, bot):
    box.add_person(9, "Chen", started=False)

    with pytest.raises(Forbidden, match="bot can't initiate conversation with a user"):
        await bot.send_message(9, "Hello")
    await box.text(9, "/start")
    assert (await bot.send_message(9, "Hello")).chat.first_name == "Chen"


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


async def test_a_group_exists_from_its_first_raw_update_on(box, bot):
    group = {"id": -1001, "type": "supergroup", "title": "Ward 3"}
    asker = {"id": AMINA, "is_bot": False, "first_name": "Amina"}
    await box.push(
        {"message": {"message_id": 5, "date": int(MONDAY), "chat": group, "from": asker, "text": "Hi"}}
    )

    sent = await bot.send_message(-1001, "I only talk in private.")
    await bot.leave_chat(-1001)

    assert (sent.message_id, sent.chat.title, len(box.chat(-1001))) == (6, "Ward 3", 2)
    with pytest.raises(Forbidden, match="bot is not a member of the supergroup chat"):
        await bot.send_message(-1001, "Still here?")


@pytest.mark.parametrize(
    "update",
    [
        pytest.param({"message": "text"}, id="no object"),
        pytest.param({"message": {"chat": {"id": "x"}}}, id="no number"),
        pytest.param({"callback_query": {"message": {"chat": 1}}}, id="no chat"),
        pytest.param({"unheard_of": {}}, id="unknown kind"),
    ],
)
async def test_a_raw_update_may_have_any_shape(box, post, update):
    number = await box.push(update)

    assert (await post("getUpdates"))[2]["result"] == [{"update_id": number, **update}]
