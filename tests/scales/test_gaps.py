"""Missing answers: each card says when there is a score all the same, and what stands in for them."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from tests.scales.forms import SOURCE, form, total


def test_a_mean_is_taken_over_the_answers_given_when_enough_are():
    mean = form(
        scale={
            "rule": "mean",
            "range": [0, 100],
            "decimals": 2,
            "transformation": {"times": "100/3"},
            "missing": {"at_least": 3, "source": SOURCE},
        }
    )

    assert total(mean, [1, 1, 2, 3]) == Decimal("58.33")
    assert total(mean, [1, 1, None, 3]) == Decimal("55.56")
    assert total(mean, [1, 1, None, None]) is None


def test_a_total_with_gaps_is_raised_to_all_items_but_for_those_never_imputed():
    rule = {"at_least": 3, "fill": "mean", "never_impute": ["d"], "source": SOURCE}
    prorated = form(missing=rule)

    assert total(prorated, [3, 2, None, 0]) == 7  # 5 * 4 / 3 = 6.67
    assert total(prorated, [3, 2, None, None]) is None
    assert total(prorated, [3, 2, 1, None]) is None


@given(values=st.lists(st.none() | st.integers(0, 3), min_size=4, max_size=4))
def test_a_gap_never_lowers_a_total_silently(values):
    prorated = form(missing={"at_least": 2, "fill": "mean", "source": SOURCE})
    given_answers = [value for value in values if value is not None]

    value = total(prorated, values)

    assert (value is None) == (len(given_answers) < 2)
    assert value is None or value >= sum(given_answers)


def test_blanks_count_as_zero_only_where_the_card_says_so():
    lenient = form(missing={"at_least": 2, "fill": "zero", "source": SOURCE})

    assert total(lenient, [3, 3, None, None]) == 6
    assert total(lenient, [3, None, None, None]) is None


def test_items_from_a_threshold_on_are_counted():
    counted = form(scale={"rule": "count", "threshold": 2, "range": [0, 4]})

    assert total(counted, [1, 2, 3, 0]) == 2
    assert total(counted, [1, 2, 3, None]) is None


def test_a_null_answer_counts_as_the_card_says():
    null = {"value": None, "en": "not for me", "zh_hans": "不适用"}
    words = [{"value": value, "en": f"word {value}", "zh_hans": f"词{value}"} for value in range(4)]

    assert total(form(options=[*words, null | {"counts_as": 0}]), [1, 1, 1, None]) == 3
    assert total(form(options=[*words, null]), [1, 1, 1, None]) is None


def test_a_question_not_answered_is_not_taken_for_a_null_answer():
    null = {"value": None, "en": "not for me", "zh_hans": "不适用", "counts_as": 0}
    words = [{"value": value, "en": f"word {value}", "zh_hans": f"词{value}"} for value in range(4)]

    assert total(form(options=[*words, null]), [1, 1, 1]) is None
