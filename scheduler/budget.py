"""The budget: how many messages a family gets in a week and on a day, and who gives way to whom. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from db.models import Kind, Priority, Role
from scheduler.cadence import WEEK, monday_of
from scheduler.rules import local_date

WEEKLY, DAILY = 8, 2
FREE = frozenset({Priority.SAFETY, Priority.REPLY})
# The work of staff, what one of them says to a family through us, and what puts an earlier message right.
UNCOUNTED = frozenset({Kind.DIGEST, Kind.BY_HAND, Kind.CARE, Kind.ADMITTED, Kind.CORRECTION, Kind.UNMAILED})


@dataclass(frozen=True)
class ToCome:
    """A message that is still to come on a date: what ranks after it leaves room for it."""

    day: date
    rank: int


def rank_of(kind: str, priority: int, *, free: bool = False) -> int | None:
    """Return a message's place in line, the lowest first, or None for one that takes nothing of the budget.

    Safety, replies, the work of staff and their word to a family, and what is `free` (a time that the person
    chose, a session's new time) take nothing. A reminder ranks after every question still to be asked.
    """
    if priority in FREE or kind in UNCOUNTED or free:
        return None
    return 2 * priority + (kind == Kind.REMINDER)


def counted(role: str) -> bool:
    """Whether somebody's messages are counted: those of families are, those of staff are their work."""
    return role == Role.CAREGIVER


def allows(rank: int, now: datetime, zone: str, spent: Sequence[datetime], ahead: Iterable[ToCome]) -> bool:
    """Whether one more message of this rank fits into this week and this day on the person's calendar.

    `spent` are the moments of the messages that counted; of what is `ahead` only what ranks before counts.
    """
    today = local_date(now, zone)
    monday = monday_of(today)
    gone = [local_date(moment, zone) for moment in spent]
    kept = [one.day for one in ahead if one.rank < rank and one.day >= today]
    days = [day for day in gone + kept if monday <= day < monday + WEEK]
    return len(days) < WEEKLY and days.count(today) < DAILY
