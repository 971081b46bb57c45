"""The words that a site brings for a card whose text is not ours to print."""

from collections.abc import Iterator, Mapping

from pydantic import ValidationError

from scales.checks import Fault, faults_in
from scales.model import Card, Declaration
from scales.provenance import Line, Part, Translations
from scales.questions import Id, Item, Option, Wording
from scales.registry import CardFaults, fault_of, read_yaml


class SiteText(Part):
    """One instrument's words, and the site's word that it may use them.

    `options` are the answers' words by value; `options_of` those of items with answers of their own.
    """

    card: Id
    version: Line
    declaration: Declaration
    translation_status: Translations
    stem: Wording | None = None
    items: Mapping[Id, Wording]
    options: Mapping[int, Wording] = {}
    options_of: Mapping[Id, Mapping[int, Wording]] = {}


def parse(text: str, name: str) -> SiteText:
    """Return the site's file, or raise CardFaults with all that is wrong in it."""
    try:
        return SiteText.model_validate(read_yaml(text, name))
    except ValidationError as error:
        raise CardFaults({name: tuple(fault_of(each) for each in error.errors())}) from error


def with_words(card: Card, text: SiteText) -> Card:
    """Return `card` with the site's words; keys, bands and examples stay as they are.

    Raises CardFaults, under the card's id, when the words do not fit the card or some are lacking.
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
    if faults := tuple(faults_in(worded)):
        raise CardFaults({card.id: faults})
    return worded


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


def _item(item: Item, text: SiteText) -> Item:
    words = text.items[item.id]
    options = item.options
    if options is not None:
        options = tuple(_option(option, text.options_of.get(item.id, {})) for option in options)
    return item.model_copy(update={"en": words.en, "zh_hans": words.zh_hans, "options": options})


def _option(option: Option, words: Mapping[int, Wording]) -> Option:
    said = words.get(option.value) if option.value is not None else None
    return option.model_copy(update={"en": said.en, "zh_hans": said.zh_hans}) if said else option
