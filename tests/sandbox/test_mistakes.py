"""Mistaken orders and views, each explained in plain words."""

import aiohttp
import pytest

from sandbox.server import Sandbox
from tests.sandbox.cast import AMINA


@pytest.mark.parametrize(
    ("name", "body", "words"),
    [
        ("text", {"text": "Hi"}, "'person' is missing"),
        ("text", {"person": "7", "text": "Hi"}, "'person' must be a whole number"),
        ("text", {"person": True, "text": "Hi"}, "'person' must be a whole number"),
        (
            "text",
            {"person": 7, "text": "Hi", "loud": True},
            "unknown field 'loud'; there are person, text, reply_to, group, bot",
        ),
        ("text", {"person": 404, "text": "Hi"}, "nobody has the id 404; add the person first"),
        ("text", {"person": 7, "text": "Hi", "bot": "x"}, "no bot has this token or username"),
        ("tap", {"person": 7, "data": "x"}, "person 7 sees no button 'x'"),
        ("send", {"person": 7, "kind": "smell"}, "unknown kind 'smell'"),
        ("link", {"person": 7, "payload": "a b"}, "'a b' is not 1 to 64 of"),
        ("edit", {"person": 7, "message_id": 9, "text": "x"}, "person 7 has no text message 9 to edit"),
        ("fault", {"kind": "sunspots"}, "unknown fault 'sunspots'"),
        ("fault", {"kind": "429", "times": 0}, "a fault happens at least once"),
        ("limits", {"chat_burst": 0}, "chat_burst must be above zero, not 0"),
        ("limits", {"enabled": 1}, "'enabled' must be true or false"),
        ("clock", {}, "say either 'set'"),
        ("clock", {"set": "noon"}, "'set' must be a number"),
        ("update", {"update": []}, "'update' must be an object"),
    ],
)
async def test_a_mistaken_order_is_explained(order, name, body, words):
    status, answer = await order(name, **body)

    assert (status, answer["ok"]) == (400, False)
    assert answer["error"].startswith(words)


@pytest.mark.parametrize(
    ("body", "words"), [(b"{", "the body is not JSON"), (b"[]", "the body must be a JSON object")]
)
async def test_a_body_that_is_no_order_is_explained(http, body, words):
    async with http.post("/control/text", data=body) as response:
        assert (response.status, (await response.json())["error"]) == (400, words)


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/control/chat", 400, "'person' must be a whole number"),
        ("/control/chat?person=x", 400, "'person' must be a whole number"),
        ("/control/chat?person=404", 400, "nobody has the id 404"),
        ("/control/unconfirmed?bot=x", 400, "no bot has this token or username"),
        ("/control/weather", 404, "no such view; there are journal, chat"),
    ],
)
async def test_a_mistaken_view_is_explained(http, path, status, words):
    async with http.get(path) as response:
        assert response.status == status
        assert (await response.json())["error"].startswith(words)


async def test_an_unknown_order_is_not_found(order):
    status, answer = await order("fly")

    assert (status, answer["error"][:36]) == (404, "no such order; there are bot, person")


async def test_before_a_bot_has_called_there_is_nobody_to_talk_to():
    box = Sandbox(open_tokens=True)
    box.add_person(AMINA, "Amina")
    await box.start()
    hello = {"person": AMINA, "text": "Hi"}
    async with aiohttp.ClientSession(box.url) as http, http.post("/control/text", json=hello) as response:
        answer = response.status, (await response.json())["error"]
    await box.stop()

    assert answer == (400, "no bot is known yet")
