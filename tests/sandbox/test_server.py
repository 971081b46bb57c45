"""The sandbox as a whole: starting, stopping, serving, and what a call costs."""

import asyncio
import socket

import aiohttp
import pytest

from sandbox.server import Sandbox, serve
from tests.sandbox.cast import AMINA, TOKEN


async def test_with_open_tokens_the_first_use_makes_the_bot():
    box = Sandbox(open_tokens=True)
    await box.start()
    async with (
        aiohttp.ClientSession(box.url) as http,
        http.post("/bot12345:SECRET/getMe") as first,
        http.post("/bot678:OTHER/getMe") as second,
    ):
        answers = [await one.json() for one in (first, second)]
    await box.stop()

    assert [(one["result"]["id"], one["result"]["username"]) for one in answers] == [
        (12345, "respite_bot"),
        (678, "respite_2_bot"),
    ]


async def test_a_sandbox_that_was_stopped_starts_again_as_it_was(box, post, tmp_path):
    await post("sendMessage", chat_id=AMINA, text="Before")
    await box.stop()
    await box.start()

    async with aiohttp.ClientSession(box.url) as again, again.post(f"/bot{TOKEN}/getMe") as response:
        assert response.status == 200
    assert [seen["text"] for seen in box.chat(AMINA)] == ["Before"]
    assert (tmp_path / "journal.jsonl").read_bytes().count(b"\n") == 2


async def test_a_call_can_be_made_without_http(box):
    answer = await box.call(TOKEN, "sendMessage", {"chat_id": AMINA, "text": "Hi"})

    assert (answer.status, box.chat(AMINA)[0]["text"]) == (200, "Hi")


@pytest.fixture
def port():
    """A port that is free at the moment."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


async def answered(address):
    """Try until somebody answers."""
    async with aiohttp.ClientSession() as http:
        while True:
            try:
                async with http.post(address) as response:
                    return await response.json()
            except aiohttp.ClientConnectorError:
                await asyncio.sleep(0.01)


async def test_serving_takes_any_token_and_runs_until_it_is_cancelled(port, tmp_path):
    async with asyncio.timeout(5), asyncio.TaskGroup() as group:
        serving = group.create_task(serve(port, tmp_path / "new" / "journal.jsonl"))
        answer = await answered(f"http://127.0.0.1:{port}/bot5:ANY/getMe")
        serving.cancel()

    assert answer["result"]["id"] == 5
    assert b"getMe" in (tmp_path / "new" / "journal.jsonl").read_bytes()
    with socket.socket() as one:
        assert one.connect_ex(("127.0.0.1", port)) != 0
