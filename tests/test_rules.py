"""When is it due: wall-clock times in every zone, through every change of the clock."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.rules import Pattern, instant, local_date, next_due, week_of

DAILY = frozenset(range(7))
# "localtime" is the machine's own zone and "Factory" is no place: neither is a zone of a person.
ZONES = sorted(available_timezones() - {"localtime", "Factory"})
zones = st.sampled_from(ZONES)
days = st.dates(date(2000, 1, 1), date(2037, 12, 1))
times = st.times().map(lambda at: at.replace(microsecond=0))


def changes(zone: str, year: int) -> list[date]:
    """The dates in `year` whose noon has another offset from UTC than the noon before."""
    noons = [datetime(year, 1, 1, 12, tzinfo=ZoneInfo(zone)) + timedelta(days=n) for n in range(365)]
    return [later.date() for earlier, later in pairwise(noons) if earlier.utcoffset() != later.utcoffset()]


def due_moments(pattern: Pattern, after: datetime, count: int) -> list[datetime]:
    """The next `count` due moments, each asked for with the one before."""
    moments = []
    for _ in range(count):
        due = next_due(pattern, after)
        assert due is not None
        moments.append(due)
        after = due
    return moments


@pytest.mark.parametrize(
    ("zone", "day", "at", "shown"),
    [
        pytest.param("Europe/Berlin", date(2026, 3, 29), "02:30", "2026-03-29T03:30:00+02:00", id="skipped"),
        pytest.param(
            "Europe/Berlin", date(2026, 10, 25), "02:30", "2026-10-25T02:30:00+02:00", id="repeated"
        ),
        pytest.param(
            "Asia/Beirut", date(2026, 3, 29), "00:30", "2026-03-29T01:30:00+03:00", id="at midnight"
        ),
        pytest.param(
            "America/Nuuk", date(2026, 3, 28), "23:30", "2026-03-29T00:30:00-01:00", id="past midnight"
        ),
        pytest.param(
            "Australia/Lord_Howe", date(2026, 10, 4), "02:15", "2026-10-04T02:45:00+11:00", id="half hour"
        ),
        pytest.param(
            "Asia/Shanghai", date(2026, 3, 29), "02:30", "2026-03-29T02:30:00+08:00", id="no change"
        ),
    ],
)
def test_a_skipped_time_falls_later_and_a_repeated_one_counts_first(zone, day, at, shown):
    moment = instant(day, time.fromisoformat(at), zone)

    assert moment.tzinfo is UTC
    assert moment.astimezone(ZoneInfo(zone)).isoformat() == shown


@pytest.mark.parametrize("year", [2024, 2026, 2031])
def test_every_night_of_a_clock_change_has_exactly_one_moment_for_each_date(year):
    nights = [(zone, day) for zone in ZONES for day in changes(zone, year)]
    assert len(nights) > 250

    for zone, day in nights:
        first = day - timedelta(days=2)
        for at in (time(0, 30), time(1, 0), time(2, 30), time(23, 45)):
            moments = due_moments(Pattern(DAILY, at, zone, first), instant(first, time.min, zone), 5)

            assert moments == [instant(first + timedelta(days=n), at, zone) for n in range(5)], zone
            assert moments == sorted(set(moments)), zone


@given(zone=zones, day=days, at=times)
def test_each_date_of_any_fortnight_is_due_once_in_rising_order(zone, day, at):
    pattern = Pattern(DAILY, at, zone, first=day, last=day + timedelta(days=13))

    moments = due_moments(pattern, instant(day, at, zone) - timedelta(seconds=1), 13)

    assert moments == sorted(set(moments))
    offsets = [(local_date(moment, zone) - day).days - n for n, moment in enumerate(moments)]
    # One more where the zone leaves a date out, or where a skipped time has crossed midnight.
    assert set(offsets) <= {0, 1}


@given(zone=zones, day=days, at=times, ahead=st.timedeltas(timedelta(0), timedelta(days=8)))
def test_nothing_is_due_between_a_moment_and_the_answer(zone, day, at, ahead):
    after = instant(day, at, zone)
    weekly = Pattern(frozenset({day.weekday()}), at, zone, first=day - timedelta(days=60))

    due = next_due(weekly, after)

    assert due is not None
    assert due > after
    assert next_due(weekly, min(after + ahead, due - timedelta(seconds=1))) == due


def test_a_date_that_samoa_left_out_is_not_due():
    pattern = Pattern(DAILY, time(9), "Pacific/Apia", date(2011, 12, 29))

    moments = due_moments(pattern, datetime(2011, 12, 1, tzinfo=UTC), 3)

    assert [local_date(moment, "Pacific/Apia").day for moment in moments] == [29, 31, 1]


def test_a_weekday_that_samoa_left_out_waits_for_the_next_week():
    fridays = Pattern(frozenset({4}), time(9), "Pacific/Apia", date(2011, 12, 24))

    (friday,) = due_moments(fridays, datetime(2011, 12, 24, tzinfo=UTC), 1)

    assert local_date(friday, "Pacific/Apia") == date(2012, 1, 6)


def test_a_time_moved_past_midnight_is_still_due_on_the_morning_after():
    saturdays = Pattern(frozenset({5}), time(23, 30), "America/Nuuk", date(2026, 3, 1))
    sunday = instant(date(2026, 3, 29), time(0, 10), "America/Nuuk")

    assert next_due(saturdays, sunday) == sunday + timedelta(minutes=20)


def test_a_pattern_begins_and_ends_on_its_own_dates():
    monday = date(2026, 3, 2)
    pattern = Pattern(frozenset({0, 3}), time(9), "Asia/Shanghai", monday, date(2026, 3, 8))

    long_before = datetime(2025, 1, 1, tzinfo=UTC)
    assert due_moments(pattern, long_before, 2) == [
        datetime(2026, 3, 2, 1, tzinfo=UTC),
        datetime(2026, 3, 5, 1, tzinfo=UTC),
    ]
    assert next_due(pattern, datetime(2026, 3, 5, 1, tzinfo=UTC)) is None


def test_a_pattern_without_days_is_never_due():
    assert (
        next_due(Pattern(frozenset(), time(9), "UTC", date(2026, 1, 1)), datetime(2026, 1, 1, tzinfo=UTC))
        is None
    )


def test_a_pattern_knows_only_seven_weekdays():
    with pytest.raises(ValueError, match="weekdays run from 0 to 6"):
        Pattern(frozenset({7}), time(9), "UTC", date(2026, 1, 1))


def test_a_moment_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="has no time zone"):
        local_date(datetime(2026, 1, 1), "UTC")  # noqa: DTZ001 - the naive moment is what is tested


@pytest.mark.parametrize(
    ("day", "week"),
    [("02-22", -1), ("02-23", 0), ("03-01", 0), ("03-02", 1), ("03-08", 1), ("03-09", 2)],
)
def test_week_one_is_the_seven_days_that_begin_with_the_start(day, week):
    assert week_of(date(2026, 3, 2), date.fromisoformat(f"2026-{day}")) == week
