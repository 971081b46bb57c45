"""Time that moves only when it is told to."""

import asyncio
from datetime import UTC, datetime, timedelta, timezone

import pytest

from bot.clock import VirtualClock, WallClock

MONDAY = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)


def minutes(count):
    return timedelta(minutes=count)


async def settle():
    for _ in range(5):
        await asyncio.sleep(0)


async def sleeping(group, clock, log, name, seconds):
    async def nap():
        await clock.sleep(seconds)
        log.append(name)

    task = group.create_task(nap())
    await settle()
    return task


async def test_a_sleeper_waits_until_the_clock_reaches_its_time():
    clock, log = VirtualClock(MONDAY), []
    async with asyncio.TaskGroup() as group:
        await sleeping(group, clock, log, "one", 60)
        clock.advance_to(MONDAY + timedelta(seconds=59.999999))
        await settle()
        assert log == []
        clock.advance_to(MONDAY + minutes(1))
        await settle()
        assert log == ["one"]


async def test_sleepers_wake_in_the_order_of_their_times():
    clock, log = VirtualClock(MONDAY), []
    async with asyncio.TaskGroup() as group:
        for name, seconds in [("late", 30), ("early", 10), ("also late", 30), ("between", 20)]:
            await sleeping(group, clock, log, name, seconds)
        assert clock.next_wake() == MONDAY + timedelta(seconds=10)
        clock.advance_to(MONDAY + minutes(1))
    assert log == ["early", "between", "late", "also late"]
    assert clock.next_wake() is None


async def test_a_sleeper_who_gave_up_is_no_reason_to_wake():
    clock, log = VirtualClock(MONDAY), []
    async with asyncio.TaskGroup() as group:
        gone = await sleeping(group, clock, log, "gone", 10)
        await sleeping(group, clock, log, "stays", 20)
        gone.cancel()
        await settle()
        assert clock.next_wake() == MONDAY + timedelta(seconds=20)
        clock.advance_to(MONDAY + minutes(1))
    assert log == ["stays"]
    assert clock.woken == 0


async def test_released_sleepers_count_as_woken_until_they_have_run():
    clock, log = VirtualClock(MONDAY), []
    async with asyncio.TaskGroup() as group:
        await sleeping(group, clock, log, "one", 1)
        await sleeping(group, clock, log, "two", 1)
        assert clock.woken == 0
        clock.advance_to(MONDAY + minutes(1))
        assert clock.woken == 2
        await settle()
        assert clock.woken == 0


async def test_a_sleeper_cancelled_after_its_release_is_not_counted_for_ever():
    clock, log = VirtualClock(MONDAY), []
    async with asyncio.TaskGroup() as group:
        task = await sleeping(group, clock, log, "one", 1)
        clock.advance_to(MONDAY + minutes(1))
        task.cancel()
    assert (clock.woken, log) == (0, [])


async def test_the_shortest_sleep_still_needs_time_to_pass():
    clock, log = VirtualClock(MONDAY), []
    async with asyncio.TaskGroup() as group:
        await sleeping(group, clock, log, "one", 1e-9)
        assert clock.next_wake() == MONDAY + timedelta(microseconds=1)
        clock.advance_to(MONDAY + minutes(1))


async def test_a_sleep_of_no_length_needs_no_time():
    clock = VirtualClock(MONDAY)
    await clock.sleep(0)
    await clock.sleep(-1)
    assert clock.now() == MONDAY


def test_time_never_runs_back():
    clock = VirtualClock(MONDAY)
    with pytest.raises(ValueError, match="stands at"):
        clock.advance_to(MONDAY - timedelta(microseconds=1))
    assert clock.now() == MONDAY


def test_a_start_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="aware"):
        VirtualClock(MONDAY.replace(tzinfo=None))


def test_the_virtual_clock_tells_utc_whatever_it_was_given():
    shanghai = timezone(timedelta(hours=8))
    clock = VirtualClock(MONDAY.astimezone(shanghai))
    clock.advance_to((MONDAY + minutes(1)).astimezone(shanghai))
    assert clock.now().tzinfo is UTC
    assert clock.time() == clock.steady() == (MONDAY + minutes(1)).timestamp()


async def test_the_wall_clock_is_aware_and_moves():
    clock = WallClock()
    before, start = clock.now(), clock.steady()
    await clock.sleep(0.01)
    assert clock.now().tzinfo is UTC
    assert clock.now() >= before
    assert clock.steady() - start >= 0.009
