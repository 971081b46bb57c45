"""The words that a site has brought: one file an instrument, named for it."""

from collections.abc import Mapping
from pathlib import Path

import yaml

from scales.checks import Fault
from scales.site_text import SiteText, parse
from scales.strict_yaml import CardFaults

# Inside the data folder of a site.
FOLDER = "instruments"
Texts = Mapping[str, SiteText]
Faults = Mapping[str, tuple[Fault, ...]]


def on_shelf(folder: Path) -> tuple[Texts, Faults]:
    """Return every text that can be read, by card, and what is wrong with the other files, by file.

    There is none of either where there is no such folder.
    """
    texts: dict[str, SiteText] = {}
    faults: dict[str, tuple[Fault, ...]] = {}
    for path in sorted(folder.glob("*.yaml")):
        try:
            text = parse(path.read_text("utf-8"), path.name)
        except CardFaults as error:
            faults |= error.faults
            continue
        except UnicodeDecodeError:
            faults[path.name] = (Fault("file", "it is not in UTF-8"),)
            continue
        if text.card != path.stem:
            faults[path.name] = (Fault("card", f"the file must be called {text.card}.yaml"),)
            continue
        texts[text.card] = text
    return texts, faults


def file_of(id: str) -> str:
    """Return what the file of a card's words is called."""
    return f"{id}.yaml"


def written(text: SiteText) -> str:
    """Return the file of a text."""
    said = text.model_dump(exclude_none=True, exclude_defaults=True)
    said["declaration"]["modes"] = list(text.declaration.modes)
    if text.asked_in:
        said["asked_in"] = list(text.asked_in)
    return yaml.safe_dump(said, allow_unicode=True, sort_keys=False, width=110)
