"""The words that a site has brought: one file an instrument, laid over the cards whose text is not ours."""

from collections.abc import Mapping
from pathlib import Path

import yaml

from scales.checks import Fault
from scales.model import Card
from scales.registry import CardFaults
from scales.site_text import SiteText, parse, with_words

# Inside the data folder of a site.
FOLDER = "instruments"


def on_shelf(folder: Path) -> Mapping[str, SiteText]:
    """Return every text that the site has brought, by card; none when there is no such folder.

    Raises CardFaults with all that is wrong in any of them.
    """
    texts: dict[str, SiteText] = {}
    faults: dict[str, tuple[Fault, ...]] = {}
    for path in sorted(folder.glob("*.yaml")):
        try:
            text = parse(path.read_text("utf-8"), path.name)
        except CardFaults as error:
            faults |= error.faults
            continue
        texts[text.card] = text
    if faults:
        raise CardFaults(faults)
    return texts


def worded(cards: Mapping[str, Card], folder: Path) -> Mapping[str, Card]:
    """Return `cards`, those with a text on the shelf with its words; CardFaults where one does not fit."""
    texts = on_shelf(folder)
    return {id: with_words(card, texts[id]) if id in texts else card for id, card in cards.items()}


def silent(card: Card, text: SiteText) -> tuple[str, ...]:
    """Return every answer of the text that the key of `card` does not have, and every one that it leaves out.

    An answer without a number keeps the card's own words.
    """
    given = {"options": (text.options, card.options)}
    given |= {f"options_of.{id}": (said, card.item(id).options or ()) for id, said in text.options_of.items()}
    strange = [
        f"{field}: no answer of the card has the value {value}"
        for field, (said, options) in given.items()
        for value in sorted(set(said) - {option.value for option in options})
    ]
    worded = with_words(card, text)
    lacking = [
        f"options: no words in {name} for {option.value} of {item.id}"
        for item in worded.items
        for option in worded.options_for(item.id)
        for name in text.translation_status
        if option.value is not None and getattr(option, name) is None
    ]
    return (*strange, *lacking)


def written(text: SiteText) -> str:
    """Return the file of a text."""
    said = text.model_dump(exclude_none=True, exclude_defaults=True)
    said["declaration"]["modes"] = list(text.declaration.modes)
    return yaml.safe_dump(said, allow_unicode=True, sort_keys=False, width=110)
