"""Every fault there is, on the wire and as python-telegram-bot reports it."""

import asyncio
import json

import aiohttp
import pytest
from telegram import InputMediaDocument, error

from sandbox.faults import KINDS
from tests.sandbox.cast import AMINA, BAO


@pytest.mark.parametrize(
    ("kind", "status", "description"),
    [
        ("400", 400, "Bad Request: message to be replied not found"),
        ("401", 401, "Unauthorized"),
        ("403", 403, "Forbidden: bot was blocked by the user"),
        ("404", 404, "Not Found"),
        ("413", 413, "Request Entity Too Large"),
        ("429", 429, "Too Many Requests: retry after 3"),
        ("500", 500, "Internal Server Error"),
        ("502", 502, "Bad Gateway"),
        ("503", 503, "Service Unavailable"),
        ("504", 504, "Gateway Timeout"),
        ("5xx", 502, "Bad Gateway"),
    ],
)
async def test_a_number_is_answered_instead_of_the_result(box, post, kind, status, description):
    box.faults.add(method="sendMessage", kind=kind)

    got, _, answer = await post("sendMessage", chat_id=AMINA, text="Hi")

    assert (got, answer["ok"], answer["error_code"], answer["description"]) == (
        status,
        False,
        status,
        description,
    )
    assert box.chat(AMINA) == []
    assert (await post("sendMessage", chat_id=AMINA, text="Hi"))[0] == 200


@pytest.mark.parametrize(
    ("kind", "raised"),
    [
        ("400", error.BadRequest),
        ("401", error.InvalidToken),
        ("403", error.Forbidden),
        ("404", error.InvalidToken),
        ("409", error.Conflict),
        ("429", error.RetryAfter),
        ("5xx", error.NetworkError),
        ("html", error.NetworkError),
        ("drop", error.NetworkError),
        ("drop_after_accept", error.NetworkError),
        ("cut_json", error.TelegramError),
    ],
)
async def test_the_library_raises_what_it_would_for_telegram(box, bot, kind, raised):
    box.faults.add(method="sendMessage", kind=kind)

    with pytest.raises(raised):
        await bot.send_message(AMINA, "Hi")


async def test_a_429_says_for_how_long(box, post):
    box.faults.add(method="sendMessage", kind="429", retry_after=17)

    _, headers, answer = await post("sendMessage", chat_id=AMINA, text="Hi")

    assert (answer["parameters"], headers["Retry-After"]) == ({"retry_after": 17}, "17")
    assert answer["description"] == "Too Many Requests: retry after 17"


@pytest.mark.parametrize(
    ("kind", "accepted"),
    [("drop", False), ("drop_after_accept", True), ("hang", False), ("hang_after_accept", True)],
)
async def test_a_connection_lost_or_silent_may_or_may_not_have_been_heard(box, http, kind, accepted):
    box.faults.add(method="sendMessage", kind=kind)
    heard = aiohttp.ServerDisconnectedError if kind.startswith("drop") else TimeoutError

    with pytest.raises(heard):
        async with asyncio.timeout(0.3):
            await http.post("/bot1:TEST/sendMessage", data={"chat_id": "7", "text": "Hi"})

    assert len(box.chat(AMINA)) == accepted
    assert (box.calls[-1]["ok"], box.calls[-1]["fault"]) == (accepted, kind)


async def test_a_hang_ends_with_the_connection_after_its_time(box, http):
    box.faults.add(method="sendMessage", kind="hang_after_accept", seconds=0.05)

    with pytest.raises(aiohttp.ServerDisconnectedError):
        await http.post("/bot1:TEST/sendMessage", data={"chat_id": "7", "text": "Hi"})


async def test_a_slow_answer_comes_late_but_whole(box, bot):
    box.faults.add(method="sendMessage", kind="slow", seconds=0.2)
    before = asyncio.get_running_loop().time()

    assert (await bot.send_message(AMINA, "Hi")).text == "Hi"
    assert asyncio.get_running_loop().time() - before >= 0.2


