"""A whole programme, from the days of joining to its last digest, on a virtual clock."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import orjson

from bot.clock import VirtualClock
from bot.rehearsal import families
from bot.rehearsal.actor import Actor
from bot.rehearsal.caregiver import Caregiver
from bot.rehearsal.chance import draw
from bot.rehearsal.director import Director, Told
from bot.rehearsal.folder import database_url, synthetic_keys
from bot.rehearsal.leading import Leading
from bot.rehearsal.received import Asked, digests_in, write_figures, write_received
from bot.rehearsal.social_worker import SocialWorker
from bot.rehearsal.stage import ZONE, Links, Script, Stage, introduce, midnight, open_database, sandbox
from bot.rehearsal.summary import families_of, group_of, totals_of, versions, weeks_of
from db import people
from db.session import Database
from sandbox.server import Sandbox
from scheduler.cadence import DEFAULT, Cadence, Slot

JOINING_DAYS = 3
BASELINE = timedelta(weeks=1)
LAST_DIGEST_BY = time(12, 0)
_JOINING_HOURS = 13


@dataclass(frozen=True)
class Rehearsal:
    """What is rehearsed; the same four give the same summary, answers and scores."""

    weeks: int
    caregivers: int
    seed: int
    start: date

    @property
    def span(self) -> tuple[datetime, datetime]:
        """From the programme's first Monday to the Monday after its last week, midnight at the site."""
        monday = self.start - timedelta(days=self.start.weekday())
        return midnight(monday), midnight(monday + timedelta(weeks=self.weeks))

    @property
    def opens(self) -> datetime:
        """When the first people join: in the morning, some days before the week of the baseline."""
        monday = self.start - timedelta(days=self.start.weekday())
        return midnight(monday - BASELINE - timedelta(days=JOINING_DAYS)) + timedelta(hours=8)

    @property
    def ends(self) -> datetime:
        """Noon of the Monday on which the last digest comes."""
        noon = timedelta(hours=LAST_DIGEST_BY.hour)
        return self.span[1] + noon


async def perform(rehearsal: Rehearsal, out: Path, told: Told) -> dict[str, object]:
    """Live through the whole programme, write everything into `out`, and return the summary.

    `told` is called with the virtual moment whenever it moves. Raises Stalled if the bot does not come to
    rest.
    """
    keys = synthetic_keys(rehearsal.seed)
    clock = VirtualClock(rehearsal.opens.astimezone(UTC))
    database = open_database(out, keys)
    try:
        async with sandbox(clock, out / "journal.jsonl") as box:
            stage = Stage(database, keys, clock)
            cast = _cast(rehearsal, stage.found(_script(rehearsal)))
            for actor in cast:
                introduce(box, actor.family)
            await _play(stage, box, cast, rehearsal, told)
            await _keep(rehearsal, database, box, out)
        return _write_summary(rehearsal, database, out)
    finally:
        database.close()


async def _play(stage: Stage, box: Sandbox, cast: Sequence[Actor], rehearsal: Rehearsal, told: Told) -> None:
    async with stage.bot(box) as bot, asyncio.TaskGroup() as group:
        listening = group.create_task(bot.listen())
        await Director(bot, box, stage, cast, told).run_until(rehearsal.ends)
        listening.cancel()


async def _keep(rehearsal: Rehearsal, database: Database, box: Sandbox, out: Path) -> None:
    digests = list(digests_in(box, families.WORKER_ID))
    folder = out / "digests"
    write_received(digests, folder)
    with database.read() as session:
        worker = people.of_telegram(session, families.WORKER_ID)
        assert worker is not None, "the social worker joins first"
        asked = Asked(
            database_url(out), synthetic_keys(rehearsal.seed), worker.id, rehearsal.ends.astimezone(UTC)
        )
    await write_figures(digests, asked, folder)


def _write_summary(rehearsal: Rehearsal, database: Database, out: Path) -> dict[str, object]:
    with database.read() as session:
        weeks = weeks_of(session, rehearsal.start, rehearsal.weeks, ZONE)
        group, halted = group_of(session), families_of(session)
    summary: dict[str, object] = {
        "synthetic": True,
        "seed": rehearsal.seed,
        "start": rehearsal.start.isoformat(),
        "caregivers": rehearsal.caregivers,
        "versions": versions(),
        "weeks": weeks,
        "totals": totals_of(weeks),
        **group,
        "families": halted,
    }
    text = orjson.dumps(summary, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)
    (out / "summary.json").write_bytes(text)
    return summary


def _script(rehearsal: Rehearsal) -> Script:
    """Return the default programme, which ends with the last week that is rehearsed."""
    slots = (
        Slot((slot.weeks[0], min(slot.weeks[1], rehearsal.weeks)), slot.weekday, slot.battery)
        for slot in DEFAULT.slots
        if slot.weeks[0] <= rehearsal.weeks
    )
    return Script(rehearsal.start, Cadence(tuple(slots)), rehearsal.caregivers)


def _cast(rehearsal: Rehearsal, links: Links) -> list[Actor]:
    """Return the social worker, who joins first, and the caregivers, who follow by day until the start."""
    seed = rehearsal.seed
    her = families.worker("zh-Hans")
    leading = Leading(her, seed, rehearsal.start)
    worker = SocialWorker(her, seed, rehearsal.opens, links.worker, ZONE, leading=leading)
    cast: list[Actor] = [worker]
    for family in families.caregivers(seed, rehearsal.caregivers):
        dice = draw(seed, family.key, "joins")
        day, minutes = dice.randrange(JOINING_DAYS), dice.randint(30, _JOINING_HOURS * 60)
        joins_at = rehearsal.opens + timedelta(days=day, minutes=minutes)
        cast.append(Caregiver(family, seed, joins_at, links.caregivers, rehearsal.span))
    return cast
