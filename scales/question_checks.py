"""Whether questions can be asked: words, answers to choose from, no two of them alike."""

import re
from collections.abc import Iterator, Sequence
from typing import get_args

from scales.model import Card
from scales.provenance import Language
from scales.questions import Item, Option

LANGUAGES: tuple[str, ...] = get_args(Language)
PLACE = re.compile(r"\{(\w+)\}")


def question_faults(card: Card, item: Item) -> Iterator[str]:
    """Yield what is wrong with one question of `card` and its answers."""
    yield from _places(card, item)
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
    if item.scored != any(item.id in scale.items for scale in card.scales):
        yield "belongs to no scale" if item.scored else "is not scored, and yet belongs to a scale"


def twins(card: Card) -> Iterator[str]:
    """Yield every question that is on the card twice, word for word."""
    for language in LANGUAGES:
        words = [said for item in card.items if (said := getattr(item, language))]
        yield from sorted({f"{said!r} is asked twice" for said in words if words.count(said) > 1})


def _places(card: Card, item: Item) -> Iterator[str]:
    """Check the condition under which it is asked, and the places it leaves for other words."""
    before = [each.id for each in card.items[: card.items.index(item)]]
    if item.asked_if and not set(item.asked_if.items) <= set(before):
        yield "depends on an item that does not come before it"
    for language in LANGUAGES:
        for name in PLACE.findall(getattr(item, language) or ""):
            if name not in card.inserts:
                yield f"nothing is said to put in place of {{{name}}}"


def _alike(options: Sequence[Option]) -> Iterator[str]:
    if len({option.value for option in options}) < len(options):
        yield "two answers have the same value"
    for language in LANGUAGES:
        words = [getattr(option, language) for option in options if getattr(option, language)]
        if len(set(words)) < len(words):
            yield f"two answers have the same words in {language}"


def speaks(card: Card, language: str) -> bool:
    """Whether `card` has all its words in a language."""
    try:
        for item in card.items:
            card.text(item.id, language)
            for option in card.options_for(item.id):
                option.say(language)
    except LookupError:
        return False
    return True
