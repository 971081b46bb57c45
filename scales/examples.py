"""The worked examples of a card, held against the scoring."""

from collections.abc import Iterator

from scales.model import Absent, Card, Example, ExpectedScore
from scales.scoring import score


def failing(card: Card) -> tuple[str, ...]:
    """Return one line for each score of a worked example that comes out otherwise; empty when all hold."""
    return tuple(
        f"{card.id}, example {position}: {line}"
        for position, example in enumerate(card.worked_examples, start=1)
        for line in _differences(card, example)
    )


def _differences(card: Card, example: Example) -> Iterator[str]:
    for result in score(card, example.answers):
        expected = example.scores[result.scale]
        if isinstance(result, Absent):
            found: ExpectedScore | str = "absent"
        else:
            found = ExpectedScore(value=result.value, band=result.band)
        if found != expected:
            yield f"{result.scale} is {found}, not {expected}"
