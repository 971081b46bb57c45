"""Scoring a million complete PHQ-9 forms: against the bare NumPy sum, and against one row at a time.

    python -m benchmarks.scoring [--forms 1000000] [--rounds 7]

Ours checks every answer and gives all five scores of the card; the bare sum only adds up the same matrix.
The scorer of one row at a time is plain Python and does what ours does: check, add up, count, find the band.
It runs on a part of the forms, and its time is counted up to all of them. All three run in each round.
"""

import argparse
import statistics
import time
from collections.abc import Callable

import numpy as np

from scales import registry
from scales.model import Card
from scales.scoring import bands, columns, score, score_matrix
from scales.sheets import Matrix

GOAL_OF_BARE, GOAL_OF_ROWS = 4, 100
PART = 50


def row_by_row(card: Card, rows: list[list[float]]) -> list[dict[str, object]]:
    """Score forms one at a time in plain Python; a form that is not whole has no score."""
    items = columns(card)
    steps = card.scales[0].bands.steps if card.scales[0].bands else ()
    edges = [(int(band.low), band.id) for band in steps]
    return [score_row(dict(zip(items, row, strict=True)), edges) for row in rows]


def score_row(answers: dict[str, float], edges: list[tuple[int, str]]) -> dict[str, object]:
    """Score one form by the keys of the PHQ-9."""
    total = symptoms = cardinal = 0
    for item, value in answers.items():
        if value not in (0, 1, 2, 3):
            raise ValueError(f"{item}={value}")
        total += int(value)
        symptoms += value >= (1 if item == "self_harm" else 2)
        cardinal += item in ("interest", "down") and value >= 2
    return {
        "total": total,
        "band": [id for low, id in edges if total >= low][-1],
        "n_symptoms": symptoms,
        "cardinal": cardinal,
        "major_syndrome": int(cardinal >= 1 and symptoms >= 5),
        "other_syndrome": int(cardinal >= 1 and 2 <= symptoms <= 4),
    }


def agree(card: Card, matrix: Matrix) -> bool:
    """Whether both scorers find the same on all of these forms."""
    ours = score_matrix(card, matrix)
    rows = row_by_row(card, matrix.tolist())
    named = bands(card.scales[0], ours["total"])
    return all(row["band"] == band for row, band in zip(rows, named, strict=True)) and all(
        [row[id] for row in rows] == values.tolist() for id, values in ours.items()
    )


def timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def spread(values: list[float], unit: str = "", digits: int = 1) -> str:
    figures = (min(values), statistics.median(values), max(values))
    return " / ".join(f"{each:.{digits}f}{unit}" for each in figures)


def forms(count: int) -> Matrix:
    """Answers made up from a fixed seed."""
    return np.random.default_rng(9).integers(0, 4, (count, 9)).astype(np.float64)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--forms", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=7)
    wanted = parser.parse_args()
    card, matrix = registry.card("phq9"), forms(wanted.forms)
    part = matrix[: max(1, wanted.forms // PART)].tolist()
    scale_up = wanted.forms / len(part)
    assert agree(card, matrix[: len(part)])
    ours, bare, rows = [], [], []
    for _ in range(wanted.rounds):
        bare.append(timed(lambda: matrix.sum(axis=1)))
        ours.append(timed(lambda: score_matrix(card, matrix)))
        rows.append(timed(lambda: row_by_row(card, part)) * scale_up)
    form = dict(zip(columns(card), (int(value) for value in part[0]), strict=True))
    one = [timed(lambda: score(card, form)) for _ in range(200)]
    of_bare = [mine / theirs for mine, theirs in zip(ours, bare, strict=True)]
    of_rows = [theirs / mine for mine, theirs in zip(ours, rows, strict=True)]
    print(f"{wanted.forms} complete PHQ-9 forms, {wanted.rounds} rounds: min / median / max")
    print(f"bare sum       {spread([1000 * each for each in bare], ' ms')}")
    print(f"ours           {spread([1000 * each for each in ours], ' ms')}")
    print(f"row by row     {spread([1000 * each for each in rows], ' ms', 0)}")
    print(f"ours / bare    {spread(of_bare, digits=2)} (goal: at most {GOAL_OF_BARE})")
    print(f"rows / ours    {spread(of_rows)} (goal: at least {GOAL_OF_ROWS})")
    print(f"one form       {spread([1e6 * each for each in one], ' us', 0)}")


if __name__ == "__main__":
    main()
