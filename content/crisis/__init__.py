"""Crisis cards: whom to call in a country, as data; a site confirms them before they are shown."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

FOLDER = Path(__file__).parent


class NoCrisisCard(LookupError):
    """There is no crisis card for this country: add content/crisis/<COUNTRY>.yaml, then start again."""


@dataclass(frozen=True)
class Line:
    """One number; `around_the_clock` only where the source says so."""

    number: str
    name: dict[str, str]
    hours: dict[str, str]
    around_the_clock: bool
    source: str


@dataclass(frozen=True)
class CrisisCard:
    """A country's emergency number and the lines to talk to."""

    country: str
    emergency: str
    lines: tuple[Line, ...]


@cache
def crisis_card(country: str) -> CrisisCard:
    """Return the card of a country; raises NoCrisisCard, never another country's numbers."""
    file = FOLDER / f"{country.upper()}.yaml"
    if not file.exists():
        raise NoCrisisCard(f"{country}: {NoCrisisCard.__doc__}")
    data = yaml.safe_load(file.read_text("utf-8"))
    lines = tuple(Line(**line) for line in data["lines"])
    return CrisisCard(country=data["country"], emergency=str(data["emergency"]), lines=lines)


def countries() -> list[str]:
    """Return the countries that have a card."""
    return sorted(file.stem for file in FOLDER.glob("*.yaml"))
