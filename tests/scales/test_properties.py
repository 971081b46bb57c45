"""What holds for every card, whatever is answered."""

from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scales import registry
from scales.model import Absent, Card, Score
from scales.scoring import bands, columns, score, score_matrix

ALL = registry.load(with_site_supplied=True)
FEW = settings(max_examples=8, deadline=None)
cards = pytest.mark.parametrize("card", ALL.values(), ids=list(ALL))


def whole(card: Card):
    """Answers to every scored item."""
    return st.fixed_dictionaries({item: st.sampled_from(card.values_of(item)) for item in columns(card)})


def broken(card: Card):
    """Answers to some of them, a skipped one now and then."""
    values = {item: st.none() | st.sampled_from(card.values_of(item)) for item in columns(card)}
    return st.fixed_dictionaries({}, optional=values)


def worth(card: Card, end: int) -> dict[str, int]:
    """The answers that are worth least (0) or most (-1), items that are turned round included."""
    return {
        item: card.values_of(item)[-1 - end if card.item(item).reverse else end] for item in columns(card)
    }


def mirrored(card: Card) -> Card:
    """The same card with every key turned round."""
    items = tuple(item.model_copy(update={"reverse": not item.reverse}) for item in card.items)
    return card.model_copy(update={"items": items})


@cards
@FEW
@given(data=st.data())
def test_a_whole_form_has_every_score_within_its_range(card, data):
    for scale, result in zip(card.scales, score(card, data.draw(whole(card))), strict=True):
        assert isinstance(result, Score)
        assert scale.range[0] <= result.value <= scale.range[1]
        assert result.value == round(result.value, scale.decimals)


@cards
@FEW
@given(data=st.data())
def test_the_order_of_answering_does_not_matter(card, data):
    answers = data.draw(broken(card))
    shuffled = data.draw(st.permutations(list(answers.items())))

    assert score(card, dict(shuffled)) == score(card, answers)


@cards
@FEW
@given(data=st.data())
def test_turning_every_answer_and_every_key_round_changes_nothing(card, data):
    answers = data.draw(whole(card))
    turned = {
        item: card.values_of(item)[0] + card.values_of(item)[-1] - value for item, value in answers.items()
    }

    assert score(mirrored(card), turned) == score(card, answers)
    assert score(mirrored(mirrored(card)), answers) == score(card, answers)


@cards
@FEW
@given(data=st.data())
def test_a_gap_never_moves_a_score_beyond_what_the_lacking_answers_could_do(card, data):
    answers = data.draw(broken(card))
    given_answers = {item: value for item, value in answers.items() if value is not None}
    ends = [score(card, worth(card, end) | given_answers) for end in (0, -1)]

    for scale, result, low, high in zip(card.scales, score(card, answers), *ends, strict=True):
        if isinstance(result, Absent):
            assert set(scale.items) - set(given_answers) or not scale.items
        elif scale.rule != "met":
            assert low.value <= result.value <= high.value


@cards
def test_bands_partition_the_range_without_gap_or_overlap(card):
    for scale in card.scales:
        for named in (scale.bands, *scale.further_bands):
            if named is None:
                continue
            step = Decimal(1).scaleb(-scale.decimals)
            edges = [band.low for band in named.steps]
            assert edges[0] == scale.range[0]
            for band, after in zip(named.steps, named.steps[1:], strict=False):
                assert named.of(after.low - step) == band.id
                assert named.of(after.low) == after.id
            assert named.of(scale.range[1]) == named.steps[-1].id


@cards
@FEW
@given(data=st.data())
def test_many_rows_score_as_each_one_alone(card, data):
    forms = data.draw(st.lists(broken(card), max_size=5))
    items = columns(card)
    rows = [[np.nan if form.get(item) is None else form[item] for item in items] for form in forms]
    # In a matrix a gap is a gap: the answer "does not apply" has to be told from it beforehand.
    plain = [{item: value for item, value in form.items() if value is not None} for form in forms]

    together = score_matrix(card, np.array(rows, dtype=float).reshape(len(forms), len(items)))

    for position, form in enumerate(plain):
        for scale, result in zip(card.scales, score(card, form), strict=True):
            value = together[scale.id][position]
            named = bands(scale, together[scale.id])[position]
            assert np.isnan(value) if isinstance(result, Absent) else value == float(result.value)
            assert named == ("" if isinstance(result, Absent) else result.band or "")