async def test_cut_json_arrives_as_half_an_answer_to_a_call_that_was_carried_out(box, http):
    box.faults.add(method="sendMessage", kind="cut_json")

    async with http.post("/bot1:TEST/sendMessage", data={"chat_id": "7", "text": "Hi"}) as answer:
        body = await answer.read()

    with pytest.raises(json.JSONDecodeError):
        json.loads(body)
    assert (answer.status, body[:10], len(box.chat(AMINA))) == (200, b'{"ok":true', 1)


async def test_a_gateways_page_is_no_json(box, http):
    box.faults.add(method="sendMessage", kind="html")

    async with http.post("/bot1:TEST/sendMessage", data={"chat_id": "7", "text": "Hi"}) as answer:
        assert (answer.status, answer.content_type) == (502, "text/html")


async def test_a_fault_waits_for_its_method_its_chat_and_its_turn(box, post):
    box.faults.add(method="sendMessage", kind="403", chat_id=BAO, times=2, after=1)

    statuses = [
        (await post("sendMessage", chat_id=person, text="Hi"))[0]
        for person in (AMINA, BAO, BAO, AMINA, BAO, BAO)
    ]

    assert (await post("getMe"))[0] == 200
    assert statuses == [200, 200, 403, 200, 403, 200]


async def test_a_fault_without_a_method_meets_any_call(box, post):
    box.faults.add(kind="401")

    assert [(await post("getMe"))[0] for _ in range(2)] == [401, 200]


async def test_a_fault_may_say_other_words(box, post):
    box.faults.add(method="sendMessage", kind="400", description="Bad Request: chat not found")

    assert (await post("sendMessage"))[2]["description"] == "Bad Request: chat not found"


async def test_a_poll_can_be_spoiled_without_losing_updates(box, post):
    await box.text(AMINA, "Hello")
    box.faults.add(method="getUpdates", kind="409")

    assert (await post("getUpdates"))[0] == 409
    assert len((await post("getUpdates"))[2]["result"]) == 1


async def test_faults_can_be_forgotten(box, post):
    box.faults.add(method="getMe", kind="401")
    box.faults.duplicate_updates()
    await box.text(AMINA, "Hello")
    box.faults.clear()

    assert (await post("getMe"))[0] == 200
    assert len((await post("getUpdates"))[2]["result"]) == 1


async def test_stopping_does_not_wait_for_a_hang(box, http):
    box.faults.add(method="sendMessage", kind="hang")

    async with asyncio.timeout(5), asyncio.TaskGroup() as group:
        call = group.create_task(
            caught(http.post("/bot1:TEST/sendMessage", data={"chat_id": "7", "text": "Hi"}))
        )
        await asyncio.sleep(0.05)
        await box.stop()
    assert isinstance(call.result(), aiohttp.ServerDisconnectedError)


async def caught(call):
    try:
        return await call
    except aiohttp.ClientError as broken:
        return broken


def test_an_unknown_fault_is_named_with_those_there_are(box):
    with pytest.raises(ValueError, match="unknown fault 'sunspots'; there are 400, 401"):
        box.faults.add(kind="sunspots")
    assert "hang_after_accept" in KINDS


def test_a_fault_happens_at_least_once(box):
    with pytest.raises(ValueError, match="at least once"):
        box.faults.add(kind="429", times=0)


@pytest.mark.parametrize(
    "method",
    [
        "sendMediaGroup",
        "sendAudio",
        "sendAnimation",
        "sendPoll",
        "stopPoll",
        "setMessageReaction",
        "setWebhook",
    ],
)
async def test_every_method_can_fail(box, post, method):
    box.faults.add(method=method, kind="429", retry_after=9, chat_id=AMINA)

    status, headers, _ = await post(method, chat_id=AMINA)

    assert (status, headers["Retry-After"]) == (429, "9")


async def test_an_album_may_be_accepted_without_an_answer(box, bot):
    box.faults.add(method="sendMediaGroup", kind="drop_after_accept")

    with pytest.raises(error.NetworkError):
        await bot.send_media_group(AMINA, [InputMediaDocument(b"a"), InputMediaDocument(b"b")])

    assert len(box.chat(AMINA)) == 2
