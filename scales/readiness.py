"""Whether a card may be scheduled: its papers are there, its examples hold, its words are there."""

from collections.abc import Iterator, Sequence

from scales.examples import failing
from scales.model import Card
from scales.question_checks import LANGUAGES, speaks


def schedulable(card: Card, languages: Sequence[str] = LANGUAGES) -> tuple[str, ...]:
    """Return every reason why `card` cannot be scheduled; empty when it can.

    A card without a licence or a missing rule is refused when it is read, and never gets here.
    """
    return tuple(_reasons(card, languages))


def _reasons(card: Card, languages: Sequence[str]) -> Iterator[str]:
    if not card.source:
        yield "it names no source"
    if not card.worked_examples:
        yield "it has no worked examples"
    elif card.scales:
        yield from _examples(card)
    if card.text_status == "site_supplied" and card.declaration is None:
        yield "no site has declared the licence under which it may use the text"
    for language in languages:
        if not speaks(card, language):
            yield f"it has not all its words in {language}"


def _examples(card: Card) -> Iterator[str]:
    yield from (f"a worked example does not hold: {line}" for line in failing(card))
    scores = [each for example in card.worked_examples for each in example.scores.values()]
    if all(each == "absent" for each in scores):
        yield "no worked example has a score"
    if "absent" not in scores:
        yield "no worked example shows a form that is not whole"
