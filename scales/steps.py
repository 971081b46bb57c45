"""Stepped asking: a screen that comes out high brings the whole instrument forward."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from scales.model import Result, Score


@dataclass(frozen=True)
class Step:
    """From this value of a scale on, `battery` is asked before its turn."""

    card: str
    scale: str
    at_least: Decimal
    battery: str


STEPS = (Step("phq4", "gad2", Decimal(3), "gad7"), Step("phq4", "phq2", Decimal(3), "phq8"))


def brought_forward(card: str, results: Iterable[Result]) -> tuple[str, ...]:
    """Return the batteries that these scores of `card` bring forward; an absent score brings none."""
    scores = {result.scale: result.value for result in results if isinstance(result, Score)}
    return tuple(
        step.battery
        for step in STEPS
        if step.card == card and step.scale in scores and scores[step.scale] >= step.at_least
    )
