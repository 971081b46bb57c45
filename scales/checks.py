"""What a schema cannot see: whether the parts of a card agree with each other."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from scales.key_checks import key_faults
from scales.keys import Band, Scale
from scales.model import Card, Example
from scales.question_checks import LANGUAGES, question_faults, twins
from scales.questions import Wording


@dataclass(frozen=True)
class Fault:
    """One thing wrong with a card, and the field it is in."""

    field: str
    what: str


def faults_in(card: Card) -> Iterator[Fault]:
    """Yield everything in which the parts of `card` contradict each other."""
    for check in (_ids, _words, _items, _safety, _examples):
        yield from check(card)
    for position, scale in enumerate(card.scales):
        for field, what in key_faults(card, scale):
            yield Fault(f"scales.{position}.{field}", what)


def _ids(card: Card) -> Iterator[Fault]:
    for field, ids in (
        ("items", [item.id for item in card.items]),
        ("scales", [scale.id for scale in card.scales]),
    ):
        for id in sorted({id for id in ids if ids.count(id) > 1}):
            yield Fault(field, f"{id} is there twice")


def _words(card: Card) -> Iterator[Fault]:
    """Every text in both languages, but for the questions that a site brings itself."""
    always: list[tuple[str, Wording | None]] = [
        ("title", card.title),
        ("label_to_show", card.label_to_show),
        ("norms_note", card.norms_note),
        *((f"inserts.{name}", words) for name, words in card.inserts.items()),
        *((f"safety.{n}.advice", rule.advice) for n, rule in enumerate(card.safety)),
        *((f"scales.{s.id}.bands.{band.id}", band.label) for s in card.scales for band in _bands(s)),
    ]
    questions: list[tuple[str, Wording | None]] = [
        ("stem", card.stem),
        *((f"items.{n}", item) for n, item in enumerate(card.items)),
        *(
            (f"items.{item.id}.options", option)
            for item in card.items
            for option in card.options_for(item.id)
        ),
    ]
    for field, words in always + (questions if card.text_status != "site_supplied" else []):
        for language in LANGUAGES:
            if words is not None and getattr(words, language) is None:
                yield Fault(f"{field}.{language}", "has no words")
    if card.text_status != "site_supplied" and set(card.translation_status) != set(LANGUAGES):
        yield Fault("translation_status", f"must say how each of {', '.join(LANGUAGES)} came about")


def _items(card: Card) -> Iterator[Fault]:
    for position, item in enumerate(card.items):
        for what in question_faults(card, item):
            yield Fault(f"items.{position}", what)
    for what in twins(card):
        yield Fault("items", what)


def _safety(card: Card) -> Iterator[Fault]:
    known = {item.id for item in card.items}
    for position, rule in enumerate(card.safety):
        if rule.item not in known:
            yield Fault(f"safety.{position}.item", f"there is no item {rule.item}")
        elif rule.tier is None and rule.advice is None:
            yield Fault(f"safety.{position}", "calls for nobody and advises nothing")
        elif not any(rule.holds(value) for value in card.values_of(rule.item)):
            yield Fault(f"safety.{position}.value", f"no answer to {rule.item} is {rule.op} {rule.value}")


def _examples(card: Card) -> Iterator[Fault]:
    for position, example in enumerate(card.worked_examples):
        for what in _example_faults(card, example):
            yield Fault(f"worked_examples.{position}", what)


def _example_faults(card: Card, example: Example) -> Iterator[str]:
    known = {item.id for item in card.items}
    for item, value in example.answers.items():
        if item not in known:
            yield f"there is no item {item}"
        elif value is not None and value not in card.values_of(item):
            yield f"{item}={value} is not one of its answers"
    if set(example.scores) != {scale.id for scale in card.scales}:
        yield "must state every scale, and no other"


def _bands(scale: Scale) -> Sequence[Band]:
    sets = [scale.bands] if scale.bands else []
    return [band for bands in (*sets, *scale.further_bands) for band in bands.steps]
