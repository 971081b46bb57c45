"""The planner: what is due becomes a check-in and a delivery, and its next moment is set, all at once."""

from datetime import datetime, time, timedelta
from typing import Any, Literal, cast

from db import deliveries, subscriptions
from db.models import Asks, Kind, Priority
from db.session import Session
from db.subscriptions import Due
from scheduler.cadence import Cadence, Occurrence, next_occurrence
from scheduler.rules import Pattern, Windows, local_date, next_due

BATCH = 500
WINDOWS = {
    Asks.MICRO: Windows(timedelta(hours=12), timedelta(hours=2), timedelta(hours=1)),
    Asks.WEEKLY: Windows(timedelta(hours=20), timedelta(hours=4), timedelta(hours=2)),
}
DIGEST_AT = time(8, 0)
DIGEST_KEEPS = timedelta(days=5)
MONDAY = frozenset({0})


def plan(session: Session, now: datetime, limit: int = BATCH) -> int:
    """Claim up to `limit` due subscriptions and return how many; call again until it returns 0.

    Each occurrence is claimed once: check-in, delivery and the next moment are written together, and the
    delivery's subject names the occurrence. One missed during an outage is written too, and expires coded.
    """
    found = subscriptions.due(session, now, limit)
    occurrences = [each for each in found if each.day is not None]
    checkins = [each for each in occurrences if each.asks != Asks.DIGEST]
    ids = subscriptions.plan_checkins(session, [_checkin(each, now) for each in checkins])
    rows = [_delivery(each, checkin_id, now) for each, checkin_id in zip(checkins, ids, strict=True)]
    rows += [_digest(each, now) for each in occurrences if each.asks == Asks.DIGEST]
    deliveries.queue(session, rows)
    subscriptions.move_on(session, [_move(each, now) for each in found])
    return len(found)


def _move(each: Due, now: datetime) -> dict[str, Any]:
    """Return where a subscription goes next: strictly after what was claimed, or after now if nothing was."""
    last_day = each.day or each.last_day
    following = _next(each, each.due_at if each.day else now)
    return {
        "key": each.id,
        "was": each.due_at,
        "new_at": following.due_at if following else None,
        "new_day": following.day if following else None,
        "new_last": last_day,
        "new_battery": following.battery if following else None,
    }


def _next(each: Due, after: datetime) -> Occurrence | None:
    if each.asks == Asks.DIGEST:
        due = next_due(Pattern(MONDAY, DIGEST_AT, each.zone, each.starts_on), after)
        return Occurrence(due, local_date(due, each.zone), "") if due else None
    return next_occurrence(
        Cadence.from_json(each.cadence),
        cast(Literal["micro", "weekly"], each.asks),
        start=each.starts_on,
        at=each.asked_at,
        zone=each.zone,
        after=after,
        last_day=each.day or each.last_day,
    )


def _checkin(each: Due, now: datetime) -> dict[str, Any]:
    return {
        "site_id": each.site_id,
        "programme_id": each.programme_id,
        "person_id": each.person_id,
        "subscription_id": each.id,
        "battery": each.battery,
        "day": each.day,
        "planned_at": now,
    }


def _delivery(each: Due, checkin_id: int, now: datetime) -> dict[str, Any]:
    return {
        "site_id": each.site_id,
        "kind": Kind.CHECKIN,
        "subject": f"checkin:{each.id}/{each.day}",
        "about_id": checkin_id,
        "person_id": each.person_id,
        "priority": Priority.CHECKIN,
        "due_at": each.due_at,
        "not_after": each.due_at + WINDOWS[Asks(each.asks)].unopened,
        "queued_at": now,
    }


def _digest(each: Due, now: datetime) -> dict[str, Any]:
    assert each.day is not None, "a digest that is due has a day"
    year, week, _ = (each.day - timedelta(days=7)).isocalendar()
    return {
        "site_id": each.site_id,
        "kind": Kind.DIGEST,
        "subject": f"digest:{each.person_id}/{year}-W{week:02d}",
        "about_id": None,
        "person_id": each.person_id,
        "priority": Priority.DIGEST,
        "due_at": each.due_at,
        "not_after": each.due_at + DIGEST_KEEPS,
        "queued_at": now,
    }
