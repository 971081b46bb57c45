"""Rows of a table of answers, scored some thousands at a time: cells in, cells out."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from scales.cells import Blank, WrongCell, places, value
from scales.keys import Bands, Scale
from scales.model import Card
from scales.scoring import bands, columns, number, score_matrix
from scales.sheets import Flags, Matrix

Row = Sequence[str]


@dataclass(frozen=True)
class Fault:
    """A cell for which its row was not scored; `row` counts from 0 among the rows given."""

    row: int
    column: int
    what: str


@dataclass(frozen=True)
class Scored:
    """The cells to add to each row, all blank where the row has a fault; and the faults."""

    cells: list[list[str]]
    faults: list[Fault]


def added(card: Card) -> tuple[str, ...]:
    """Return the names of the columns that scoring adds: the scales, their bands, the count of blanks."""
    scales = [f"{card.id}_{scale.id}" for scale in card.scales]
    return (*scales, *(name for name, _, _ in band_columns(card)), f"{card.id}_missing")


def band_columns(card: Card) -> list[tuple[str, Scale, Bands]]:
    """Return a column for each set of bands: its name, its scale, and the set.

    The total's, or those of the only scale with bands, are plainly the band; a further set has its number.
    """
    banded = [scale for scale in card.scales if scale.bands]
    ids = [scale.id for scale in banded]
    chief = "total" if "total" in ids else ids[0] if len(ids) == 1 else None
    found = []
    for scale in card.scales:
        name = f"{card.id}_band" if scale.id == chief else f"{card.id}_{scale.id}_band"
        found += [(name, scale, scale.bands)] if scale.bands else []
        found += [(f"{name}_{n}", scale, bands) for n, bands in enumerate(scale.further_bands, start=2)]
    return found


class Scorer:
    """Scores the rows of one table; its columns are looked up once.

    Raises ValueError in plain words when the heading does not fit the card.
    """

    def __init__(self, card: Card, heading: Row) -> None:
        if not columns(card):
            raise ValueError(f"{card.id} has nothing to score")
        if there := [name for name in added(card) if name in {each.strip() for each in heading}]:
            raise ValueError(f"the columns to be added are there already: {', '.join(there)}")
        self.card = card
        self._places = places(card, heading, columns(card))
        self._read: dict[str, dict[str, float]] = {item: {} for item in self._places}

    def score(self, rows: Sequence[Row]) -> Scored:
        """Return what to add to each of `rows`, each as long as the heading."""
        faults: list[Fault] = []
        matrix = np.empty((len(rows), len(self._places)))
        for column, (item, place) in enumerate(self._places.items()):
            matrix[:, column] = self._column(item, place, rows, faults)
        faults.sort(key=lambda fault: (fault.row, fault.column))
        sound = np.ones(len(rows), dtype=np.bool_)
        sound[[fault.row for fault in faults]] = False
        return Scored(self._cells(matrix, sound), faults)

    def _column(self, item: str, place: int, rows: Sequence[Row], faults: list[Fault]) -> list[float]:
        """Read one column; the same few cells come again and again, so each is understood once."""
        read, found = self._read[item], []
        for row, cells in enumerate(rows):
            cell = cells[place]
            if cell not in read:
                try:
                    read[cell] = self._number(item, value(self.card, item, cell))
                except WrongCell as fault:
                    faults.append(Fault(row, place, str(fault)))
                    found.append(np.nan)
                    continue
            found.append(read[cell])
        return found

    def _number(self, item: str, said: int | Blank | None) -> float:
        return np.nan if isinstance(said, Blank) else number(self.card, item, said)

    def _cells(self, matrix: Matrix, sound: Flags) -> list[list[str]]:
        scores = score_matrix(self.card, matrix)
        written = [_figures(scores[scale.id], scale.decimals) for scale in self.card.scales]
        for _, scale, steps in band_columns(self.card):
            written.append([str(name) for name in bands(scale, scores[scale.id], steps)])
        written.append([str(count) for count in np.isnan(matrix).sum(axis=1)])
        blank = [""] * len(written)
        rows = zip(*written, strict=True)
        return [list(cells) if fine else blank for cells, fine in zip(rows, sound, strict=True)]


def _figures(values: Matrix, decimals: int) -> list[str]:
    return ["" if np.isnan(each) else f"{each:.{decimals}f}" for each in values.tolist()]
