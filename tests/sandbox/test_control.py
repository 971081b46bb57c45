"""The control interface: the same acts over HTTP, and plain words for mistakes."""

import aiohttp
import pytest

from sandbox.server import Sandbox
from tests.sandbox.cast import AMINA, MONDAY


@pytest.fixture
def order(http):
    """Give an order and return status and answer."""

    async def order(name, **body):
        async with http.post(f"/control/{name}", json=body) as response:
            return response.status, await response.json()

    return order


@pytest.fixture
def view(http):
    """Look at something and return its result."""

    async def view(name, **params):
        async with http.get(f"/control/{name}", params=params) as response:
            assert response.status == 200, await response.text()
            return (await response.json())["result"]

    return view


async def test_a_person_can_be_added_and_speaks(order, view, box):
    await order("person", id=9, first_name="Chen", language_code="zh-hans")
    status, answer = await order("text", person=9, text="/start")

    assert (status, answer["ok"], answer["result"]["text"]) == (200, True, "/start")
    assert [person["first_name"] for person in await view("people")] == ["Amina", "Bao", "Chen"]
    assert await view("unconfirmed") == box.unconfirmed() == 1


async def test_every_act_of_a_person_can_be_ordered(order, box, post):
    await post(
        "sendMessage",
        chat_id=AMINA,
        text="Mood?",
        reply_markup={"inline_keyboard": [[{"text": "Good", "callback_data": "good"}]]},
    )
    said = (await order("text", person=AMINA, text="Helo"))[1]["result"]["message_id"]
    await order("edit", person=AMINA, message_id=said, text="Hello")
    await order("tap", person=AMINA, data="good")
    await order("tap", person=AMINA, data="never", forged=True)
    await order("send", person=AMINA, kind="voice")
    await order("link", person=AMINA, payload="invite-1")
    await order("block", person=AMINA)
    await order("unblock", person=AMINA)
    await order("update", update={"poll": {}})

    heard = (await post("getUpdates"))[2]["result"]
    assert [next(kind for kind in update if kind != "update_id") for update in heard] == [
        "message",
        "edited_message",
        "callback_query",
        "callback_query",
        "message",
        "message",
        "my_chat_member",
        "my_chat_member",
        "poll",
    ]


async def test_a_deleted_account_can_be_ordered(order, post):
    await order("deactivate", person=AMINA)

    assert (await post("sendMessage", chat_id=AMINA, text="Hi"))[0] == 403


async def test_faults_can_be_ordered_and_called_off(order, post):
    await order("fault", kind="429", method="getMe", retry_after=9)
    assert (await post("getMe"))[2]["parameters"] == {"retry_after": 9}

    await order("fault", kind="401")
    await order("calm")
    assert (await post("getMe"))[0] == 200


async def test_spoiled_batches_can_be_ordered(order, post, box):
    for text in ("one", "two"):
        await box.text(AMINA, text)
    await order("duplicates", times=1)
    await order("disorder")

    heard = (await post("getUpdates"))[2]["result"]
    assert [update["update_id"] for update in heard] == [2, 2, 1, 1]


async def test_limits_can_be_ordered(order, box):
    await order("limits", chat_burst=2, enabled=False)

    assert (box.limits.chat_burst, box.limits.enabled) == (2, False)


async def test_the_clock_can_be_set_and_moved_on(order, clock):
    assert (await order("clock", advance=60))[1]["result"] == {"time": MONDAY + 60}
    assert (await order("clock", set=5))[1]["result"] == {"time": 5}
    assert clock.time() == 5


async def test_a_callers_own_clock_cannot_be_set_from_outside():
    class Still:
        def time(self):
            return MONDAY

    box = Sandbox(clock=Still())
    await box.start()
    try:
        order = box.url + "/control/clock"
        async with aiohttp.ClientSession() as http, http.post(order, json={"set": 1}) as response:
            assert (response.status, "cannot be set" in (await response.json())["error"]) == (400, True)
    finally:
        await box.stop()


async def test_the_journal_can_be_read_on_from_where_one_was(view, post):
    for _ in range(3):
        await post("getMe")

    first = await view("journal", after=1)
    later = await view("journal", after=first["next"])

    assert ([entry["method"] for entry in first["entries"]], first["next"]) == (["getMe"] * 2, 3)
    assert later == {"entries": [], "next": 3}


async def test_a_chat_shows_what_its_person_sees(view, post, order):
    buttons = {"keyboard": [[{"text": "My number", "request_contact": True}]]}
    await post("sendMessage", chat_id=AMINA, text="Hi", reply_markup=buttons)
    await post("sendChatAction", chat_id=AMINA, action="typing")

    chat = await view("chat", person=AMINA)

    assert [message["text"] for message in chat["messages"]] == ["Hi"]
    assert (chat["typing"], chat["blocked"], chat["keyboard"]) == (True, False, buttons)
    assert chat["bot"]["username"] == "respite_bot"


async def test_a_chat_that_did_not_change_says_only_that(view, post):
    await post("sendMessage", chat_id=AMINA, text="Hi")
    version = (await view("chat", person=AMINA))["version"]

    assert (await view("chat", person=AMINA, since=version))["unchanged"] is True
    await post("sendMessage", chat_id=AMINA, text="Hi")
    assert len((await view("chat", person=AMINA, since=version))["messages"]) == 2


async def test_the_answer_to_a_tap_is_seen(view, post, order):
    await post("sendMessage", chat_id=AMINA, text="Hi")
    query = (await order("tap", person=AMINA, data="x", forged=True))[1]["result"]
    await post("answerCallbackQuery", callback_query_id=query, text="Noted", show_alert=True)

    assert (await view("chat", person=AMINA))["answers"] == [
        {"query": query, "text": "Noted", "show_alert": True, "ts": MONDAY}
    ]


async def test_a_file_can_be_looked_at(http, box):
    photo = (await box.send_kind(AMINA, "photo"))["photo"][-1]
    voice = (await box.send_kind(AMINA, "voice"))["voice"]

    async with http.get("/control/file", params={"id": photo["file_id"]}) as shown:
        assert (shown.status, shown.content_type, (await shown.read())[:4]) == (200, "image/png", b"\x89PNG")
    async with http.get("/control/file", params={"id": voice["file_id"]}) as kept:
        assert kept.headers["Content-Disposition"].startswith("attachment")
    async with http.get("/control/file", params={"id": "made-up"}) as missing:
        assert missing.status == 404


@pytest.mark.parametrize(
    ("name", "body", "words"),
    [
        ("text", {"text": "Hi"}, "'person' is missing"),
        ("text", {"person": "7", "text": "Hi"}, "'person' must be a whole number"),
        ("text", {"person": True, "text": "Hi"}, "'person' must be a whole number"),
        (
            "text",
            {"person": 7, "text": "Hi", "loud": True},
            "unknown field 'loud'; there are person, text, bot",
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

    assert (status, answer["error"][:31]) == (404, "no such order; there are person")


async def test_before_a_bot_has_called_there_is_nobody_to_talk_to():
    box = Sandbox(open_tokens=True)
    box.add_person(AMINA, "Amina")
    await box.start()
    hello = {"person": AMINA, "text": "Hi"}
    async with aiohttp.ClientSession(box.url) as http, http.post("/control/text", json=hello) as response:
        answer = response.status, (await response.json())["error"]
    await box.stop()

    assert answer == (400, "no bot is known yet")
