"""`respite run` as its operator watches it: the pages, the log, and dead letters seen from outside."""

import json
from pathlib import Path

import aiohttp
from sqlalchemy import func, select

from bot.clock import WallClock
from db.models import Heard, State
from db.session import Database
from sandbox.server import Sandbox
from tests import cast
from tests.process.running import TOKEN, WORKER_CHAT, RunningBot
from tests.process.test_kill import buttons, until
from tests.process.test_run import a_site
from tests.wire.hooked import free_port

FAMILY, STRANGER = 5_900_123_123, 5_900_456_456
FAULTS = ("400", "403", "413", "429", "500", "502", "html", "drop", "drop_after_accept", "cut_json")
WORDS = "CANARY-words"
NAME = "CANARY-name"


def counted(database: Database, *where: object) -> int:
    with database.read() as session:
        return session.scalar(select(func.count()).select_from(Heard).where(*where)) or 0


async def test_the_pages_answer_while_it_runs_and_a_dead_letter_is_tried_again_from_outside(
    box: Sandbox, database: Database, tmp_path: Path
) -> None:
    a_site(database)
    listen = f"127.0.0.1:{free_port()}"
    bot = RunningBot(box.url, database.url, tmp_path, RESPITE_HEALTH_LISTEN=listen)
    box.faults.add(method="sendMessage", kind="400", times=5, description="Bad Request: our own bug")
    await bot.start()
    await until(lambda: counted(database, Heard.dead_at.is_not(None)) == 1)

    async with aiohttp.ClientSession() as http:
        async with http.get(f"http://{listen}/health") as answer:
            assert (answer.status, (await answer.json())["status"]) == (200, "green")
        async with http.get(f"http://{listen}/metrics") as answer:
            numbers = await answer.text()
    assert 'respite_beat_duration_seconds_count{beat="deliver",result="done"}' in numbers
    assert "BadRequest" in await bot.command("inbox", "list")

    assert await bot.command("inbox", "retry", "--all") == "1 update to be tried again\n"
    await until(lambda: counted(database, Heard.shown_at.is_(None)) == 0)

    assert await bot.stop() == 0


async def test_a_page_whose_port_is_taken_ends_it_with_one_sentence(
    box: Sandbox, sqlite_database: Database, tmp_path: Path
) -> None:
    a_site(sqlite_database)
    listen = box.url.removeprefix("http://")
    bot = RunningBot(box.url, sqlite_database.url, tmp_path, RESPITE_HEALTH_LISTEN=listen)

    assert await bot.try_to_start() == 2

    assert f"RESPITE_HEALTH_LISTEN: nothing can listen at {listen}" in bot.log
    assert "Traceback" not in bot.log


async def test_a_whole_journey_with_faults_leaves_nobody_in_the_log(
    box: Sandbox, sqlite_database: Database, tmp_path: Path
) -> None:
    a_family(sqlite_database)
    box.add_person(user_id=FAMILY, first_name=NAME, last_name=NAME, username=NAME, language_code="en")
    bot = RunningBot(
        box.url, sqlite_database.url, tmp_path, RESPITE_LOG_FORMAT="json", RESPITE_LOG_LEVEL="DEBUG"
    )
    await box.text(FAMILY, WORDS)
    await box.push(poison())
    await bot.start()
    await until(lambda: first_answer(box) is not None)

    box.faults.add(method="editMessageText", kind="400", description=f"{WORDS} {NAME}")
    await box.tap(FAMILY, data=first_answer(box))
    await until(lambda: "failed (BadRequest)" in bot.log)
    heard = counted(sqlite_database)
    for kind in FAULTS:  # one after the other: an update that met them all would be tried for minutes
        box.faults.add(method=None, kind=kind, retry_after=1, description=f"{WORDS} {NAME}")
        await box.text(FAMILY, f"{WORDS} {kind}")
        heard += 1
        await until(lambda heard=heard: at_rest(sqlite_database, heard))  # type: ignore[misc]
    await box.tap(FAMILY, data=f"answer:1:{WORDS}:1", forged=True)
    await until(lambda: counted(sqlite_database, Heard.dead_at.is_not(None)) >= 1)
    await until(lambda: at_rest(sqlite_database, heard + 1))
    box.faults.add(method="getUpdates", kind="401", times=1, description=f"Unauthorized {TOKEN} {NAME}")
    await box.text(FAMILY, WORDS)

    assert await bot.wait() == 3
    for canary in (TOKEN, TOKEN.partition(":")[2], WORDS, NAME, str(FAMILY), str(STRANGER), "CANARY"):
        assert canary not in bot.log
    assert "failed (TypeError)" in bot.log
    lines = [json.loads(line) for line in bot.log.splitlines()]
    assert {"time", "level", "logger", "event", "message"} <= set.intersection(*map(set, lines))
    assert any(line.get("errors") for line in lines)


def at_rest(database: Database, heard: int) -> bool:
    """Whether so many updates were heard, and all are shown but those that were set aside."""
    open_ones = counted(database, Heard.shown_at.is_(None), Heard.dead_at.is_(None))
    return counted(database) == heard and not open_ones


def first_answer(box: Sandbox) -> str | None:
    """The button of an answer to the first question, once it is there."""
    return next((tap for tap in buttons(box, FAMILY) if tap.endswith("micro.mood:3")), None)


def a_family(database: Database) -> None:
    """A family whose check-in is due now, whose names and words are canaries."""
    now = WallClock().now()
    with database.begin() as session:
        site = cast.site(session, country="ZZ", zone=cast.zone_of_noon(now), crisis_confirmed_on=now.date())
        programme = cast.programme(session, site, starts_on=now.date())
        cast.worker(session, site, programme, chat=WORKER_CHAT, language="en")
        person = cast.caregiver(
            session, site, programme, label="C-01", called=NAME, chat=FAMILY, language="en"
        )
        cast.subscription(session, person, programme, next_at=now, next_day=now.date())
        cast.delivery(session, person, subject="checkin:99", state=State.SETTLED, outcome="sent")


def poison() -> dict[str, object]:
    """An update that python-telegram-bot cannot read, full of canaries."""
    now = int(WallClock().now().timestamp())  # the sandbox forgets what is older than a day
    person = {"id": STRANGER, "is_bot": False, "first_name": NAME}
    chat = {"id": STRANGER, "type": "private", "first_name": NAME}
    broken = {"photo": [{"file_id": WORDS}], "caption": WORDS}
    return {"message": {"message_id": 900, "from": person, "chat": chat, "date": now, **broken}}
