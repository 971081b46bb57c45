"""Sheets: raw answers as whole numbers, one row for an item, one column for a respondent."""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from scales.model import Card, OutOfRange

Matrix: TypeAlias = NDArray[np.float64]
Counts: TypeAlias = NDArray[np.signedinteger]
Answers: TypeAlias = NDArray[np.int16]
Flags: TypeAlias = NDArray[np.bool_]


@dataclass(frozen=True)
class Sheet:
    """Answers of many respondents to the items of a card; where one is missing, `raw` holds 0.

    `missing` is None when every answer is there.
    """

    places: dict[str, int]
    raw: Answers
    missing: Flags | None


def columns(card: Card) -> tuple[str, ...]:
    """Return the items that scoring reads, in the order of a matrix's columns."""
    scored = {item for scale in card.scales for item in scale.items}
    return tuple(item.id for item in card.items if item.id in scored)


def read(card: Card, matrix: Matrix) -> Sheet:
    """Return `matrix` (a row for a respondent, a column for each of `columns(card)`, NaN for no answer).

    Raises OutOfRange for the first value, row by row, that no option has, and ValueError for another shape.
    """
    items = _checked_shape(card, matrix)
    with np.errstate(invalid="ignore"):
        rows = matrix.astype(np.int16)
    exact = rows == matrix
    missing: Flags | None = None
    if not exact.all():
        missing = np.isnan(matrix)
        rows[missing] = 0
    raw = np.ascontiguousarray(rows.T)
    absent = None if missing is None else np.ascontiguousarray(missing.T)
    sheet = Sheet({item: place for place, item in enumerate(items)}, raw, absent)
    if (missing is not None and not (exact | missing).all()) or not _all_offered(card, sheet):
        row, place = np.argwhere(wrong_cells(card, matrix))[0]
        raise OutOfRange(card.id, items[place], f"{matrix[row, place]:g}", int(row))
    return sheet


def wrong_cells(card: Card, matrix: Matrix) -> Flags:
    """Return for each cell of `matrix` whether it holds a value that no option of its item has."""
    wrong = np.zeros(matrix.shape, dtype=np.bool_)
    for place, item in enumerate(_checked_shape(card, matrix)):
        column = matrix[:, place]
        wrong[:, place] = ~np.isnan(column) & ~np.isin(column, card.values_of(item))
    return wrong


def _checked_shape(card: Card, matrix: Matrix) -> tuple[str, ...]:
    items = columns(card)
    if matrix.ndim != 2 or matrix.shape[1] != len(items):
        raise ValueError(
            f"{card.id} needs the columns {', '.join(items)}, not a matrix of shape {matrix.shape}"
        )
    return items


def _all_offered(card: Card, sheet: Sheet) -> bool:
    """Whether every answer is one of its item's; whole rows, so that a million cost little."""
    for item, place in sheet.places.items():
        values, given = card.values_of(item), sheet.raw[place]
        if not given.size:
            continue
        whole = len(values) == values[-1] - values[0] + 1
        if sheet.missing is None and whole:
            fine = bool(given.min() >= values[0] and given.max() <= values[-1])
        else:
            offered = np.isin(given, values)
            fine = bool((offered if sheet.missing is None else offered | sheet.missing[place]).all())
        if not fine:
            return False
    return True
