"""Taps: on the newest button, on an old one, on one that never was, and their answers."""

import pytest
from telegram.error import BadRequest

from sandbox.errors import NoSuchButton
from tests.sandbox.cast import AMINA, BAO, heard, keyboard


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


async def test_a_tap_can_be_answered_with_a_link(box, bot, view):
    await bot.send_message(AMINA, "Mood?", reply_markup=keyboard("good"))
    await bot.answer_callback_query(await box.tap(AMINA, data="good"), url="https://t.me/respite_bot?start=x")

    assert (await view("chat", person=AMINA))["answers"][-1]["url"] == "https://t.me/respite_bot?start=x"
