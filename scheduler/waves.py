"""Waves and steps: the blocks of a baseline, also for who comes late, and what is brought forward."""

from collections.abc import Collection, Iterator
from datetime import date, datetime, time, timedelta

from scheduler.cadence import WEEK, Cadence, Occurrence, Slot, monday_of, next_occurrence, programme_week
from scheduler.rules import DAY, instant, local_date

# A step looks this far ahead for a day on which nothing else is asked.
TWO_WEEKS = timedelta(days=14)


def baseline(cadence: Cadence) -> tuple[Slot, ...]:
    """Return the blocks of week 0 in the order asked."""
    blocks = [slot for slot in cadence.slots if slot.weeks[0] == 0]
    return tuple(sorted(blocks, key=lambda slot: slot.weekday))


def later_waves(cadence: Cadence) -> Cadence:
    """Return the cadence without the blocks of week 0."""
    return Cadence(tuple(slot for slot in cadence.slots if slot.weeks[0] > 0))


def closes(start: date) -> date:
    """Return the last day of a baseline: the Sunday of week 1, in which the first session is."""
    return monday_of(start) + WEEK - DAY


def next_block(
    cadence: Cadence,
    *,
    start: date,
    at: time,
    zone: str,
    after: datetime,
    last_day: date | None,
    asked: Collection[str],
) -> Occurrence | None:
    """Return the first block of a wave strictly after `after`, or None when there are no more.

    The baseline comes first: each block on its own day or, for whoever joined after it, on the next day on
    which the cadence is not silent, one a day and in order, until the baseline closes. `asked` names the
    blocks of the baseline that this person was asked. Later waves keep their days.
    """
    owed = [slot for slot in baseline(cadence) if slot.battery not in asked]
    for day in _days_for(owed[0], cadence, start, last_day) if owed else ():
        due = instant(day, at, zone)
        if due > after and local_date(due, zone) == day:
            return Occurrence(due, day, owed[0].battery)
    later = later_waves(cadence)
    return next_occurrence(later, "wave", start=start, at=at, zone=zone, after=after, last_day=last_day)


def next_step(
    cadence: Cadence, battery: str, *, start: date, at: time, zone: str, after: datetime
) -> Occurrence | None:
    """Return when a battery that was brought forward is asked: from tomorrow, where nothing else is asked.

    Silent days stay silent; if every other day of two weeks is taken, it shares the first of them. After the
    last week of the cadence nothing is asked any more.
    """
    tomorrow = local_date(after, zone) + DAY
    days = [tomorrow + DAY * ahead for ahead in range(TWO_WEEKS.days)]
    open_ = [day for day in days if day.weekday() in cadence.weekdays] or days
    free = [day for day in open_ if not cadence.asks_on(programme_week(start, day), day.weekday())]
    day = (free or open_)[0]
    if programme_week(start, day) > max(slot.weeks[1] for slot in cadence.slots):
        return None
    return Occurrence(instant(day, at, zone), day, battery)


def gives_way(kind: str, day: date, start: date, wave_last: date | None, wave_next: date | None) -> bool:
    """Whether a check-in of this kind is left to the blocks of a wave.

    They come before anything else: a block on the same day, and all of a baseline that is not over.
    """
    if kind == "wave":
        return False
    return day == wave_last or (wave_next is not None and (wave_next == day or wave_next <= closes(start)))


def _days_for(slot: Slot, cadence: Cadence, start: date, last_day: date | None) -> Iterator[date]:
    """Yield the days on which an owed block of the baseline may be asked, earliest first."""
    proper = monday_of(start) - WEEK + DAY * slot.weekday
    first = proper if last_day is None else max(proper, last_day + DAY)
    count = (closes(start) - first).days + 1
    for day in (first + DAY * ahead for ahead in range(max(count, 0))):
        if day.weekday() in cadence.weekdays:
            yield day
