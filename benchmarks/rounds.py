"""Rounds: every side in turn, again and again, and what the figures say about a goal."""

import argparse
import statistics
from collections.abc import Callable, Mapping, Sequence

Figures = Mapping[str, float]


def arguments(about: str | None, **options: int) -> argparse.Namespace:
    """Return the whole numbers that the command line gives; `options` are the names with their defaults."""
    parser = argparse.ArgumentParser(description=about, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, value in options.items():
        parser.add_argument(f"--{name.replace('_', '-')}", type=int, default=value)
    return parser.parse_args()


def interleaved(works: Mapping[str, Callable[[], Figures]], rounds: int) -> dict[str, dict[str, list[float]]]:
    """Do each work once a round and return, by work and figure, the values of all rounds."""
    taken: dict[str, dict[str, list[float]]] = {name: {} for name in works}
    for _ in range(rounds):
        for name, work in works.items():
            for figure, value in work().items():
                taken[name].setdefault(figure, []).append(value)
    return taken


def spread(values: Sequence[float], digits: int = 0) -> str:
    """Return minimum, median and maximum; a dash where nothing was measured."""
    if not values:
        return "-"
    low, middle, high = min(values), statistics.median(values), max(values)
    return f"{low:.{digits}f}, {middle:.{digits}f}, {high:.{digits}f}"


def table(taken: Mapping[str, Mapping[str, Sequence[float]]], **columns: int) -> None:
    """Print a row for each side and a column for each figure; a number is the digits after the point."""
    heads = [name.replace("_", " ") for name in columns]
    rows = [
        [name, *(spread(figures.get(each, []), digits) for each, digits in columns.items())]
        for name, figures in taken.items()
    ]
    widths = [max(map(len, column)) for column in zip(["min, median, max", *heads], *rows, strict=True)]
    for row in [["min, median, max", *heads], *rows]:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())


def ratios(ours: Sequence[float], theirs: Sequence[float]) -> list[float]:
    """Return ours by theirs, round by round."""
    return [mine / other for mine, other in zip(ours, theirs, strict=True)]


def at_least(goal: float, values: Sequence[float], what: str, digits: int = 2) -> bool:
    """Say whether the median reaches the goal, and return it."""
    return _judge(statistics.median(values) >= goal, goal, values, what, digits, "at least")


def at_most(goal: float, values: Sequence[float], what: str, digits: int = 2) -> bool:
    """Say whether the median stays within the goal, and return it."""
    return _judge(statistics.median(values) <= goal, goal, values, what, digits, "at most")


def _judge(held: bool, goal: float, values: Sequence[float], what: str, digits: int, bound: str) -> bool:
    median = statistics.median(values)
    verdict = "held"
    if not held:
        short = goal / median if bound == "at least" else median / goal
        verdict = f"missed by a factor of {short:.2f}" if median > 0 and goal > 0 else "missed"
    print(f"{what}: {spread(values, digits)} (goal: {bound} {goal:g}): {verdict}")
    return held


def percentile(values: Sequence[float], part: float) -> float:
    """Return the value below which `part` of all lie, the nearest that was measured."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(part * len(ordered)))]
