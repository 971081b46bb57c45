"""The control interface: the same acts over HTTP, and plain words for mistakes."""

import aiohttp

from sandbox.server import Sandbox
from tests.sandbox.cast import AMINA, MONDAY


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
