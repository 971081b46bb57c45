"""`respite run` as its operator meets it: starting, stopping, and what it says when it cannot."""

import asyncio
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from bot.clock import WallClock
from db.session import Database
from sandbox.server import Sandbox
from tests import cast
from tests.process.running import TOKEN, WORKER_CHAT, RunningBot


def a_site(database: Database) -> None:
    """A site and its worker: without one the bot does not start."""
    with database.begin() as session:
        site = cast.site(session, country="ZZ", crisis_confirmed_on=WallClock().now().date())
        cast.worker(session, site, cast.programme(session, site), chat=WORKER_CHAT, language="en")


async def test_asked_to_stop_it_ends_with_0_and_without_a_trace(
    box: Sandbox, database: Database, tmp_path: Path
) -> None:
    a_site(database)
    bot = RunningBot(box.url, database.url, tmp_path)
    await bot.start()

    assert await bot.stop() == 0

    assert "Traceback" not in bot.log
    assert "Unclosed" not in bot.log


async def test_started_before_its_network_it_waits_and_then_listens(
    box: Sandbox, sqlite_database: Database, tmp_path: Path
) -> None:
    a_site(sqlite_database)
    port = urlsplit(box.url).port
    assert port is not None
    await box.stop()
    bot = RunningBot(box.url, sqlite_database.url, tmp_path)

    async with asyncio.TaskGroup() as group:
        starting = group.create_task(bot.start())
        await bot.says("cannot be reached")
        await box.start(port=port)
        await starting

    assert await bot.stop() == 0


async def test_started_in_the_middle_of_trouble_it_waits_and_then_listens(
    box: Sandbox, sqlite_database: Database, tmp_path: Path
) -> None:
    a_site(sqlite_database)
    box.faults.add("setMyCommands", "drop")
    box.faults.add("setMyCommands", "429", retry_after=1)
    bot = RunningBot(box.url, sqlite_database.url, tmp_path)

    await bot.start()

    assert bot.log.count("cannot be reached") == 2
    assert await bot.stop() == 0


@pytest.mark.parametrize("kind", ["401", "404"])
async def test_a_token_that_telegram_takes_back_ends_the_process_loudly(
    box: Sandbox, sqlite_database: Database, tmp_path: Path, kind: str
) -> None:
    a_site(sqlite_database)
    bot = RunningBot(box.url, sqlite_database.url, tmp_path)
    await bot.start()

    box.faults.add(method="getUpdates", kind=kind, times=1)
    await box.text(WORKER_CHAT, "/help")

    assert await bot.wait() == 3
    assert "check RESPITE_BOT_TOKEN" in bot.log
    assert TOKEN not in bot.log


async def test_a_second_process_on_the_same_folder_is_refused_in_one_sentence(
    box: Sandbox, sqlite_database: Database, tmp_path: Path
) -> None:
    a_site(sqlite_database)
    first, second = RunningBot(box.url, sqlite_database.url, tmp_path), None
    await first.start()

    second = RunningBot(box.url, sqlite_database.url, tmp_path)
    assert await second.try_to_start() == 2

    assert "Another process serves this data folder" in second.log
    assert await first.stop() == 0
