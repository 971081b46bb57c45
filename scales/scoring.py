"""Scoring: answers in, scores out; right or absent, never a plausible low total."""

from collections.abc import Mapping
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

from scales.keys import Bands, Scale
from scales.model import Absent, Card, OutOfRange, Result, Score
from scales.sheets import Matrix, columns, read, wrong_cells
from scales.tally import Tally, tallies

__all__ = ["bands", "columns", "number", "score", "score_matrix", "wrong_cells"]

# Rows worked on at a time: what lies between stays small, however many there are to score.
BLOCK = 32768


def score(card: Card, answers: Mapping[str, int | None]) -> tuple[Result, ...]:
    """Score one respondent: for each scale of `card`, in its order, a Score or an Absent.

    Shape: `answers` maps item ids to raw values; None is a skipped question or an answer without a
    number. Items of other cards are ignored, so one set of answers may feed several cards.
    Units: the card's; values are exact decimals.
    Missing items follow the card's rule, which names its source.

    Raises OutOfRange, naming card, item and value.
    """
    items = columns(card)
    given = [number(card, item, answers[item]) if item in answers else np.nan for item in items]
    matrix = np.array([given], dtype=np.float64)
    try:
        found = tallies(card, read(card, matrix))
    except OutOfRange as error:
        raise OutOfRange(error.card, error.item, error.value) from None
    lacking = {item for item, value in zip(items, given, strict=True) if np.isnan(value)}
    return tuple(_result(scale, found, lacking) for scale in card.scales)


def score_matrix(card: Card, matrix: Matrix) -> Mapping[str, Matrix]:
    """Score many respondents: for each scale a value for each row, NaN where the score is absent.

    Shape: one row for a respondent, one column for each of `columns(card)`, NaN for no answer.
    The values are those of `score`, as the nearest floats.

    Raises OutOfRange for the first value at fault, with its row.
    """
    scores = {scale.id: np.empty(len(matrix)) for scale in card.scales}
    for start in range(0, max(len(matrix), 1), BLOCK):
        stop = start + BLOCK
        try:
            found = tallies(card, read(card, matrix[start:stop]))
        except OutOfRange as error:
            raise OutOfRange(error.card, error.item, error.value, start + (error.row or 0)) from None
        for id, tally in found.items():
            scores[id][start:stop] = _floats(tally)
    return scores


def bands(scale: Scale, values: Matrix, chosen: Bands | None = None) -> NDArray[np.str_]:
    """Return the band of each value, of the scale's first set or the `chosen` one.

    It is "" where there is no score or the scale has no bands.
    """
    known = chosen or scale.bands
    if known is None:
        return np.full(values.shape, "", dtype="U1")
    names = np.array(["", *(band.id for band in known.steps)])
    lows = np.array([float(band.low) for band in known.steps])
    return names[np.where(np.isnan(values), 0, np.searchsorted(lows, values, side="right"))]


def number(card: Card, item: str, value: int | None) -> float:
    """Return what a given answer is in a matrix: its value, what a null answer counts as, or NaN."""
    if value is None:
        value = next((option.counts_as for option in card.options_for(item) if option.value is None), None)
    return np.nan if value is None else float(value)


def _floats(tally: Tally) -> Matrix:
    values = tally.ticks / 10**tally.decimals if tally.decimals else tally.ticks.astype(np.float64)
    return values if tally.present is None else np.where(tally.present, values, np.nan)


def _result(scale: Scale, found: Mapping[str, Tally], lacking: set[str]) -> Result:
    tally = found[scale.id]
    if tally.present is not None and not tally.present[0]:
        missing = [item for item in scale.items if item in lacking]
        if missing:
            return Absent(scale.id, f"no answer to {', '.join(missing)}")
        parts = (*scale.scales, *(condition.scale for condition in scale.conditions))
        return Absent(scale.id, f"no score of {', '.join(part for part in parts if _absent(found[part]))}")
    value = Decimal(int(tally.ticks[0])).scaleb(-tally.decimals)
    return Score(scale.id, value, scale.band_of(value))


def _absent(tally: Tally) -> bool:
    return tally.present is not None and not tally.present[0]
