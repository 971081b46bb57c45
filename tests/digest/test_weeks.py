"""A week is Monday to Sunday where the worker lives."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.digest import week_before
from reports.weeks import monday_of, name_of, span, spans

LATER = datetime(2031, 1, 1, tzinfo=UTC)
ZONES = ["Asia/Shanghai", "America/New_York", "Europe/London", "Australia/Lord_Howe", "Pacific/Apia", "UTC"]
DAYS = st.dates(datetime(2019, 1, 1).date(), datetime(2030, 12, 1).date())  # noqa: DTZ001 - days only


@given(DAYS, st.sampled_from(ZONES))
def test_weeks_follow_each_other_without_gap_or_overlap(day, zone):
    weeks = spans(name_of(day), zone, LATER, 8)

    assert [earlier.end for earlier in weeks[:-1]] == [later.start for later in weeks[1:]]
    assert all(timedelta(days=6.9) < week.end - week.start < timedelta(days=7.1) for week in weeks)
    assert monday_of(weeks[-1].week) <= day < monday_of(weeks[-1].week) + timedelta(days=7)


@given(DAYS)
def test_the_digest_of_a_monday_morning_is_about_the_week_that_ended(day):
    monday = datetime.combine(monday_of(name_of(day)), datetime.min.time(), UTC) + timedelta(hours=8)

    assert week_before(monday, "UTC") == name_of((monday - timedelta(days=1)).date())


def test_the_week_that_ended_is_the_one_of_the_workers_calendar():
    monday_in_shanghai = datetime(2026, 4, 13, 0, 0, tzinfo=UTC)

    assert week_before(monday_in_shanghai, "Asia/Shanghai") == "2026-W15"
    assert week_before(monday_in_shanghai, "America/New_York") == "2026-W14"


def test_the_turn_of_the_year_keeps_its_iso_week():
    assert week_before(datetime(2027, 1, 4, 8, tzinfo=UTC), "UTC") == "2026-W53"


def test_a_week_with_a_clock_change_is_an_hour_shorter_and_due_at_eight_on_the_wall():
    week = span("2026-W13", "Europe/London", LATER)

    assert week.end - week.start == timedelta(days=7, hours=-1)
    assert week.as_of - week.end == timedelta(hours=8)


def test_a_week_that_runs_is_known_up_to_now():
    wednesday = datetime(2026, 4, 8, 12, tzinfo=UTC)

    assert span("2026-W15", "UTC", wednesday).as_of == wednesday


@pytest.mark.parametrize(
    ("week", "told"),
    [
        ("2026-15", "write it like 2026-W12"),
        ("2026-W5", "write it like 2026-W12"),
        ("", "write it like 2026-W12"),
        ("2026-W12\n", "write it like 2026-W12"),
        ("2026-W00", "2026 has no week 0"),
        ("2025-W53", "2025 has no week 53"),
        ("0000-W10", "has no week"),
        ("2040-W10", "has not begun yet"),
    ],
)
def test_what_is_no_week_is_refused_in_plain_words(week, told):
    with pytest.raises(ValueError, match=told):
        span(week, "UTC", LATER)
