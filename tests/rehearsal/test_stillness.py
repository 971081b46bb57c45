"""When time may move on, and what is said if it never may."""

import asyncio
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import pytest

from bot.clock import VirtualClock
from bot.rehearsal.families import caregivers
from bot.rehearsal.stage import Script, Stage, introduce, open_database, sandbox
from bot.rehearsal.stillness import Stalled, Stillness
from scheduler.cadence import DEFAULT
from tests.cast import KEYS

MONDAY = datetime(2026, 3, 2, 1, tzinfo=UTC)
AMINA = 1001


@asynccontextmanager
async def listening(folder):
    """A bot that listens to a sandbox on a clock of its own, and one person with an invite."""
    clock, database = VirtualClock(MONDAY), open_database(folder, KEYS)
    try:
        async with sandbox(clock) as box:
            stage = Stage(database, KEYS, clock)
            links = stage.found(Script(MONDAY.date(), DEFAULT, 1))
            introduce(box, caregivers(1, 1)[0])
            async with stage.bot(box) as bot, asyncio.TaskGroup() as group:
                task = group.create_task(bot.listen())
                yield bot, box, clock, links.caregivers
                task.cancel()
    finally:
        database.close()


async def test_the_bot_has_answered_once_it_is_still(tmp_path):
    async with listening(tmp_path) as (bot, box, clock, link):
        await box.open_link(AMINA, link)
        await Stillness(bot, box, clock).settle()

        assert "English" in str(box.chat(AMINA)[-1]["reply_markup"])
        assert clock.now() == MONDAY


async def test_only_the_bots_own_waits_let_time_pass(tmp_path):
    async with listening(tmp_path) as (bot, box, clock, link):
        await box.open_link(AMINA, link)
        for _ in range(8):
            await box.text(AMINA, "?")
        await Stillness(bot, box, clock).settle()

        assert timedelta(seconds=3) <= clock.now() - MONDAY <= timedelta(seconds=10)


async def test_a_bot_that_never_comes_to_rest_is_told_in_words(tmp_path):
    async with listening(tmp_path) as (bot, box, clock, link):
        box.faults.add("sendMessage", "hang")
        await box.open_link(AMINA, link)

        with pytest.raises(Stalled, match=r"nothing moved.*2026-03-02 01:00.*the dispatcher at work.*1 call"):
            await Stillness(bot, box, clock, patience=0.5).settle()
