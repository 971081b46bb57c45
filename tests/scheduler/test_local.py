"""The clock of one machine."""

import asyncio

from bot.clock import WallClock
from scheduler.local import LocalScheduler


async def test_a_beat_that_is_held_up_does_not_hold_up_its_next_turns() -> None:
    """A digest in the making, or a chat that Telegram halted, must not silence the alarms behind it."""
    clock, timer, turns, held = WallClock(), LocalScheduler(), [], asyncio.Event()
    three = asyncio.Event()

    async def beat() -> None:
        turns.append(clock.now())
        if len(turns) >= 3:
            three.set()
        if len(turns) == 1:
            await held.wait()

    timer.every(0.05, "deliver", beat, clock.now())
    timer.start()
    try:
        await asyncio.wait_for(three.wait(), 10)
    finally:
        held.set()
        await timer.stop()
