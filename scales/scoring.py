"""Scoring: answers in, scores out; right or absent, never a plausible low total."""

from collections.abc import Mapping
from decimal import Decimal
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from scales.keys import Scale
from scales.model import Absent, Card, OutOfRange, Result, Score

Matrix: TypeAlias = NDArray[np.float64]
Counts: TypeAlias = NDArray[np.int64]
Flags: TypeAlias = NDArray[np.bool_]


def columns(card: Card) -> tuple[str, ...]:
    """Return the items that scoring reads, in the order of a matrix's columns: all but free texts."""
    return tuple(item.id for item in card.items if item.type == "choice")


def score(card: Card, answers: Mapping[str, int | None]) -> tuple[Result, ...]:
    """Score one respondent: for each scale of `card`, in its order, a Score or an Absent.

    Shape: `answers` maps item ids to raw values; None is a skipped question or an answer without a
    number. Items of other cards are ignored, so one set of answers may feed several cards.
    Units: the card's; values are exact decimals.
    Missing items follow the card's rule, which names its source.

    Raises OutOfRange, naming card, item and value.
    """
    matrix = np.array([[_number(card, item, answers.get(item), item in answers) for item in columns(card)]])
    _refuse_out_of_range(card, matrix)
    return tuple(_result(card, scale, matrix) for scale in card.scales)


def score_matrix(card: Card, matrix: Matrix) -> Mapping[str, Matrix]:
    """Score many respondents: for each scale a value for each row, NaN where the score is absent.

    Shape: one row for a respondent, one column for each of `columns(card)`, NaN for no answer.
    The values are those of `score`, as the nearest floats.

    Raises OutOfRange for the first value at fault.
    """
    _refuse_out_of_range(card, matrix)
    scores = {}
    for scale in card.scales:
        ticks, present = _tally(card, scale, matrix)
        scores[scale.id] = np.where(present, ticks / 10**scale.decimals, np.nan)
    return scores


def _number(card: Card, item: str, value: int | None, answered: bool) -> float:
    """Return the raw value, or NaN; a null answer counts as the card says."""
    if answered and value is None:
        value = next((option.counts_as for option in card.options_for(item) if option.value is None), None)
    return np.nan if value is None else float(value)


def _refuse_out_of_range(card: Card, matrix: Matrix) -> None:
    items = columns(card)
    if matrix.ndim != 2 or matrix.shape[1] != len(items):
        raise ValueError(
            f"{card.id} needs the columns {', '.join(items)}, not a matrix of shape {matrix.shape}"
        )
    for position, item in enumerate(items):
        column = matrix[:, position]
        wrong = ~np.isnan(column) & ~np.isin(column, card.values_of(item))
        if wrong.any():
            raise OutOfRange(card.id, item, f"{column[wrong][0]:g}")


def _result(card: Card, scale: Scale, matrix: Matrix) -> Result:
    ticks, present = _tally(card, scale, matrix)
    if not present[0]:
        items = columns(card)
        lacking = [item for item in scale.items if np.isnan(matrix[0, items.index(item)])]
        return Absent(scale.id, f"no answer to {', '.join(lacking)}")
    value = Decimal(int(ticks[0])).scaleb(-scale.decimals)
    return Score(scale.id, value, scale.band_of(value))


def _tally(card: Card, scale: Scale, matrix: Matrix) -> tuple[Counts, Flags]:
    """Return each row's score in units of the last digit reported, and whether the row has one.

    Whole numbers throughout: floats would round some halves down (SDS 42 * 1.25).
    """
    raw = matrix[:, [columns(card).index(item) for item in scale.items]]
    rule = scale.missing or card.missing
    missing = np.isnan(raw)
    answered = (~missing).sum(axis=1)
    present = answered >= (rule.at_least or len(scale.items))
    present &= ~missing[:, [item in rule.never_impute for item in scale.items]].any(axis=1)
    if rule.fill == "zero":
        raw, answered = np.where(missing, 0.0, raw), np.full_like(answered, len(scale.items))
    points = _points(card, scale, raw).sum(axis=1)
    shared = np.where(present, answered, 1)
    if scale.rule == "mean":
        return _reported(scale, points, shared), present
    # A total with gaps is the mean of the answered items, for all of them.
    return _reported(scale, points * len(scale.items), shared), present


def _points(card: Card, scale: Scale, raw: Matrix) -> Counts:
    """Return what each answer is worth: reversed where the card says so, nothing where it is missing."""
    keyed = raw.copy()
    for position, item in enumerate(scale.items):
        if card.item(item).reverse:
            values = card.values_of(item)
            keyed[:, position] = values[0] + values[-1] - raw[:, position]
    if scale.threshold is not None:
        return (keyed >= scale.threshold).astype(np.int64)
    return np.nan_to_num(keyed).astype(np.int64)


def _reported(scale: Scale, points: Counts, shared: Counts) -> Counts:
    """Return (points / shared + add) * times in units of the last digit, halves rounded up."""
    add, times = scale.transformation.add, scale.transformation.times
    above = (points * add.denominator + add.numerator * shared) * times.numerator * 10**scale.decimals
    below = shared * add.denominator * times.denominator
    ticks: Counts = (2 * above + below) // (2 * below)
    return ticks
