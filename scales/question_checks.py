"""Whether a question can be asked: answers to choose from, no two of them alike."""

from collections.abc import Iterator, Sequence
from typing import get_args

from scales.model import Card
from scales.provenance import Language
from scales.questions import Item, Option

LANGUAGES: tuple[str, ...] = get_args(Language)


def question_faults(card: Card, item: Item) -> Iterator[str]:
    """Yield what is wrong with one question of `card` and its answers."""
    if item.type == "text":
        if item.options or item.reverse:
            yield "a free text has no options and no key"
        return
    options, values = card.options_for(item.id), card.values_of(item.id)
    if len(values) < 2:
        yield "needs at least two answers"
    if item.skippable and None in [option.value for option in options]:
        yield "has a null answer and may be skipped: the two could not be told apart"
    yield from _alike(options)
    for option in options:
        if option.counts_as is not None and (option.value is not None or option.counts_as not in values):
            yield "counts_as is for a null answer, and names the value of another"


def _alike(options: Sequence[Option]) -> Iterator[str]:
    if len({option.value for option in options}) < len(options):
        yield "two answers have the same value"
    for language in LANGUAGES:
        words = [getattr(option, language) for option in options if getattr(option, language)]
        if len(set(words)) < len(words):
            yield f"two answers have the same words in {language}"
