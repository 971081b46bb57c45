"""`respite run` with a webhook: nothing is lost at a kill, and nobody is heard without the secret."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest
from sqlalchemy import select

from db.models import Heard
from db.session import Database
from sandbox.server import Sandbox
from tests.process.front import Front
from tests.process.running import TOKEN, WORKER_CHAT, RunningBot
from tests.process.test_kill import FAMILIES, answer_everything, audit, finished, settle_in, until
from tests.process.test_run import a_site
from tests.wire.hooked import free_port, message

KILLS = 2


@pytest.fixture
async def front(box: Sandbox) -> AsyncIterator[Front]:
    """A Telegram with webhooks, before the sandbox."""
    async with Front(box).running() as running:
        yield running


@pytest.fixture
def hooked(front: Front, tmp_path: Path):
    """Return a bot on a database, which is to receive and not to poll."""

    def hooked(database: Database, **settings: str) -> RunningBot:
        port = free_port()
        hook = {
            "RESPITE_WEBHOOK_URL": f"http://127.0.0.1:{port}/hook",
            "RESPITE_WEBHOOK_LISTEN": f"127.0.0.1:{port}",
        }
        return RunningBot(front.url, database.url, tmp_path, **hook | settings)

    return hooked


async def test_killed_in_the_middle_of_a_checkin_nothing_is_lost_and_nothing_doubled(
    box: Sandbox, front: Front, database: Database, hooked
) -> None:
    settle_in(database)
    for user in FAMILIES:
        box.add_person(user_id=user, first_name="Synthetic", language_code="en")
        await box.text(user, "/help")
    bot = hooked(database)
    await bot.start()
    async with asyncio.TaskGroup() as families:
        for user in FAMILIES:
            families.create_task(answer_everything(box, user))
        for number in range(KILLS):
            await asyncio.sleep(0.3 + 0.2 * number)
            await bot.kill()
            await bot.start()
    await until(lambda: finished(database))
    assert await bot.stop() == 0

    audit(box, database)
    assert len(front.brought) == len(set(front.brought))
    assert "Traceback" not in bot.log


async def test_a_request_without_the_secret_is_refused_and_changes_nothing(
    box: Sandbox, front: Front, sqlite_database: Database, hooked
) -> None:
    a_site(sqlite_database)
    bot = hooked(sqlite_database, RESPITE_WEBHOOK_SECRET="the-operators-own-secret")
    await bot.start()
    await until(lambda: len(front.brought) == 1)

    forged = message(9_000, user=WORKER_CHAT, text="/help")
    async with aiohttp.ClientSession() as http, http.post(front.hook["url"], json=forged) as answer:
        assert answer.status == 403

    assert front.hook["secret_token"] == "the-operators-own-secret"
    assert await bot.stop() == 0
    with sqlite_database.read() as session:
        assert list(session.scalars(select(Heard.update_id))) == front.brought
    assert front.polls == 0
    assert "the-operators-own-secret" not in bot.log


async def test_back_to_polling_the_webhook_is_taken_away_and_what_waited_is_answered(
    box: Sandbox, front: Front, sqlite_database: Database, hooked, tmp_path: Path
) -> None:
    a_site(sqlite_database)
    bot = hooked(sqlite_database)
    await bot.start()
    await until(lambda: bool(front.hook))
    assert await bot.stop() == 0
    said = len(box.chat(WORKER_CHAT))
    await box.text(WORKER_CHAT, "/help")

    polling = RunningBot(front.url, sqlite_database.url, tmp_path)
    await polling.start()
    await until(lambda: len(box.chat(WORKER_CHAT)) >= said + 2)

    assert front.hook == {}
    assert await polling.stop() == 0


async def test_an_address_that_telegram_refuses_ends_it_with_status_2_and_the_reason(
    front: Front, sqlite_database: Database, hooked
) -> None:
    a_site(sqlite_database)
    front.refuses = "Bad Request: bad webhook: HTTPS URL must be provided for webhook"
    bot = hooked(sqlite_database)

    assert await bot.try_to_start() == 2

    assert "Telegram does not take the address" in bot.log
    assert TOKEN not in bot.log


async def test_a_token_that_telegram_does_not_know_when_it_starts_ends_it(
    front: Front, sqlite_database: Database, hooked
) -> None:
    a_site(sqlite_database)
    bot = hooked(sqlite_database)
    await bot.start()
    assert await bot.stop() == 0
    front.unknown = True

    assert await bot.try_to_start() in {1, 3}

    assert "token" in bot.log
    assert TOKEN not in bot.log
