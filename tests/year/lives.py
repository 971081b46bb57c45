"""Lives: where families are, when they want to be asked, and all that comes in between."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from hypothesis import strategies as st

from scheduler.cadence import DEFAULT

ZONES = (
    "Asia/Shanghai",
    "Europe/Berlin",
    "America/New_York",
    "America/Sao_Paulo",
    "Australia/Lord_Howe",
    "Asia/Kathmandu",
    "Pacific/Apia",
    "Africa/Casablanca",
)
WAVES = [slot for slot in DEFAULT.to_json() if slot["battery"] not in {"micro", "weekly", "weekly_phq4"}]


@dataclass(frozen=True)
class Turn:
    """Something that changes in a life, so long after it began."""

    after: timedelta
    what: str
    value: Any


@dataclass(frozen=True)
class Life:
    """One caregiver: zone and hour at first, a cadence of their own, and what happens to them."""

    zone: str
    hour: time
    cadence: list[dict[str, Any]]
    turns: list[Turn] = field(default_factory=list)


@dataclass(frozen=True)
class Outage:
    """A time in which no beat runs."""

    after: timedelta
    length: timedelta


def cadence(micro: set[int], weekly: int | None, *, waves: bool, weeks: int) -> list[dict[str, Any]]:
    """Micro check-ins on some weekdays, a weekly one on another, with or without waves and follow-ups."""
    slots = [{"weeks": [1, weeks], "weekday": day, "battery": "micro"} for day in sorted(micro)]
    if weekly is not None:
        slots.append({"weeks": [1, weeks], "weekday": weekly, "battery": "weekly"})
    return slots + (WAVES if waves else [])


hours = st.integers(0, 95).map(lambda quarter: time(quarter // 4, quarter % 4 * 15))


def cadences(weeks: int) -> st.SearchStrategy[list[dict[str, Any]]]:
    """Any number of days a week, also none and all."""
    some = st.sets(st.integers(0, 6))
    return st.builds(cadence, some, st.none() | st.integers(0, 6), waves=st.booleans(), weeks=st.just(weeks))


def moments(span: timedelta) -> st.SearchStrategy[timedelta]:
    """Quarters of an hour within the span."""
    return st.integers(0, int(span / timedelta(minutes=15))).map(lambda count: count * timedelta(minutes=15))


def turns(span: timedelta, most: int) -> st.SearchStrategy[list[Turn]]:
    """Journeys, other hours, pauses, and stops with a return."""
    one = st.one_of(
        st.builds(Turn, moments(span), st.just("travel"), st.sampled_from(ZONES)),
        st.builds(Turn, moments(span), st.just("hour"), hours),
        st.builds(Turn, moments(span), st.just("pause"), st.sampled_from([3, 7, 14])),
        st.builds(Turn, moments(span), st.just("stop"), st.integers(1, 30)),
    )
    return st.lists(one, max_size=most).map(lambda found: sorted(found, key=lambda turn: turn.after))


def families(span: timedelta, weeks: int, most: int) -> st.SearchStrategy[list[Life]]:
    """A family in each of the eight zones."""
    lives = [st.builds(Life, st.just(zone), hours, cadences(weeks), turns(span, most)) for zone in ZONES]
    return st.tuples(*lives).map(list)


def outages(span: timedelta, most: int) -> st.SearchStrategy[list[Outage]]:
    """Outages of up to two days and a half."""
    one = st.builds(Outage, moments(span), moments(timedelta(hours=60)))
    return st.lists(one, max_size=most)


def begins(day: date) -> datetime:
    """The moment at which everything begins: midnight in UTC, a Sunday evening or a Monday in some zones."""
    return datetime.combine(day, time.min, UTC)
