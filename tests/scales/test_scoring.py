"""Scoring: right or absent, for one caregiver as for a million rows."""

from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scales import registry
from scales.model import Absent, OutOfRange, Score
from scales.scoring import columns, score, score_matrix, wrong_cells
from tests.scales.forms import form, reversed_items, total

PHQ4 = registry.card("phq4")
phq4_answers = st.fixed_dictionaries({}, optional={item: st.integers(0, 3) for item in columns(PHQ4)})
four = st.lists(st.integers(0, 3), min_size=4, max_size=4)


def test_a_whole_form_has_all_its_scores_with_bands():
    assert score(PHQ4, {"nervous": 3, "worry": 1, "interest": 1, "down": 1}) == (
        Score("total", Decimal(6), "moderate"),
        Score("gad2", Decimal(4), None),
        Score("phq2", Decimal(2), None),
    )


def test_a_form_broken_off_has_no_low_total():
    assert score(PHQ4, {"nervous": 3, "worry": 3, "interest": 3}) == (
        Absent("total", "no answer to down"),
        Score("gad2", Decimal(6), None),
        Absent("phq2", "no answer to down"),
    )


def test_a_skipped_question_is_no_zero():
    assert score(registry.card("micro"), {"mood": 3, "load": None, "contact": 0}) == (
        Score("mood", Decimal(3), None),
        Absent("load", "no answer to load"),
        Score("contact", Decimal(0), None),
    )


def test_answers_of_other_cards_are_not_looked_at():
    (mood, *_) = score(registry.card("micro"), {"mood": 3, "down": 77})

    assert mood == Score("mood", Decimal(3), None)


@pytest.mark.parametrize("value", [4, -1, 99])
def test_an_answer_that_is_not_on_the_card_is_named(value):
    with pytest.raises(OutOfRange, match=f"phq4: worry={value} is not one of its answers") as caught:
        score(PHQ4, {"nervous": 1, "worry": value})

    assert (caught.value.card, caught.value.item) == ("phq4", "worry")


@given(answers=phq4_answers)
def test_a_score_is_the_sum_of_whole_answers_or_absent(answers):
    for scale, result in zip(PHQ4.scales, score(PHQ4, answers), strict=True):
        whole = set(scale.items) <= set(answers)

        assert isinstance(result, Score) == whole
        if isinstance(result, Score):
            assert result.value == sum(answers[item] for item in scale.items)
            assert scale.range[0] <= result.value <= scale.range[1]


@given(answers=phq4_answers, order=st.randoms(use_true_random=False))
def test_the_order_of_answering_does_not_matter(answers, order):
    shuffled = list(answers.items())
    order.shuffle(shuffled)

    assert score(PHQ4, dict(shuffled)) == score(PHQ4, answers)


@given(rows=st.lists(phq4_answers, max_size=8))
def test_many_rows_score_as_each_one_alone(rows):
    matrix = np.array([[row.get(item, np.nan) for item in columns(PHQ4)] for row in rows]).reshape(-1, 4)

    together = score_matrix(PHQ4, matrix)

    for position, row in enumerate(rows):
        for result in score(PHQ4, row):
            found = together[result.scale][position]
            assert np.isnan(found) if isinstance(result, Absent) else found == float(result.value)


def test_a_matrix_of_another_shape_is_refused():
    with pytest.raises(ValueError, match="phq4 needs the columns nervous, worry, interest, down"):
        score_matrix(PHQ4, np.zeros((2, 3)))


def test_a_value_that_is_not_on_the_card_is_named_with_its_row():
    rows = np.ones((40_000, 4))
    rows[39_999, 1] = 7

    with pytest.raises(OutOfRange, match="phq4: worry=7 in row 39999 is not one of its answers") as caught:
        score_matrix(PHQ4, rows)

    assert caught.value.row == 39_999


@pytest.mark.parametrize("value", [0.5, -1, 4, 1e300, np.inf, 65_536])
def test_every_cell_with_a_value_that_is_not_on_the_card_is_found(value):
    for beside in (2, np.nan):
        rows = np.array([[0, 1, 2, 3], [0, value, beside, 3]])

        assert wrong_cells(PHQ4, rows).tolist() == [[False] * 4, [False, True, False, False]]
        with pytest.raises(OutOfRange, match="phq4: worry="):
            score_matrix(PHQ4, rows)


def test_no_rows_have_no_scores():
    assert {id: len(values) for id, values in score_matrix(PHQ4, np.zeros((0, 4))).items()} == {
        "total": 0,
        "gad2": 0,
        "phq2": 0,
    }


def test_a_scale_over_scales_is_absent_where_a_part_is():
    sdq = registry.card("sdq")

    *_, total = score(sdq, {item: 1 for item in columns(sdq) if item != "i3"})

    assert total == Absent("total", "no score of emotional")


@given(values=four)
def test_reversing_an_item_mirrors_it_and_twice_is_identity(values):
    plain, mirrored = form(), form(items=reversed_items("b", "d"))

    there = [value if n % 2 == 0 else 3 - value for n, value in enumerate(values)]

    assert total(mirrored, values) == total(plain, there) == sum(there)
    assert total(mirrored, there) == total(plain, values)


def test_a_mean_can_be_moved_to_begin_at_zero():
    mean = form(
        values=(1, 2, 3, 4, 5),
        scale={
            "rule": "mean",
            "range": [0, 100],
            "decimals": 1,
            "transformation": {"add": -1, "times": 25},
        },
    )

    assert total(mean, [1, 1, 1, 1]) == 0
    assert total(mean, [4, 4, 4, 5]) == Decimal("81.3")  # 3.25 * 25 = 81.25
    assert score_matrix(mean, np.array([[4.0, 4, 4, 5]]))["total"].tolist() == [81.3]


@pytest.mark.parametrize(("raw", "index"), [(42, "53"), (41, "51"), (38, "48"), (80, "100")])
def test_halves_are_rounded_up_exactly(raw, index):
    card = form(
        count=20,
        values=(1, 2, 3, 4),
        scale={"range": [25, 100], "transformation": {"times": "5/4"}},
    )

    answers = [1 + min(3, max(0, raw - 20 - 3 * n)) for n in range(20)]

    assert sum(answers) == raw
    assert total(card, answers) == Decimal(index)


def test_free_texts_are_not_scored():
    items = [*reversed_items(), {"id": "words", "en": "word", "zh_hans": "词", "type": "text"}]

    assert columns(form(items=items)) == ("a", "b", "c", "d")
