"""Following: whether an occasion gives way, which comes after it, and which a journey has skipped. Pure."""

from collections.abc import Collection, Iterator
from datetime import datetime, time, timedelta
from functools import lru_cache
from typing import Any, Literal, cast

import orjson

from db.models import Asks
from db.subscriptions import Due
from reports.weeks import due_at, name_of, weekday_of
from scales.batteries import KEEPS_ITS_DAY
from scheduler.cadence import Cadence, Kind, Occurrence, next_occurrence
from scheduler.rules import DAY, instant, local_date
from scheduler.waves import gives_way as left_to_wave
from scheduler.waves import later_waves, next_block, next_step

A_WEEK = timedelta(days=7)
# The digest of the programme's last week comes on the Monday after it.
LAST_DIGEST = timedelta(days=7)


def gives_way(each: Due) -> bool:
    """Whether nobody is asked on this occasion because the blocks of a wave come first."""
    if each.asks == Asks.DIGEST or each.day is None or each.battery in KEEPS_ITS_DAY:
        return False
    return left_to_wave(each.asks, each.day, each.starts_on, each.wave_last, each.wave_next)


def following(each: Due, blocks: Collection[str], now: datetime) -> Occurrence | None:
    """Return what comes next: strictly after the occasion, or after now if there was none to claim.

    `blocks` names the blocks of the baseline that the person was asked.
    """
    found = _next(each, blocks, each.due_at if each.day else now)
    if found is None or each.ends_on is None:
        return found
    last = each.ends_on + (LAST_DIGEST if each.asks == Asks.DIGEST else timedelta(0))
    return found if found.day <= last else None


def skipped(each: Due, now: datetime) -> list[Occurrence]:
    """Return the occasions that a new zone or hour has put into the past before they were claimed.

    The blocks of a baseline and what was brought forward are not among them: they wait for another day.
    """
    if each.day is not None or each.owed_day is None or each.asks in {Asks.DIGEST, Asks.STEP}:
        return []
    last = each.ends_on or local_date(now, each.zone)
    return [found for found in _from_owed_day(each, now) if found.day <= last]


def _from_owed_day(each: Due, now: datetime) -> Iterator[Occurrence]:
    assert each.owed_day is not None, "asked only where a day is in question"
    cadence = cadence_of(each) if each.asks != Asks.WAVE else later_waves(cadence_of(each))
    after, last_day = instant(each.owed_day - DAY, time.min, each.zone), each.last_day
    while found := _occurrence(
        cadence,
        cast(Kind, each.asks),
        start=each.starts_on,
        at=each.asked_at,
        zone=each.zone,
        after=after,
        last_day=last_day,
    ):
        if found.due_at > now:
            return
        if found.day >= each.owed_day:
            yield found
        after, last_day = found.due_at, found.day


def _next(each: Due, blocks: Collection[str], after: datetime) -> Occurrence | None:
    if each.asks == Asks.DIGEST:
        return _digest(each, after)
    cadence, last_day = cadence_of(each), each.day or each.last_day
    when: dict[str, Any] = {"start": each.starts_on, "at": each.asked_at, "zone": each.zone, "after": after}
    if each.asks == Asks.WAVE:
        return next_block(cadence, **when, last_day=last_day, asked=blocks)
    if each.asks == Asks.STEP:
        waits = each.battery is not None and (each.day is None or gives_way(each))
        return next_step(cadence, each.battery or "", **when) if waits else None
    return _occurrence(cadence, cast(Literal["micro", "weekly"], each.asks), **when, last_day=last_day)


def _digest(each: Due, after: datetime) -> Occurrence:
    """Return when the digest comes next: in the week after its own, on the weekday chosen for that one."""
    monday = max(local_date(after, each.zone), each.starts_on)
    monday -= timedelta(days=monday.weekday())
    while True:
        week = name_of(monday - A_WEEK)
        due = due_at(week, each.zone, weekday_of(week, each.digest_days))
        if due > after and local_date(due, each.zone) >= each.starts_on:
            return Occurrence(due, local_date(due, each.zone), "")
        monday += A_WEEK


def cadence_of(each: Due) -> Cadence:
    """Return the cadence of a subscription's programme."""
    return _parsed(orjson.dumps(each.cadence))


@lru_cache(maxsize=256)
def _parsed(cadence: bytes) -> Cadence:
    return Cadence.from_json(orjson.loads(cadence))


# Whole groups are asked at the same hours in the same zone.
_occurrence = lru_cache(maxsize=4096)(next_occurrence)
