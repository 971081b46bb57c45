"""Editing a cadence: slots in words, moved weekdays, slots put in and taken out. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, time

from scales.batteries import KINDS
from scales.plans import Asked, plan_faults
from scheduler.cadence import Cadence, Slot, programme_week
from scheduler.rules import Quiet

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True)
class Edit:
    """What is to change: weekday to weekday, slots, the last day with anything asked, everybody's hour."""

    moves: Mapping[int, int]
    drop: Sequence[Slot] = ()
    add: Sequence[Slot] = ()
    ends_on: date | None = None
    hour: time | None = None

    def applied(self, cadence: Cadence) -> Cadence:
        """Return the cadence as it is to be; ValueError says what cannot be."""
        slots = list(cadence.slots)
        for slot in self.drop:
            if slot not in slots:
                raise ValueError(f"the cadence has no slot {said(slot)}")
            slots.remove(slot)
        moved = [replace(slot, weekday=self.moves.get(slot.weekday, slot.weekday)) for slot in slots]
        return Cadence((*moved, *self.add))


def slot(text: str) -> Slot:
    """Return a slot written as 1-4:mon:micro, or 5:tue:phq8_gad7; ValueError says how to write it."""
    weeks, _, rest = text.partition(":")
    day, _, battery = rest.partition(":")
    first, _, last = weeks.partition("-")
    if not first.isdigit() or not (last or first).isdigit():
        raise ValueError(f"{text}: write a slot as 1-4:mon:micro, the weeks, the weekday and the battery")
    return Slot((int(first), int(last or first)), weekday(day), battery)


def weekday(text: str) -> int:
    """Return a weekday written as mon; ValueError names the seven."""
    if text.lower() not in WEEKDAYS:
        raise ValueError(f"there is no weekday {text}: write {', '.join(WEEKDAYS)}")
    return WEEKDAYS.index(text.lower())


def move(text: str) -> tuple[int, int]:
    """Return a change of weekday written as mon=tue."""
    before, equals, after = text.partition("=")
    if not equals:
        raise ValueError(f"{text}: write a move as mon=tue")
    return weekday(before), weekday(after)


def said(one: Slot) -> str:
    """Return a slot as `slot` reads it."""
    first, last = one.weeks
    weeks = str(first) if first == last else f"{first}-{last}"
    return f"{weeks}:{WEEKDAYS[one.weekday]}:{one.battery}"


def asks_still(cadence: Cadence, ends_on: date | None, start: date, battery: str, day: date) -> bool:
    """Whether a cadence with this end asks a battery's kind on a date."""
    if ends_on is not None and day > ends_on:
        return False
    asked = (programme_week(start, day), day.weekday())
    return any(KINDS[one.battery] == KINDS[battery] and asked in one.days for one in cadence.slots)


def too_much(cadence: Cadence) -> tuple[str, ...]:
    """Return everything by which a cadence asks too much, too soon, or twice about the same days."""
    return plan_faults(
        [Asked(7 * week + day, one.battery) for one in cadence.slots for week, day in sorted(one.days)]
    )


def in_quiet(hour: time, quiet: Quiet) -> bool:
    """Whether an hour of the day lies in quiet hours that go past midnight."""
    return hour >= quiet.start or hour < quiet.end
