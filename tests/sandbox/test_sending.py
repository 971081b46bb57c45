"""What the bot sends, and what the person then sees."""

import pytest
from telegram import ForceReply, LinkPreviewOptions, ReplyParameters
from telegram.error import BadRequest

from tests.sandbox.cast import AMINA, BAO, MONDAY, NOBODY, keyboard


async def test_the_bot_learns_who_it_is(bot):
    assert (bot.id, bot.username, bot.bot.is_bot) == (1, "respite_bot", True)


async def test_a_sent_message_comes_back_as_the_person_sees_it(box, bot):
    sent = await bot.send_message(AMINA, "<b>Hello</b> Amina", parse_mode="HTML")

    [seen] = box.chat(AMINA)
    assert (sent.message_id, sent.text_html) == (seen["message_id"], "<b>Hello</b> Amina")
    assert seen["entities"] == [{"type": "bold", "offset": 0, "length": 5}]
    assert (seen["text"], seen["date"]) == ("Hello Amina", int(MONDAY))


async def test_message_numbers_grow_in_each_chat(bot):
    numbers = [(await bot.send_message(person, "Hi")).message_id for person in (AMINA, BAO, AMINA)]

    assert numbers == [1, 1, 2]


async def test_text_without_a_parse_mode_is_taken_as_it_is(bot):
    sent = await bot.send_message(AMINA, "1 < 2 & <b>")

    assert (sent.text, sent.entities) == ("1 < 2 & <b>", ())


async def test_white_space_at_the_ends_is_cut_and_entities_move_along(bot):
    sent = await bot.send_message(AMINA, "\n  <b> Hello</b> <i>you</i> \n", parse_mode="HTML")

    assert sent.text == "Hello you"
    assert [(one.offset, one.length) for one in sent.entities] == [(0, 5), (6, 3)]


async def test_inline_buttons_are_shown_and_come_back(box, bot):
    sent = await bot.send_message(AMINA, "Mood?", reply_markup=keyboard("good", "bad"))

    assert sent.reply_markup == keyboard("good", "bad")
    assert box.chat(AMINA)[0]["reply_markup"]["inline_keyboard"][1] == [
        {"text": "bad", "callback_data": "bad"}
    ]


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        pytest.param("", "Message text is empty", id="nothing"),
        pytest.param(" \n ", "Message text is empty", id="white space"),
        pytest.param("<b></b>", "Message text is empty", id="markup alone"),
        pytest.param("好" * 4097, "Message is too long", id="too long"),
        pytest.param(
            "<b>x", "Can't parse entities: can't find end tag corresponding to start tag \"b\"", id="open"
        ),
    ],
)
async def test_a_text_that_telegram_refuses_is_refused_in_its_words(post, box, text, refusal):
    status, _, answer = await post("sendMessage", chat_id=AMINA, text=text, parse_mode="HTML")

    assert (status, answer["ok"], answer["error_code"]) == (400, False, 400)
    assert answer["description"].lower() == f"bad request: {refusal.lower()}"
    assert box.chat(AMINA) == []


async def test_length_counts_characters_after_parsing(bot):
    sent = await bot.send_message(AMINA, f"<b>{'😀' * 4094}</b>&lt;&gt;", parse_mode="HTML")

    assert len(sent.text) == 4096


@pytest.mark.parametrize(
    ("button", "refusal"),
    [
        pytest.param({"text": "x", "callback_data": "好" * 22}, "BUTTON_DATA_INVALID", id="66 bytes"),
        pytest.param({"text": "x", "callback_data": ""}, "BUTTON_DATA_INVALID", id="no bytes"),
        pytest.param({"text": "x"}, "Text buttons are unallowed in the inline keyboard", id="does nothing"),
        pytest.param({"callback_data": "x"}, 'Can\'t find field "text"', id="says nothing"),
        pytest.param({"text": "x", "url": "ftp://x"}, "Wrong HTTP URL", id="not the web"),
        pytest.param("x", "must be an Object", id="not a button"),
    ],
)
async def test_a_button_that_telegram_refuses_is_refused(post, button, refusal):
    status, _, answer = await post(
        "sendMessage", chat_id=AMINA, text="Hi", reply_markup={"inline_keyboard": [[button]]}
    )

    assert status == 400
    assert refusal in answer["description"]


async def test_a_hundred_buttons_fit_and_one_more_does_not(bot):
    await bot.send_message(AMINA, "100", reply_markup=keyboard(*map(str, range(100))))

    with pytest.raises(BadRequest, match="Reply markup is too long"):
        await bot.send_message(AMINA, "101", reply_markup=keyboard(*map(str, range(101))))


@pytest.mark.parametrize("chat", [NOBODY, "@nobody", "abc"])
async def test_an_unknown_chat_is_not_found(bot, chat):
    with pytest.raises(BadRequest, match="Chat not found"):
        await bot.send_message(chat, "Hi")


async def test_a_call_without_a_chat_says_so(post):
    assert (await post("sendMessage", text="Hi"))[2]["description"] == "Bad Request: chat_id is empty"


async def test_options_of_a_send_reach_the_message_and_the_journal(box, bot):
    preview = LinkPreviewOptions(is_disabled=True)
    await bot.send_message(
        AMINA, "Hi", protect_content=True, disable_notification=True, link_preview_options=preview
    )

    [seen] = box.chat(AMINA)
    assert (seen["has_protected_content"], seen["link_preview_options"]) == (True, {"is_disabled": True})
    assert box.calls[-1]["params"]["link_preview_options"] == {"is_disabled": True}
    assert box.calls[-1]["params"]["disable_notification"] == "true"


async def test_a_reply_carries_what_it_answers(box, bot):
    asked = await box.text(AMINA, "Are you there?")
    sent = await bot.send_message(AMINA, "Yes", reply_parameters=ReplyParameters(asked["message_id"]))

    assert sent.reply_to_message.text == "Are you there?"


async def test_a_reply_to_nothing_is_refused_unless_that_is_allowed(bot):
    with pytest.raises(BadRequest, match="Message to be replied not found"):
        await bot.send_message(AMINA, "Yes", reply_parameters=ReplyParameters(99))

    lenient = ReplyParameters(99, allow_sending_without_reply=True)
    assert (await bot.send_message(AMINA, "Yes", reply_parameters=lenient)).reply_to_message is None


async def test_a_keyboard_below_the_text_field_is_no_part_of_the_message(box, bot):
    sent = await bot.send_message(AMINA, "Your number?", reply_markup=ForceReply())

    assert sent.reply_markup is None
    assert "reply_markup" not in box.chat(AMINA)[0]


async def test_forwards_name_their_author_and_copies_do_not(bot, box):
    said = await box.text(AMINA, "For Bao")

    forwarded = await bot.forward_message(BAO, AMINA, said["message_id"])
    await bot.copy_message(BAO, AMINA, said["message_id"])

    assert forwarded.forward_origin.sender_user.first_name == "Amina"
    assert [(one["text"], "forward_origin" in one) for one in box.chat(BAO)] == [
        ("For Bao", True),
        ("For Bao", False),
    ]


async def test_protected_content_can_be_copied_but_not_forwarded(bot):
    sent = await bot.send_message(AMINA, "Between us", protect_content=True)

    with pytest.raises(BadRequest, match="can't be forwarded"):
        await bot.forward_message(BAO, AMINA, sent.message_id)
    assert (await bot.copy_message(BAO, AMINA, sent.message_id)).message_id == 1
