"""The cadence: which battery is asked on which weekday of which week of a programme."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Literal

from scales.batteries import KINDS, WAVE
from scheduler.rules import DAY, Pattern, local_date, next_due, week_of

Kind = Literal["micro", "weekly", "wave"]
WEEK = 7 * DAY


@dataclass(frozen=True)
class Slot:
    """One battery on one weekday (0 is Monday), from the first to the last of `weeks`, both included.

    Week 0 is the week before the programme: its baseline is asked there, and nothing else.
    """

    weeks: tuple[int, int]
    weekday: int
    battery: str

    def __post_init__(self) -> None:
        if self.battery not in KINDS:
            raise ValueError(f"there is no battery {self.battery}")
        if self.weekday not in range(7):
            raise ValueError(f"weekdays run from 0 to 6, not {self.weekday}")
        earliest = 0 if KINDS[self.battery] == "wave" else 1
        if not earliest <= self.weeks[0] <= self.weeks[1]:
            raise ValueError(f"weeks {self.weeks[0]} to {self.weeks[1]} do not count up from week {earliest}")

    @property
    def days(self) -> frozenset[tuple[int, int]]:
        """The (week, weekday) pairs that the slot fills."""
        return frozenset((week, self.weekday) for week in range(self.weeks[0], self.weeks[1] + 1))


@dataclass(frozen=True)
class Cadence:
    """Slots, of which no two of one kind share a day."""

    slots: tuple[Slot, ...]

    def __post_init__(self) -> None:
        taken: set[tuple[str, int, int]] = set()
        for slot in self.slots:
            days = {(KINDS[slot.battery], week, weekday) for week, weekday in slot.days}
            if taken & days:
                raise ValueError(f"{slot.battery} meets another of its kind on weekday {slot.weekday}")
            taken |= days

    @property
    def weekdays(self) -> frozenset[int]:
        """The weekdays on which anything is ever asked; the others are silent."""
        return frozenset(slot.weekday for slot in self.slots)

    def asks_on(self, week: int, weekday: int) -> bool:
        """Whether anything is asked on that day."""
        return any((week, weekday) in slot.days for slot in self.slots)

    def to_json(self) -> list[dict[str, Any]]:
        """Return the slots as plain data."""
        return [{"weeks": list(s.weeks), "weekday": s.weekday, "battery": s.battery} for s in self.slots]

    @classmethod
    def from_json(cls, slots: Iterable[Mapping[str, Any]]) -> "Cadence":
        """Return the cadence that `to_json` wrote; ValueError names a slot that cannot be."""
        return cls(tuple(_slot(data) for data in slots))

    def rotated(self, days: int) -> "Cadence":
        """Return the cadence with every weekday moved by `days`, within its week."""
        return Cadence(tuple(Slot(s.weeks, (s.weekday + days) % 7, s.battery) for s in self.slots))


# Wednesday and Saturday are silent.
DEFAULT = Cadence(
    (
        *(Slot((week, week), weekday, block) for week in (0, 5) for weekday, block in WAVE.items()),
        Slot((1, 4), 0, "micro"),
        Slot((1, 4), 3, "micro"),
        Slot((1, 1), 6, "weekly"),
        Slot((2, 2), 6, "weekly_phq4"),
        Slot((3, 4), 6, "weekly"),
        Slot((5, 12), 0, "micro"),
        # One and three months after the end.
        Slot((9, 9), 4, "follow_up"),
        Slot((18, 18), 4, "follow_up"),
    )
)


@dataclass(frozen=True)
class Occurrence:
    """One check-in to come: when (UTC), on which date of the person's calendar, and what is asked."""

    due_at: datetime
    day: date
    battery: str


def programme_week(start: date, day: date) -> int:
    """Return the week of the programme: week 1 is the calendar week, Monday to Sunday, that holds `start`."""
    return week_of(monday_of(start), day)


def next_occurrence(
    cadence: Cadence,
    kind: Kind,
    *,
    start: date,
    at: time,
    zone: str,
    after: datetime,
    last_day: date | None = None,
) -> Occurrence | None:
    """Return the first check-in of `kind` strictly after `after`, or None when the programme has no more.

    Nothing comes before `start` but a wave of week 0. With `last_day`, the `day` of the occurrence before,
    the next lies on a later date: whoever travels, or chooses another time, is not asked twice on one date.
    """
    found = [
        Occurrence(due, local_date(due, zone), slot.battery)
        for slot in cadence.slots
        if KINDS[slot.battery] == kind
        for due in [next_due(_pattern(slot, start, at, zone, last_day), after)]
        if due is not None
    ]
    return min(found, key=lambda occurrence: occurrence.due_at, default=None)


def _slot(data: Mapping[str, Any]) -> Slot:
    match sorted(data.items()):
        case [("battery", str(battery)), ("weekday", int(weekday)), ("weeks", [int(first), int(last)])]:
            return Slot((first, last), weekday, battery)
    raise ValueError(f"not a slot: {data}")


def _pattern(slot: Slot, start: date, at: time, zone: str, last_day: date | None) -> Pattern:
    first = monday_of(start) + WEEK * (slot.weeks[0] - 1)
    last = monday_of(start) + WEEK * slot.weeks[1] - DAY
    first = max(first, start) if slot.weeks[0] else first
    first = first if last_day is None else max(first, last_day + DAY)
    return Pattern(frozenset({slot.weekday}), at, zone, first, last)


def monday_of(day: date) -> date:
    """Return the Monday of the calendar week that holds a day."""
    return day - timedelta(days=day.weekday())
