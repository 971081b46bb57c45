"""`respite scales import`: words that a site brings, with its word that it may use them."""

from collections.abc import Mapping
from pathlib import Path

from bot.commands.csv_files import replacing
from bot.commands.incoming import text_of
from bot.settings import Settings
from bot.site_cards import of_site
from scales import deck
from scales.additions import addition_faults
from scales.checks import Fault
from scales.model import Card
from scales.site_shelf import FOLDER, file_of, on_shelf, written
from scales.site_text import SiteText, parse, with_words
from scales.strict_yaml import CardFaults


def card(id: str, settings: Settings) -> Card:
    """Return the card of that id as this site has it; ValueError for no card, or faulty words."""
    found = of_site(settings).cards
    if id not in found:
        raise ValueError(f"no card is called {id}: `respite scales list` names them")
    return found[id]


def read(path: Path) -> SiteText:
    """Return the site's file in YAML; ValueError, one line a fault, for one that is none."""
    try:
        return parse(text_of(path), path.name)
    except CardFaults as error:
        raise ValueError(str(error)) from None


def keep(text: SiteText, settings: Settings, *, replace: bool) -> Path:
    """Keep a text in the site's data folder and return where.

    Raises ValueError in plain words where it does not fit its card, where its card cannot be asked as the
    text wants it, and where other words lie there already and are not to be replaced.
    """
    folder = settings.data_dir / FOLDER
    texts, faults = on_shelf(folder)
    if others := {name: found for name, found in faults.items() if name != file_of(text.card)}:
        raise ValueError(f"{folder}:\n{CardFaults(others)}")
    _check(text, {**texts, text.card: text}, with_restricted_use=settings.restricted_use)
    path, before = folder / file_of(text.card), texts.get(text.card)
    if before is not None and _words(before) != _words(text) and not replace:
        raise ValueError(f"{path} has other words: say --replace if nobody has answered those yet")
    path.parent.mkdir(parents=True, exist_ok=True)
    with replacing(path) as file:
        file.write(written(text))
    return path


def _check(text: SiteText, texts: Mapping[str, SiteText], *, with_restricted_use: bool) -> None:
    bare, _ = deck.build((), with_restricted_use=with_restricted_use)
    if text.card not in bare.cards:
        raise ValueError(f"no card is called {text.card}: `respite scales list` names them")
    try:
        with_words(bare.cards[text.card], text)
    except CardFaults as error:
        raise ValueError(str(error)) from None
    site, _ = deck.build(texts.values(), with_restricted_use=with_restricted_use)
    wrong: Mapping[str, tuple[Fault, ...]] = addition_faults(site)
    if text.card in wrong:
        raise ValueError(str(CardFaults({text.card: wrong[text.card]})))


def _words(text: SiteText) -> SiteText:
    """Return the text without what may change although people have answered it: where it is asked."""
    return text.model_copy(update={"asked_in": ()})
