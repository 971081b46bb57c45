"""The cadence of a programme: what is asked on which date, also for a family that travels."""

import json
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scales.batteries import BATTERIES, KINDS, cards_of
from scheduler.cadence import DEFAULT, Cadence, Occurrence, Slot, next_occurrence, programme_week
from scheduler.rules import instant, local_date
from tests.test_rules import days, times, zones

MONDAY = date(2026, 3, 2)
NINE = time(9)
SHANGHAI = "Asia/Shanghai"
EARLY = datetime(2025, 1, 1, tzinfo=UTC)


def all_of(kind, start=MONDAY, cadence=DEFAULT) -> list[Occurrence]:
    """Every check-in of a kind in one programme at nine in Shanghai."""
    found: list[Occurrence] = []
    after = EARLY
    while occurrence := next_occurrence(cadence, kind, start=start, at=NINE, zone=SHANGHAI, after=after):
        found.append(occurrence)
        after = occurrence.due_at
    return found


def places(occurrences, start=MONDAY) -> list[tuple[int, str]]:
    return [(programme_week(start, each.day), f"{each.day:%a}") for each in occurrences]


def test_micro_comes_on_mondays_and_thursdays_for_four_weeks_then_on_mondays_to_week_twelve():
    twice = [(week, day) for week in range(1, 5) for day in ("Mon", "Thu")]

    assert places(all_of("micro")) == twice + [(week, "Mon") for week in range(5, 13)]


def test_weekly_comes_on_four_sundays_with_the_phq4_in_week_two():
    weekly = all_of("weekly")

    assert places(weekly) == [(week, "Sun") for week in range(1, 5)]
    assert [each.battery for each in weekly] == ["weekly", "weekly_phq4", "weekly", "weekly"]


def test_a_check_in_is_due_at_the_chosen_time():
    assert all_of("micro")[0] == Occurrence(datetime(2026, 3, 2, 1, tzinfo=UTC), MONDAY, "micro")


def test_no_week_of_the_default_asks_twice_on_a_day_or_breaks_the_silent_days():
    asked = [each.day for kind in ("micro", "weekly") for each in all_of(kind)]

    assert len(asked) == len(set(asked))
    assert {day.weekday() for day in asked}.isdisjoint({2, 5})


def test_a_programme_that_starts_on_a_wednesday_has_a_short_first_week():
    wednesday = MONDAY + timedelta(days=2)

    assert places(all_of("micro", wednesday), wednesday)[:3] == [(1, "Thu"), (2, "Mon"), (2, "Thu")]
    assert places(all_of("weekly", wednesday), wednesday)[0] == (1, "Sun")


@pytest.mark.parametrize(("day", "week"), [(-1, 0), (0, 1), (6, 1), (7, 2)])
@pytest.mark.parametrize("start", [0, 3, 6])
def test_programme_weeks_run_from_monday_to_sunday(start, day, week):
    assert programme_week(MONDAY + timedelta(days=start), MONDAY + timedelta(days=day)) == week


def test_a_rotated_cadence_asks_the_same_on_other_days():
    rotated = all_of("micro", cadence=DEFAULT.rotated(2))

    assert [f"{each.day:%a}" for each in rotated[:4]] == ["Wed", "Sat", "Wed", "Sat"]
    assert len(rotated) == len(all_of("micro"))
    assert DEFAULT.rotated(2).rotated(-2) == DEFAULT


def test_a_cadence_survives_being_written_as_json():
    assert Cadence.from_json(json.loads(json.dumps(DEFAULT.to_json()))) == DEFAULT


@pytest.mark.parametrize(
    ("slot", "said"),
    [
        ({"weeks": [1, 4], "weekday": 7, "battery": "micro"}, "weekdays run from 0 to 6"),
        ({"weeks": [4, 1], "weekday": 0, "battery": "micro"}, "do not count up"),
        ({"weeks": [0, 1], "weekday": 0, "battery": "micro"}, "do not count up"),
        ({"weeks": [1, 4], "weekday": 0, "battery": "monthly"}, "no battery monthly"),
        ({"weeks": [1], "weekday": 0, "battery": "micro"}, "not a slot"),
        ({"weekday": 0, "battery": "micro"}, "not a slot"),
        ({"weeks": [1, 4], "weekday": 0, "battery": "micro", "hour": 9}, "not a slot"),
    ],
)
def test_a_slot_that_cannot_be_is_refused(slot, said):
    with pytest.raises(ValueError, match=said):
        Cadence.from_json([slot])


def test_two_slots_of_one_kind_cannot_share_a_day():
    with pytest.raises(ValueError, match="meets another of its kind"):
        Cadence((Slot((1, 4), 6, "weekly"), Slot((2, 2), 6, "weekly_phq4")))


def test_every_battery_has_a_kind_and_cards():
    assert set(BATTERIES) == set(KINDS)
    assert [card.id for card in cards_of("weekly_phq4")] == ["weekly", "phq4"]


def test_a_flight_east_to_west_over_the_date_line_brings_no_second_monday():
    first = all_of("micro")[0]
    landed = first.due_at + timedelta(hours=4)

    at_home = next_occurrence(
        DEFAULT, "micro", start=MONDAY, at=NINE, zone="America/Los_Angeles", after=landed
    )
    once = next_occurrence(
        DEFAULT, "micro", start=MONDAY, at=NINE, zone="America/Los_Angeles", after=landed, last_day=first.day
    )

    assert at_home is not None
    assert at_home.day == MONDAY
    assert once is not None
    assert once.day == MONDAY + timedelta(days=3)


journeys = st.lists(
    st.tuples(zones, times, st.timedeltas(timedelta(0), timedelta(days=9))), min_size=1, max_size=12
)


@given(start=days, kind=st.sampled_from(["micro", "weekly"]), turn=st.integers(0, 6), journey=journeys)
def test_no_traveller_is_asked_twice_on_one_date(start, kind, turn, journey):
    after, last_day = instant(start, time.min, "UTC") - timedelta(days=2), None
    for zone, at, stay in journey:
        occurrence = next_occurrence(
            DEFAULT.rotated(turn), kind, start=start, at=at, zone=zone, after=after, last_day=last_day
        )
        if occurrence is None:
            continue
        assert occurrence.due_at > after
        assert occurrence.day == local_date(occurrence.due_at, zone)
        assert last_day is None or occurrence.day > last_day
        after, last_day = occurrence.due_at + stay, occurrence.day


@given(start=days, kind=st.sampled_from(["micro", "weekly"]), zone=zones, at=times)
def test_whoever_stays_at_home_gets_every_check_in_of_the_programme(start, kind, zone, at):
    after, last_day, count = instant(start, time.min, zone) - timedelta(days=2), None, 0
    while occurrence := next_occurrence(
        DEFAULT, kind, start=start, at=at, zone=zone, after=after, last_day=last_day
    ):
        after, last_day, count = occurrence.due_at, occurrence.day, count + 1

    late = {"micro": (0, 1, 1, 1, 2, 2, 2), "weekly": (0,) * 7}[kind][start.weekday()]
    # One fewer where the zone leaves that very date out of its calendar.
    assert count in {{"micro": 16, "weekly": 4}[kind] - late - skipped for skipped in (0, 1)}
