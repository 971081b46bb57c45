"""Reminders of a session: when each is due on a person's clock, before the quiet hours, or with a check-in.

Pure; no clock is read.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from db.riders import AFTER
from flows.meeting import DAY, HOURS, LOOKS_AHEAD, WEEK
from scheduler.rules import before_quiet, local_date, out_of_quiet
from scheduler.settling import QUIET

BEFORE = {WEEK: timedelta(days=7), DAY: timedelta(hours=24), HOURS: timedelta(hours=2)}
# A reminder of the day before is worth sending late as long as so much is left.
LEFT = timedelta(hours=4)
# Whoever was told of a new time so shortly before needs no reminder of the day before.
FRESH = timedelta(hours=12)
WEEK_LATE = timedelta(days=3)


@dataclass(frozen=True)
class Reminder:
    """One reminder: what it is called, when it is due, and the moment after which it is worth nothing."""

    what: str
    due_at: datetime
    not_after: datetime


def reminders(
    starts_at: datetime,
    zone: str,
    now: datetime,
    *,
    questions: Iterable[datetime] = (),
    week_ahead: bool = False,
    told: bool = False,
) -> list[Reminder]:
    """Return what is still to come of the reminders of a session that has not begun, earliest first.

    One that falls into the quiet hours is due before them. That of the day before is due with a check-in of
    the same date (`questions` are their moments) where there is one, to ride on it. What is past is left out,
    but that of the day before is due at once while there is time, unless everybody was just told.
    """
    week = _due(WEEK, starts_at, zone)
    found = [Reminder(WEEK, week, week + WEEK_LATE)] if week_ahead and week > now else []
    day = _due(DAY, starts_at, zone)
    rides = None if told and day - now < FRESH else _with(day, starts_at, zone, now, questions)
    if rides is not None:
        found.append(Reminder(DAY, rides, starts_at))
    elif (day - now >= FRESH) if told else (day > now or starts_at - now >= LEFT):
        found.append(Reminder(DAY, max(day, now), starts_at))
    hours = _due(HOURS, starts_at, zone)
    if hours > now and all(hours - one.due_at >= BEFORE[HOURS] for one in found):
        # Sent late after an outage, that of the day before gives way to this one.
        found = [replace(one, not_after=min(one.not_after, hours)) for one in found]
        found.append(Reminder(HOURS, hours, starts_at))
    return found


def next_look(starts_at: datetime, now: datetime, ends_at: datetime, heard_at: datetime) -> datetime | None:
    """Return when the planner looks at a session again: before it, at its end, and when opinions are told."""
    looks = (starts_at - LOOKS_AHEAD, ends_at, heard_at)
    return next((look for look in looks if look > now), None)


def _due(what: str, starts_at: datetime, zone: str) -> datetime:
    return before_quiet(starts_at - BEFORE[what], zone, QUIET)


def _with(
    day: datetime, starts_at: datetime, zone: str, now: datetime, questions: Iterable[datetime]
) -> datetime | None:
    """Return when the reminder of the day before is due so that it rides on a check-in, or None."""
    for question in sorted(questions):
        due = question + AFTER
        same_day = local_date(question, zone) == local_date(day, zone)
        awake = out_of_quiet(due, zone, QUIET) == due
        if same_day and awake and now < question and starts_at - due >= LEFT:
            return due
    return None
