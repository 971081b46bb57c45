"""A group's numbers stand for at least five people, and never let one be worked out."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from statistics import mean

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.groups import BANDS, percent, screening, step
from reports.model import ITEMS, Alike, K, WeekRows
from reports.weekly import changes, weekly
from reports.weeks import spans

NOW = datetime(2026, 4, 13, tzinfo=UTC)
THEN, NOW_WEEK = "2026-W14", "2026-W15"
ANSWERS = st.dictionaries(
    st.tuples(st.sampled_from([THEN, NOW_WEEK]), st.integers(1, 12)),
    st.lists(st.integers(1, 5), min_size=1, max_size=3),
)


def rows(answers, item="mood"):
    alike = Counter((week, sum(values), len(values)) for (week, _), values in answers.items())
    both = [
        mean(values) - mean(answers[THEN, person])
        for (week, person), values in answers.items()
        if week == NOW_WEEK and (THEN, person) in answers
    ]
    given_answers = tuple(Alike(week, item, total, n, people) for (week, total, n), people in alike.items())
    weeks = spans(NOW_WEEK, "UTC", NOW + timedelta(days=1), 8)
    return WeekRows(weeks, {}, (), given_answers, {item: (len(both), float(sum(both)))}, ())


@given(ANSWERS)
def test_a_group_number_shows_from_five_caregivers_on_and_never_below(answers):
    for week in weekly(rows(answers)):
        n = sum(asked == week.week for asked, _ in answers)
        seen = week.items["mood"]
        assert seen.n == n
        numbers = {seen.median, seen.q1, seen.q3, seen.mean}
        assert numbers == {None} if n < K else None not in numbers


@given(ANSWERS)
def test_a_change_shows_from_five_who_answered_twice_and_is_their_mean_change(answers):
    both = [person for week, person in answers if week == NOW_WEEK and (THEN, person) in answers]
    expected = [mean(answers[NOW_WEEK, person]) - mean(answers[THEN, person]) for person in both]

    change = changes(rows(answers))["mood"]

    assert change.n == len(both)
    if len(both) < K:
        assert (change.mean, change.step) == (None, None)
    else:
        assert change.mean == pytest.approx(mean(expected), abs=0.0051)
        assert change.step == step(change.mean)


@given(st.lists(st.sampled_from(BANDS), max_size=40))
def test_every_band_but_the_listed_one_stands_for_five_people_or_is_joined(bands):
    seen = screening(bands)

    assert seen.n == len(bands)
    if seen.bands:
        *joined, severe = seen.bands
        assert all(count.n >= K for count in joined)
        assert severe.n == bands.count("severe")
        assert sum(count.n for count in seen.bands) == len(bands)
        assert joined[0].first == "normal"
        assert joined[-1].last == "moderate"
    else:
        assert len(bands) - bands.count("severe") < K


@pytest.mark.parametrize(
    ("bands", "shown"),
    [
        ([5, 5, 5, 5], [("normal", "normal", 5), ("mild", "mild", 5), ("moderate", "moderate", 5), 5]),
        ([7, 3, 1, 1], [("normal", "moderate", 11), 1]),
        ([2, 6, 5, 0], [("normal", "mild", 8), ("moderate", "moderate", 5), 0]),
        ([9, 0, 0, 0], [("normal", "moderate", 9), 0]),
        ([4, 0, 0, 9], []),
        ([1, 1, 1, 1], []),
    ],
)
def test_neighbouring_bands_are_joined_from_the_mildest_on(bands, shown):
    results = [name for name, number in zip(BANDS, bands, strict=True) for _ in range(number)]

    seen = [(count.first, count.last, count.n) for count in screening(results).bands]

    assert seen == [*shown[:-1], ("severe", "severe", shown[-1])] if shown else seen == []


@given(st.floats(-4, 4))
def test_a_change_and_its_opposite_are_told_with_opposite_words(change):
    assert step(-change) == -step(change)


@pytest.mark.parametrize(
    ("change", "told"), [(0, 0), (0.24, 0), (0.25, 1), (-0.25, -1), (0.74, 1), (0.75, 2), (-3, -2)]
)
def test_a_change_is_told_from_a_quarter_step_on(change, told):
    assert step(change) == told


@pytest.mark.parametrize(
    ("part", "whole", "told"), [(23, 30, 77), (1, 8, 13), (0, 3, 0), (3, 3, 100), (1, 3, 33), (0, 0, None)]
)
def test_percent_rounds_halves_up_and_says_nothing_of_nothing(part, whole, told):
    assert percent(part, whole) == told


def test_weeks_before_the_first_answer_are_left_out_and_a_gap_stays():
    answers = {(week, person): [3] for week in ("2026-W11", NOW_WEEK) for person in range(6)}

    told = weekly(rows(answers))

    assert [week.week for week in told] == [f"2026-W{number}" for number in range(11, 16)]
    assert [week.items["mood"].n for week in told] == [6, 0, 0, 0, 6]


def test_every_item_has_a_group_in_every_week():
    assert all(set(week.items) == set(ITEMS) for week in weekly(rows({(THEN, 1): [3]})))
