"""Updates: handed out until confirmed, kept for a while, to one poller."""

import asyncio

import pytest
from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from sandbox.faults import CONFLICT
from tests.sandbox.cast import AMINA

DAY = 24 * 3600


@pytest.fixture
def poll(post):
    """Poll once and return the identifiers handed out."""

    async def poll(**params):
        return [update["update_id"] for update in (await post("getUpdates", **params))[2]["result"]]

    return poll


@pytest.fixture
async def three(box):
    for text in ("one", "two", "three"):
        await box.text(AMINA, text)


async def test_updates_come_again_until_a_later_offset_confirms_them(box, poll, three):
    assert await poll() == await poll() == [1, 2, 3]
    assert await poll(offset=3) == [3]
    assert box.unconfirmed() == 1
    assert await poll(offset=4) == []
    assert box.unconfirmed() == 0


async def test_a_limit_leaves_the_rest_for_later(poll, three):
    assert await poll(limit=2) == [1, 2]
    assert await poll(offset=3, limit=2) == [3]


@pytest.mark.parametrize(("asked", "handed"), [(0, 1), (-5, 1), (100, 100), (1000, 100)])
async def test_a_batch_has_one_to_a_hundred(box, poll, asked, handed):
    for _ in range(120):
        await box.push({"message": {}})

    assert len(await poll(limit=asked)) == handed


async def test_a_negative_offset_keeps_only_the_newest(box, poll, three):
    assert await poll(offset=-1) == [3]
    assert box.unconfirmed() == 1


async def test_a_waiting_poll_returns_as_soon_as_something_happens(box, poll):
    async with asyncio.TaskGroup() as group:
        waiting = group.create_task(poll(timeout=50))
        await asyncio.sleep(0.05)
        await box.text(AMINA, "Hello")

    assert waiting.result() == [1]


async def test_a_waiting_poll_ends_empty_after_its_timeout(poll):
    async with asyncio.timeout(10):
        assert await poll(timeout=1) == []


async def test_the_older_of_two_polls_is_told_of_the_conflict(box, post, poll):
    async with asyncio.TaskGroup() as group:
        older = group.create_task(post("getUpdates", timeout=50))
        await asyncio.sleep(0.05)
        newer = group.create_task(poll(timeout=50))
        await asyncio.sleep(0.05)
        await box.text(AMINA, "Hello")

    status, _, answer = older.result()
    assert (status, answer["description"]) == (409, CONFLICT)
    assert newer.result() == [1]


async def test_a_poller_that_hangs_up_loses_nothing(box, http, poll):
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.1), http.post("/bot1:TEST/getUpdates", data={"timeout": "50"}):
            pass
    await box.text(AMINA, "Hello")

    assert await poll() == [1]


async def test_messages_are_kept_for_a_day_from_their_date(box, clock, poll):
    await box.text(AMINA, "Hello")
    clock.advance(DAY - 1)
    kept = await poll()
    clock.advance(1)

    assert (kept, await poll(), box.unconfirmed()) == ([1], [], 0)


async def test_taps_are_kept_for_150_seconds(box, bot, clock, poll):
    buttons = InlineKeyboardMarkup([[InlineKeyboardButton("x", callback_data="x")]])
    await bot.send_message(AMINA, "?", reply_markup=buttons)
    await box.tap(AMINA, "x")
    clock.advance(149)
    kept = await poll()
    clock.advance(1)

    assert (kept, await poll()) == ([1], [])


async def test_only_kinds_asked_for_are_queued_and_the_choice_is_remembered(box, poll):
    await poll(allowed_updates=["callback_query"])
    await box.text(AMINA, "not heard")
    assert await poll() == []

    await poll(allowed_updates=[])
    await box.text(AMINA, "heard")
    await box.push({"message_reaction": {}})
    assert await poll() == [2]


async def test_a_raw_update_may_bring_its_own_number(box, poll):
    await box.push({"update_id": 500, "message": {}})
    await box.text(AMINA, "next")

    assert await poll() == [500, 501]


async def test_an_old_number_is_handed_out_once_more_even_when_confirmed(box, poll):
    await box.push({"update_id": 500, "message": {"text": "first"}})
    await poll()
    await box.push({"update_id": 500, "message": {"text": "again"}})

    assert await poll(offset=501) == [500]
    assert await poll(offset=501) == []


async def test_each_update_can_be_handed_out_twice_in_a_batch(box, poll, three):
    box.faults.duplicate_updates(times=1)

    assert await poll() == [1, 1, 2, 2, 3, 3]
    assert await poll() == [1, 2, 3]


async def test_a_confirmation_can_get_lost_once(box, poll, three):
    box.faults.duplicate_updates(times=1, confirmed=True)

    await poll()
    assert await poll(offset=4) == [1, 2, 3]
    assert await poll(offset=4) == []


async def test_a_batch_can_come_newest_first(box, poll, three):
    box.faults.out_of_order(times=1)

    assert await poll() == [3, 2, 1]
    assert await poll() == [1, 2, 3]


async def test_pending_updates_can_be_dropped(bot, three):
    info = await bot.get_webhook_info()
    assert (info.url, info.pending_update_count) == ("", 3)

    await bot.delete_webhook(drop_pending_updates=True)

    assert (await bot.get_webhook_info()).pending_update_count == 0


async def test_stopping_lets_a_hanging_poll_go_at_once(box, post):
    async with asyncio.timeout(5), asyncio.TaskGroup() as group:
        waiting = group.create_task(post("getUpdates", timeout=50))
        await asyncio.sleep(0.05)
        await box.stop()

    assert waiting.result()[2] == {"ok": True, "result": []}
