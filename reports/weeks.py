"""Calendar weeks as a worker lives them: Monday to Sunday in her zone, named as ISO 8601 names them."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

DIGEST_HOUR = time(8)
"""When a digest is due in the week after its own, on the worker's wall clock."""

MONDAY = 0
Weekdays = Callable[[str], int]
"""The weekday on which the digest of a week is due, in the week after it."""

_NAME = re.compile(r"(\d{4})-W(\d{2})")


@dataclass(frozen=True, slots=True)
class Span:
    """One week as instants, from `start` up to, not including, `end`; what came after `as_of` is left out.

    `as_of` is the hour at which the week's digest is due, or now if that is earlier. It makes the digest of a
    past week the same whenever it is made: what is answered or settled later belongs to a later one.
    """

    week: str
    start: datetime
    end: datetime
    as_of: datetime


def monday_of(week: str) -> date:
    """Return the Monday of an ISO week; raises ValueError in plain words for what is not one."""
    found = _NAME.fullmatch(week)
    if found is None:
        raise ValueError(f"{week!r} is not a week; write it like 2026-W12")
    try:
        return date.fromisocalendar(int(found[1]), int(found[2]), 1)
    except ValueError:
        raise ValueError(f"there is no week {week}: {found[1]} has no week {int(found[2])}") from None


def name_of(day: date) -> str:
    """Return the ISO week that a day lies in."""
    year, number, _ = day.isocalendar()
    return f"{year:04d}-W{number:02d}"


def week_before(now: datetime, zone: str) -> str:
    """Return the ISO week that ended last, on the calendar of `zone`."""
    return name_of(now.astimezone(ZoneInfo(zone)).date() - timedelta(days=7))


def span(week: str, zone: str, now: datetime, weekday: int = MONDAY) -> Span:
    """Return the instants of a week in `zone`, whose digest is due on that weekday after it.

    Raises ValueError for a week that has not begun by `now`.
    """
    monday = monday_of(week)
    start = _instant(monday, time(0), zone)
    if start > now:
        raise ValueError(f"{week} has not begun yet: choose this week or an earlier one")
    following = monday + timedelta(days=7)
    due = due_at(week, zone, weekday)
    return Span(week, start, _instant(following, time(0), zone), min(now.astimezone(UTC), due))


def due_at(week: str, zone: str, weekday: int) -> datetime:
    """Return when the digest of a week is due: on that weekday of the week after it."""
    return _instant(monday_of(week) + timedelta(days=7 + weekday), DIGEST_HOUR, zone)


def weekday_of(week: str, chosen: Sequence[tuple[str, int]]) -> int:
    """Return the weekday on which a week's digest is due, by (first week, weekday), oldest first."""
    return next((day for since, day in reversed(chosen) if since <= week), MONDAY)


def _mondays(week: str) -> int:
    return MONDAY


def spans(week: str, zone: str, now: datetime, count: int, weekdays: Weekdays = _mondays) -> tuple[Span, ...]:
    """Return the `count` weeks that end with `week`, oldest first."""
    monday = monday_of(week)
    names = [name_of(monday - timedelta(days=7 * back)) for back in range(count - 1, -1, -1)]
    return tuple(span(name, zone, now, weekdays(name)) for name in names)


def _instant(day: date, at: time, zone: str) -> datetime:
    """Return a wall-clock moment in UTC; one that a clock change skips falls later by the gap."""
    return datetime.combine(day, at, ZoneInfo(zone)).astimezone(UTC)
