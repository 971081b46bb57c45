"""The planner: what is due becomes a check-in and a delivery, and its next moment is set, all at once."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, time
from typing import Any, Literal, cast

from db import asked, deliveries, subscriptions
from db.models import Asks
from db.session import Session
from db.subscriptions import Due
from scales.blocks import block_of
from scheduler import occasions
from scheduler.cadence import Cadence, Occurrence, next_occurrence
from scheduler.rules import Pattern, local_date, next_due
from scheduler.waves import closes, gives_way, next_block, next_step

BATCH = 500
DIGEST_AT = time(8, 0)
MONDAY = frozenset({0})
Blocks = Mapping[int, Collection[str]]


def plan(session: Session, now: datetime, limit: int = BATCH) -> int:
    """Claim up to `limit` due subscriptions and return how many; call again until it returns 0.

    Each occurrence is claimed once: check-in, delivery and the next moment are written together, and the
    delivery's subject names the occurrence. One missed during an outage is written too, and expires coded.
    What gives way to the blocks of a wave is not written: nobody was to be asked then.
    """
    found = subscriptions.due(session, now, limit)
    occurrences = [each for each in found if each.day is not None and not _gives_way(each)]
    claimed = [each for each in occurrences if each.asks != Asks.DIGEST]
    left_out = occasions.left_out(session, claimed)
    rows = [occasions.checkin(each, left, now) for each, left in zip(claimed, left_out, strict=True)]
    ids = subscriptions.plan_checkins(session, rows)
    owed = [
        occasions.delivery(each, checkin_id, now)
        for each, left, checkin_id in zip(claimed, left_out, ids, strict=True)
        if occasions.is_asked(each, left)
    ]
    owed += [occasions.digest(each, now) for each in occurrences if each.asks == Asks.DIGEST]
    deliveries.queue(session, owed)
    blocks = _blocks_asked(session, found)
    subscriptions.move_on(session, [_move(each, blocks, now) for each in found])
    return len(found)


def _gives_way(each: Due) -> bool:
    if each.asks == Asks.DIGEST or each.day is None:
        return False
    return gives_way(each.asks, each.day, each.starts_on, each.wave_last, each.wave_next)


def _blocks_asked(session: Session, found: Sequence[Due]) -> Blocks:
    """Return the blocks of a baseline that each person was asked, by subscription."""
    waves = {(each.person_id, each.programme_id): each for each in found if each.asks == Asks.WAVE}
    blocks: dict[int, set[str]] = {each.id: set() for each in waves.values()}
    for person, programme, battery, day in asked.batteries(session, {person for person, _ in waves}):
        each = waves.get((person, programme))
        if each is not None and day <= closes(each.starts_on):
            blocks[each.id].add(block_of(battery))
    return blocks


def _move(each: Due, blocks: Blocks, now: datetime) -> dict[str, Any]:
    """Return where a subscription goes next: strictly after what was claimed, or after now if nothing was."""
    last_day = each.day or each.last_day
    following = _next(each, blocks, each.due_at if each.day else now)
    return {
        "key": each.id,
        "was": each.due_at,
        "new_at": following.due_at if following else None,
        "new_day": following.day if following else None,
        "new_last": last_day,
        "new_battery": following.battery if following else None,
    }


def _next(each: Due, blocks: Blocks, after: datetime) -> Occurrence | None:
    if each.asks == Asks.DIGEST:
        due = next_due(Pattern(MONDAY, DIGEST_AT, each.zone, each.starts_on), after)
        return Occurrence(due, local_date(due, each.zone), "") if due else None
    cadence, last_day = Cadence.from_json(each.cadence), each.day or each.last_day
    when: dict[str, Any] = {"start": each.starts_on, "at": each.asked_at, "zone": each.zone, "after": after}
    if each.asks == Asks.WAVE:
        return next_block(cadence, **when, last_day=last_day, asked=blocks[each.id])
    if each.asks == Asks.STEP:
        waits = each.battery is not None and (each.day is None or _gives_way(each))
        return next_step(cadence, each.battery or "", **when) if waits else None
    return next_occurrence(cadence, cast(Literal["micro", "weekly"], each.asks), **when, last_day=last_day)
