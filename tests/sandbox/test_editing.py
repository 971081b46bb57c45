"""Messages that change and go."""

import pytest
from telegram import InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import BadRequest

from tests.sandbox.cast import AMINA

YES = InlineKeyboardMarkup([[InlineKeyboardButton("Yes", callback_data="yes")]])
NOT_MODIFIED = (
    "Message is not modified: specified new message content and reply markup are exactly the same as a "
    "current content and reply markup of the message"
)


@pytest.fixture
async def asked(bot):
    return await bot.send_message(AMINA, "Ready?", reply_markup=YES)


async def test_an_edit_replaces_the_text_and_takes_the_buttons_away(box, bot, asked, clock):
    clock.advance(60)
    edited = await bot.edit_message_text("<i>Thank you</i>", AMINA, asked.message_id, parse_mode="HTML")

    [seen] = box.chat(AMINA)
    assert (edited.text_html, edited.reply_markup) == ("<i>Thank you</i>", None)
    assert (seen["text"], seen["edit_date"] - seen["date"]) == ("Thank you", 60)


async def test_an_edit_leaves_what_was_answered_before_as_it_was(box, bot, asked):
    await bot.edit_message_text("Thank you", AMINA, asked.message_id)

    assert [call["result"]["text"] for call in box.calls if call["method"] != "getMe"] == [
        "Ready?",
        "Thank you",
    ]


async def test_buttons_alone_can_change(box, bot, asked):
    await bot.edit_message_reply_markup(AMINA, asked.message_id)

    [seen] = box.chat(AMINA)
    assert (seen["text"], "reply_markup" in seen) == ("Ready?", False)


async def test_an_edit_that_changes_nothing_is_refused(bot, asked):
    with pytest.raises(BadRequest) as refused:
        await bot.edit_message_text("Ready?", AMINA, asked.message_id, reply_markup=YES)
    assert refused.value.message == NOT_MODIFIED

    with pytest.raises(BadRequest, match="Message is not modified"):
        await bot.edit_message_reply_markup(AMINA, asked.message_id, reply_markup=YES)


async def test_what_is_not_there_cannot_be_edited(bot):
    with pytest.raises(BadRequest, match="Message to edit not found"):
        await bot.edit_message_text("x", AMINA, 99)


async def test_a_message_must_be_named(post):
    answer = (await post("editMessageText", chat_id=AMINA, text="x"))[2]

    assert answer["description"] == "Bad Request: message identifier is not specified"


async def test_a_persons_message_cannot_be_edited_by_the_bot(box, bot):
    said = await box.text(AMINA, "Mine")

    with pytest.raises(BadRequest, match="Message can't be edited"):
        await bot.edit_message_text("Yours", AMINA, said["message_id"])


async def test_captions_are_for_media_and_texts_for_texts(bot, asked):
    document = await bot.send_document(AMINA, b"%PDF", caption="Week 1")

    edited = await bot.edit_message_caption(AMINA, document.message_id, caption="Week 2")

    assert edited.caption == "Week 2"
    with pytest.raises(BadRequest, match="There is no text in the message to edit"):
        await bot.edit_message_text("x", AMINA, document.message_id)
    with pytest.raises(BadRequest, match="There is no caption in the message to edit"):
        await bot.edit_message_caption(AMINA, asked.message_id, caption="x")


async def test_a_deleted_message_is_gone(box, bot, asked):
    assert await bot.delete_message(AMINA, asked.message_id)

    assert box.chat(AMINA) == []
    with pytest.raises(BadRequest, match="Message to delete not found"):
        await bot.delete_message(AMINA, asked.message_id)


async def test_many_are_deleted_at_once_and_missing_ones_passed_over(box, bot, asked):
    kept = await bot.send_message(AMINA, "Stays")

    assert await bot.delete_messages(AMINA, [asked.message_id, 99])

    assert [seen["message_id"] for seen in box.chat(AMINA)] == [kept.message_id]


async def test_after_48_hours_a_message_stays_but_can_be_edited(bot, asked, clock):
    clock.advance(48 * 3600 + 1)

    with pytest.raises(BadRequest, match="Message can't be deleted"):
        await bot.delete_message(AMINA, asked.message_id)
    assert (await bot.edit_message_text("Still here", AMINA, asked.message_id)).text == "Still here"
