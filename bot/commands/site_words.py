"""`respite scales import`: words that a site brings, with its word that it may use them."""

from collections.abc import Mapping
from pathlib import Path

from bot.commands.csv_files import replacing
from scales import registry
from scales.model import Card
from scales.registry import CardFaults
from scales.site_shelf import FOLDER, on_shelf, silent, worded, written
from scales.site_text import SiteText, parse, with_words


def cards(data_dir: Path) -> Mapping[str, Card]:
    """Return every card, with the site's words where it has brought some; ValueError for a faulty file."""
    try:
        return worded(registry.load(with_site_supplied=True), data_dir / FOLDER)
    except CardFaults as error:
        raise ValueError(f"{data_dir / FOLDER}:\n{error}") from None


def card(id: str, data_dir: Path) -> Card:
    """Return the card of that id, with the site's words if it has brought some; ValueError for no card."""
    found = cards(data_dir)
    if id not in found:
        raise ValueError(f"no card is called {id}: `respite scales list` names them")
    return found[id]


def read(path: Path) -> SiteText:
    """Return the site's file in YAML; ValueError, one line a fault, for one that is none."""
    try:
        return parse(path.read_text("utf-8"), path.name)
    except UnicodeDecodeError:
        raise ValueError(f"{path}: it is not in UTF-8") from None
    except CardFaults as error:
        raise ValueError(str(error)) from None


def keep(text: SiteText, data_dir: Path, *, replace: bool) -> Path:
    """Keep a text in the site's data folder and return where.

    Raises ValueError in plain words where it does not fit its card, and where other words lie there
    already and are not to be replaced.
    """
    known = registry.load(with_site_supplied=True)
    if text.card not in known:
        raise ValueError(f"no card is called {text.card}: `respite scales list` names them")
    try:
        with_words(known[text.card], text)
        faults = silent(known[text.card], text)
        before = on_shelf(data_dir / FOLDER).get(text.card)
    except CardFaults as error:
        raise ValueError(str(error)) from None
    if faults:
        raise ValueError("\n".join(f"{text.card}: {fault}" for fault in faults))
    path = data_dir / FOLDER / f"{text.card}.yaml"
    if before is not None and before != text and not replace:
        raise ValueError(f"{path} has other words: say --replace if nobody has answered those yet")
    path.parent.mkdir(parents=True, exist_ok=True)
    with replacing(path) as file:
        file.write(written(text))
    return path
