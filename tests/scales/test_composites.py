"""Scores made of other scores: sums and means of parts, and rules that are met or not."""

from decimal import Decimal

import pytest
import yaml

from scales import registry
from scales.model import Absent, Card, Score
from scales.registry import parse
from scales.scoring import columns, score
from tests.scales.forms import content


def composed(*scales) -> Card:
    """A form of four items with two part scores, and `scales` over them."""
    parts = [
        {"id": "first", "rule": "mean", "items": ["a", "b"], "range": [0, 3], "decimals": 1},
        {"id": "last", "rule": "mean", "items": ["c", "d"], "range": [0, 3], "decimals": 1},
    ]
    data = content(scales=[{"higher": "worse"} | each for each in (*parts, *scales)], worked_examples=[])
    return parse(yaml.safe_dump(data), "form.yaml")


def values(card: Card, *answers: int) -> dict[str, Decimal | None]:
    results = score(card, dict(zip("abcd", answers, strict=False)))
    return {each.scale: each.value if isinstance(each, Score) else None for each in results}


def test_a_mean_of_parts_is_taken_from_the_parts_as_they_are_reported():
    mean = {"id": "mean", "rule": "mean", "scales": ["first", "last"], "range": [0, 3], "decimals": 2}

    assert values(composed(mean), 1, 2, 0, 3)["mean"] == Decimal("1.50")
    assert values(composed(mean), 1, 2, 1, 1)["mean"] == Decimal("1.25")


def test_a_sum_of_parts_with_different_digits_is_exact():
    whole = {"id": "whole", "rule": "sum", "items": ["a"], "range": [0, 3]}
    both = {"id": "both", "rule": "sum", "scales": ["first", "whole"], "range": [0, 6], "decimals": 1}

    assert values(composed(whole, both), 1, 2, 0, 0)["both"] == Decimal("2.5")


def test_a_composite_is_absent_where_a_part_is():
    mean = {"id": "mean", "rule": "mean", "scales": ["first", "last"], "range": [0, 3], "decimals": 2}

    assert values(composed(mean), 1, 2, 3) == {"first": Decimal("1.5"), "last": None, "mean": None}


@pytest.mark.parametrize(
    ("answers", "met"), [((1, 1, 0, 0), 0), ((1, 2, 0, 0), 0), ((2, 2, 0, 0), 1), ((2, 3, 0, 0), 0)]
)
def test_conditions_hold_from_their_low_to_their_high_end(answers, met):
    condition = {"scale": "first", "low": "1.51", "high": "2.49"}
    rule = {"id": "rule", "rule": "met", "conditions": [condition], "range": [0, 1]}

    assert values(composed(rule), *answers)["rule"] == met


@pytest.mark.parametrize(
    ("answers", "major", "other"),
    [
        pytest.param([2, 0, 2, 2, 2, 0, 0, 0, 1], 1, 0, id="five symptoms, one of them item 9 at 1"),
        pytest.param([1, 1, 2, 2, 2, 2, 2, 2, 3], 0, 0, id="seven symptoms, neither of the first two"),
        pytest.param([2, 0, 2, 0, 0, 0, 0, 0, 0], 0, 1, id="two symptoms"),
        pytest.param([2, 0, 1, 1, 1, 1, 1, 1, 0], 0, 0, id="one symptom"),
    ],
)
def test_the_pattern_of_the_phq9_needs_one_of_the_first_two_items(answers, major, other):
    phq9 = registry.card("phq9")

    found = {each.scale: each for each in score(phq9, dict(zip(columns(phq9), answers, strict=True)))}

    assert found["major_syndrome"].value == major
    assert found["other_syndrome"].value == other


def test_a_child_in_isolation_has_the_dimensions_that_could_be_seen_and_no_total():
    card = registry.card("child_social")
    seen = dict.fromkeys(columns(card)[12:], 3) | {item: None for item in columns(card)[:12]}

    found = {each.scale: each for each in score(card, seen)}

    assert found["behaviour_learning"] == Score("behaviour_learning", Decimal("100.00"), None)
    assert found["total"] == Absent(
        "total", "no score of active_expression, peer_acceptance, joining_new_groups"
    )
