"""Change: beyond chance, noticed, across the line; whichever way a scale runs."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scales import registry
from scales.change import Category, change
from scales.thresholds import Sample
from tests.scales.forms import SOURCE
from tests.scales.measures import made_up, scale_of

ALL = registry.load(with_site_supplied=True)


def test_the_reliable_change_index_is_the_change_by_the_error_of_a_difference():
    found = change(made_up(), Decimal(40), Decimal(36))

    assert found.reliable_from.error == 2
    assert found.reliable_from.points == Decimal("3.92")
    assert (found.gain, found.index, found.reliable) == (4, 2, True)


@pytest.mark.parametrize(
    ("later", "category"),
    [
        (29, Category.RECOVERED),
        (30, Category.IMPROVED),
        (36, Category.IMPROVED),
        (37, Category.UNCHANGED),
        (40, Category.UNCHANGED),
        (43, Category.UNCHANGED),
        (44, Category.DETERIORATED),
    ],
)
def test_the_four_categories_by_reliable_change_and_the_line(later, category):
    assert change(made_up(), Decimal(40), Decimal(later)).category is category


def test_who_was_on_the_good_side_already_improves_and_does_not_recover():
    assert change(made_up(), Decimal(20), Decimal(10)).category is Category.IMPROVED


def test_without_a_line_nobody_recovers():
    assert change(made_up(cutoffs=[]), Decimal(60), Decimal(0)).category is Category.IMPROVED


@given(first=st.integers(0, 60), later=st.integers(0, 60))
def test_turning_a_scale_round_turns_the_change_round(first, later):
    worse, better = made_up("worse", cutoffs=[]), made_up("better", cutoffs=[])

    one = change(worse, Decimal(first), Decimal(later))
    other = change(better, Decimal(first), Decimal(later))

    assert one.gain == -other.gain
    assert one.reliable == other.reliable
    assert one.direction == {"better": "worse", "worse": "better", "same": "same"}[other.direction]


@given(first=st.integers(0, 60), later=st.integers(0, 60))
def test_going_and_coming_back_are_the_same_change_in_two_directions(first, later):
    there = change(made_up(), Decimal(first), Decimal(later))
    back = change(made_up(), Decimal(later), Decimal(first))

    assert there.gain == -back.gain
    assert there.index == -back.index
    assert there.reliable == back.reliable


@given(first=st.integers(0, 60), later=st.integers(0, 60))
def test_a_category_says_no_more_than_what_is_reliable(first, later):
    found = change(made_up(), Decimal(first), Decimal(later))

    assert (found.category is Category.UNCHANGED) == (not found.reliable)
    assert (found.category is Category.DETERIORATED) == (bool(found.reliable) and found.gain < 0)


def test_well_being_recovers_upwards():
    line = {"op": "<=", "value": 30, "use": "none", "divides": True, "source": SOURCE}
    scale = made_up("better", cutoffs=[line])

    assert change(scale, Decimal(30), Decimal(31)).category is Category.UNCHANGED
    assert change(scale, Decimal(26), Decimal(31)).category is Category.RECOVERED
    assert change(scale, Decimal(31), Decimal(26)).category is Category.DETERIORATED


def test_a_crossed_band_is_said():
    assert change(scale_of("phq8"), Decimal(10), Decimal(9)).crossed_band
    assert not change(scale_of("phq8"), Decimal(14), Decimal(10)).crossed_band


def test_no_single_item_has_a_reliable_change():
    sample = Sample(1000, Decimal(1))
    for card in ALL.values():
        for scale in card.scales:
            if len(scale.items) == 1:
                found = change(scale, scale.range[0], scale.range[1], sample)
                assert (found.reliable, found.index, found.category, found.noticed) == (None,) * 4
                assert found.reason in {"a single item has no reliable change", "it runs neither way"}


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"reliability": []}, "no reliability is known"),
        ({"reference": []}, "no standard deviation is known until the site has 100 people"),
    ],
)
def test_where_nothing_can_be_reckoned_the_reason_is_said(changes, reason):
    found = change(made_up(**changes), Decimal(40), Decimal(10))

    assert (found.category, found.reliable, found.reason) == (None, None, reason)
    assert (found.gain, found.direction) == (30, "better")


def test_a_value_that_the_scale_cannot_have_is_refused():
    with pytest.raises(ValueError, match="total: 61 is not within 0 to 60"):
        change(made_up(), Decimal(61), Decimal(0))
