"""Invariants 1 to 3: a kill at any moment loses nothing that was said or heard."""

import asyncio
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import func, select

from bot.clock import WallClock
from db.models import Answer, CheckIn, Delivery, Heard, Score, Subscription
from db.session import Database
from sandbox.server import Sandbox
from tests import cast
from tests.process.running import WORKER_CHAT, RunningBot

FAMILIES = range(5001, 5007)
KILLS = 4
LANES = 6
TAPS = {"micro.mood": 3, "micro.load": 2, "micro.contact": 0}
ALL_DONE_WITHIN = 45.0


def settle_in(database: Database) -> None:
    """Six families whose check-in is due now, and their social worker."""
    now = WallClock().now()
    with database.begin() as session:
        site = cast.site(session, country="ZZ", zone=cast.zone_of_noon(now), crisis_confirmed_on=now.date())
        programme = cast.programme(session, site, starts_on=now.date())
        cast.worker(session, site, programme, chat=WORKER_CHAT, language="en")
        for number, user in enumerate(FAMILIES, start=1):
            person = cast.caregiver(
                session, site, programme, label=f"C-{number:02d}", chat=user, language="en"
            )
            cast.subscription(session, person, programme, next_at=now, next_day=now.date())


async def answer_everything(box: Sandbox, user: int) -> None:
    """Tap as a person does: look at the newest question, tap, wait for the next one."""
    for item, value in TAPS.items():
        await until(lambda item=item: shows(box, user, item))  # type: ignore[misc]
        await box.tap(user, data=next(tap for tap in buttons(box, user) if tap.endswith(f":{item}:{value}")))
        await asyncio.sleep(0.15)


def buttons(box: Sandbox, user: int) -> list[str]:
    """The taps that the whole chat offers now, newest message first."""
    found = []
    for message in reversed(box.chat(user)):
        rows = message.get("reply_markup", {}).get("inline_keyboard", [])
        found += [button.get("callback_data", "") for row in rows for button in row]
    return found


def shows(box: Sandbox, user: int, item: str) -> bool:
    return any(f":{item}:" in tap for tap in buttons(box, user))


async def until(holds: Callable[[], bool], within: float = ALL_DONE_WITHIN) -> None:
    loop = asyncio.get_running_loop()
    give_up = loop.time() + within
    while not holds():
        assert loop.time() < give_up, "the families are not served"
        await asyncio.sleep(0.02)


async def test_killed_in_the_middle_of_a_checkin_nothing_is_lost_and_nothing_doubled(
    box: Sandbox, database: Database, tmp_path: Path
) -> None:
    settle_in(database)
    for user in FAMILIES:
        box.add_person(user_id=user, first_name="Synthetic", language_code="en")
        await box.text(user, "/help")
    bot = RunningBot(box.url, database.url, tmp_path)
    await bot.start()
    async with asyncio.TaskGroup() as families:
        for user in FAMILIES:
            families.create_task(answer_everything(box, user))
        for number in range(KILLS):
            await asyncio.sleep(0.15 + 0.17 * number)
            await bot.kill()
            await asyncio.sleep(0.1)
            await bot.start()
    await until(lambda: finished(database))
    assert await bot.stop() == 0

    audit(box, database)


def finished(database: Database) -> bool:
    with database.read() as session:
        done = session.scalar(select(func.count()).where(CheckIn.progress == "done"))
        unshown = session.scalar(select(func.count()).where(Heard.shown_at.is_(None)))
    return done == len(FAMILIES) and unshown == 0


def audit(box: Sandbox, database: Database) -> None:
    """Compare what the database holds with what was tapped and what was sent."""
    with database.read() as session:
        answers = sorted(session.execute(select(Answer.person_id, Answer.item, Answer.value)).all())
        scores = session.scalar(select(func.count()).select_from(Score))
        outcomes = session.execute(select(Delivery.kind, Delivery.outcome, Delivery.state)).all()
        dead = session.scalar(select(func.count()).where(Heard.dead_at.is_not(None)))
        planned = session.scalar(select(func.count()).select_from(Subscription))
    people = sorted({person for person, _, _ in answers})
    expected = sorted((p, item.split(".")[1], value) for p in people for item, value in TAPS.items())
    assert [tuple(row) for row in answers] == expected
    assert (len(people), scores, dead, planned) == (len(FAMILIES), 3 * len(FAMILIES), 0, len(FAMILIES))
    assert [tuple(row)[1:] for row in outcomes if row[0] == "checkin"] == [("sent", "settled")] * len(
        FAMILIES
    )
    sent = [call for call in box.calls if call["method"] == "sendMessage" and call["ok"]]
    first_questions = [call for call in sent if "How are you feeling" in str(call["params"].get("text"))]
    repeats = len(first_questions) - len(FAMILIES)
    assert 0 <= repeats <= KILLS * LANES, f"{repeats} repeats in {KILLS} kills"
