"""The journal: what was asked, what was answered, what was handed out, and no token."""

import json

import pytest

from tests.sandbox.cast import AMINA, MONDAY, TOKEN


@pytest.fixture
def lines(tmp_path):
    return lambda: [json.loads(line) for line in (tmp_path / "journal.jsonl").read_text().splitlines()]


async def test_a_call_is_one_line_with_its_parameters_and_result(box, post, lines):
    await post("sendMessage", chat_id=AMINA, text="Hi", reply_markup={"inline_keyboard": []})

    assert lines() == [
        {
            "ts": MONDAY,
            "method": "sendMessage",
            "params": {"chat_id": 7, "text": "Hi", "reply_markup": {"inline_keyboard": []}},
            "files": {},
            "ok": True,
            "result": box.chat(AMINA)[0],
        }
    ]


async def test_a_refusal_is_noted_with_its_code_and_words(post, lines):
    await post("sendMessage", chat_id=404, text="Hi")

    [line] = lines()
    assert (line["ok"], "result" in line) == (False, False)
    assert line["error"] == {"error_code": 400, "description": "Bad Request: chat not found"}


async def test_files_are_noted_by_part_with_name_size_and_kind(bot, lines):
    await bot.send_document(AMINA, b"%PDF", filename="week.pdf")

    assert lines()[-1]["files"] == {
        "document": {"filename": "week.pdf", "size": 4, "mime": "application/pdf"}
    }


async def test_an_update_is_noted_when_it_is_handed_out(box, post, lines):
    await box.text(AMINA, "Hello")
    before = lines()
    await post("getUpdates")

    assert before == []
    handed, call = lines()
    assert handed == {"ts": MONDAY, "update": call["result"][0]}
    assert handed["update"]["message"]["text"] == "Hello"


async def test_polls_that_return_nothing_are_not_noted(post, lines):
    await post("getUpdates")

    assert lines() == []


async def test_calls_are_at_hand_in_memory_newest_last(box, post):
    await post("getMe")
    await post("getChat", chat_id=AMINA)

    assert [call["method"] for call in box.calls] == ["getMe", "getChat"]


async def test_no_token_is_written(box, bot, post, tmp_path):
    await bot.send_document(AMINA, b"%PDF")
    await post("getMe", token="2:SECRET")

    written = (tmp_path / "journal.jsonl").read_text()
    assert "SECRET" not in written
    assert TOKEN not in written
