"""The words that a site brings for a card whose text is not ours to print."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Annotated, Literal

from pydantic import StringConstraints, ValidationError

from scales.checks import Fault, faults_in
from scales.model import Card, Declaration
from scales.provenance import Line, Part, Translations
from scales.questions import Id, Item, Option, Wording
from scales.strict_yaml import CardFaults, fault_of, read_yaml

# An answer is named by its number; one without a number as in a table of answers.
Answer = int | Literal["n/a"]
NO_NUMBER: Literal["n/a"] = "n/a"
Battery = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=20)]


class SiteText(Part):
    """One instrument's words, the site's word that it may use them, and where it wants them asked.

    `options` are the answers' words by value; `options_of` those of items with answers of their own.
    `asked_in` names the batteries that ask the card after their own.
    """

    card: Id
    version: Line
    declaration: Declaration
    asked_in: tuple[Battery, ...] = ()
    translation_status: Translations
    stem: Wording | None = None
    items: Mapping[Id, Wording]
    options: Mapping[Answer, Wording] = {}
    options_of: Mapping[Id, Mapping[Answer, Wording]] = {}


def parse(text: str, name: str) -> SiteText:
    """Return the site's file, or raise CardFaults with all that is wrong in it."""
    try:
        return SiteText.model_validate(read_yaml(text, name, foreign=True))
    except ValidationError as error:
        raise CardFaults({name: tuple(fault_of(each) for each in error.errors())}) from error


def with_words(card: Card, text: SiteText) -> Card:
    """Return `card` with the site's words; keys, bands and examples stay as they are.

    Raises CardFaults, under the card's id, when the words do not fit the card or some are lacking, be it
    for a question or for one of its answers.
    """
    faults = tuple(_misfits(card, text))
    if faults:
        raise CardFaults({card.id: faults})
    worded = card.model_copy(
        update={
            "stem": text.stem,
            "items": tuple(_item(item, text) for item in card.items),
            "options": tuple(_option(option, text.options) for option in card.options),
            "translation_status": text.translation_status,
            "modes": text.declaration.modes,
            "declaration": text.declaration,
        }
    )
    if faults := (*faults_in(worded), *_silent(worded, text.translation_status)):
        raise CardFaults({card.id: faults})
    return worded


def without_words(card: Card) -> Card:
    """Return `card` as one whose text a site must bring: its keys, names and sources alone."""
    mute = {"en": None, "zh_hans": None}
    items = []
    for item in card.items:
        own = item.options and tuple(option.model_copy(update=mute) for option in item.options)
        items.append(item.model_copy(update={**mute, "options": own}))
    return card.model_copy(
        update={
            "text_status": "site_supplied",
            "translation_status": {},
            "stem": None,
            "inserts": {},
            "items": tuple(items),
            "options": tuple(option.model_copy(update=mute) for option in card.options),
        }
    )


def _misfits(card: Card, text: SiteText) -> Iterator[Fault]:
    if card.text_status != "site_supplied":
        yield Fault("card", f"{card.id} has its own words, which cannot be replaced")
    if (text.card, text.version) != (card.id, card.version):
        yield Fault("version", f"the words are for {text.card} {text.version}, not {card.id} {card.version}")
    known = {item.id for item in card.items}
    for field, given in (("items", set(text.items)), ("options_of", set(text.options_of))):
        if strange := given - known:
            yield Fault(field, f"the card has no {', '.join(sorted(strange))}")
    if lacking := known - set(text.items):
        yield Fault("items", f"no words for {', '.join(sorted(lacking))}")
    languages = set(text.translation_status)
    for item, words in text.items.items():
        if spoken := languages - {name for name in languages if getattr(words, name) is not None}:
            yield Fault(f"items.{item}", f"no words in {', '.join(sorted(spoken))}")
    yield from _strange(card, text)


def _strange(card: Card, text: SiteText) -> Iterator[Fault]:
    """Yield every answer that has words and is none of the card's."""
    given = [("options", text.options, card.options)]
    given += [
        (f"options_of.{item.id}", text.options_of[item.id], item.options or ())
        for item in card.items
        if item.id in text.options_of
    ]
    for field, said, options in given:
        for name in sorted(set(said) - {_name(option) for option in options}, key=str):
            yield Fault(field, f"no answer of the card has the value {name}")


def _silent(card: Card, languages: Iterable[str]) -> Iterator[Fault]:
    """Yield every answer that has no words in one of the languages of the questions."""
    for item in card.items:
        for option in card.options_for(item.id):
            for language in languages:
                if getattr(option, language) is None:
                    yield Fault("options", f"no words in {language} for {_name(option)} of {item.id}")


def _item(item: Item, text: SiteText) -> Item:
    words = text.items[item.id]
    options = item.options
    if options is not None:
        options = tuple(_option(option, text.options_of.get(item.id, {})) for option in options)
    return item.model_copy(update={"en": words.en, "zh_hans": words.zh_hans, "options": options})


def _option(option: Option, words: Mapping[Answer, Wording]) -> Option:
    """Return the answer with the site's words, or as it is where the site has none for it."""
    said = words.get(_name(option))
    return option.model_copy(update={"en": said.en, "zh_hans": said.zh_hans}) if said else option


def _name(option: Option) -> Answer:
    return NO_NUMBER if option.value is None else option.value
