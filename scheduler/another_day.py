"""Another day: where a broadcast finds people's day or week full, the day with room for most of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from db.audiences import Recipient
from db.models import Broadcast
from db.session import Session
from flows.broadcasting.timing import DEFAULT
from flows.meeting import instant
from scheduler.announcing import candidates
from scheduler.guard import over_budget
from scheduler.rules import local_date

DAYS, AT_ONCE = 6, 100


@dataclass(frozen=True)
class Better:
    """A day on which it reaches more, and how many."""

    day: date
    gets: int


def better(
    session: Session, one: Broadcast, going: Sequence[Recipient], gets: int, now: datetime
) -> Better | None:
    """Return the day of the six after the chosen one that reaches most, the earliest of equals.

    None where no day reaches more than `gets`, and for what is sent again and again.
    """
    if one.repeats or not going:
        return None
    first = one.day or max(local_date(now, each.zone) for each in going)
    days = [first + timedelta(days=ahead) for ahead in range(1, DAYS + 1)]
    found = [Better(day, len(going) - len(_full_on(session, one, going, day))) for day in days]
    best = max(found, key=lambda each: (each.gets, -each.day.toordinal()))
    return best if best.gets > gets else None


def full(session: Session, going: Sequence[Recipient], when: datetime) -> set[int]:
    """Return who has no room for it in their week or day; some at a time, as the sender asks it."""
    counted = candidates(going)
    parts = (counted[n : n + AT_ONCE] for n in range(0, len(counted), AT_ONCE))
    return {key for part in parts for key in over_budget(session, part, when)}


def _full_on(session: Session, one: Broadcast, going: Sequence[Recipient], day: date) -> set[int]:
    when = min(instant(day, one.at or DEFAULT, each.zone) for each in going)
    return full(session, going, when)
