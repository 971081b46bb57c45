"""The cards of this house: read once, checked whole, found by id."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

from pydantic import ValidationError

from scales.checks import Fault, faults_in
from scales.model import Card
from scales.strict_yaml import CardFaults, fault_of, read_yaml

INSTRUMENTS = Path(__file__).parent / "instruments"
RESTRICTED_USE = "restricted_use"


class UnknownCard(LookupError):
    """There is no card of that id."""


@cache
def load(
    folder: Path = INSTRUMENTS, *, with_restricted_use: bool = True, with_site_supplied: bool = False
) -> Mapping[str, Card]:
    """Return the cards under `folder` by id, or raise CardFaults with all that is wrong in any of them.

    Texts that are non-commercial or uncertain lie in a folder `restricted_use` and can be left out.
    Cards whose words a site must bring itself have nothing to ask yet and are left out unless wanted.
    Read once for each folder; a changed file is seen after a restart.
    """
    shelf = _read(folder)
    return MappingProxyType(
        {
            id: card
            for id, card in shelf.cards.items()
            if (with_restricted_use or id not in shelf.restricted)
            and (with_site_supplied or card.text_status != "site_supplied")
        }
    )


def card(id: str, *, with_restricted_use: bool = True) -> Card:
    """Return the card of that id, be its words here or not; UnknownCard when there is none."""
    cards = load(with_restricted_use=with_restricted_use, with_site_supplied=True)
    try:
        return cards[id]
    except KeyError:
        raise UnknownCard(f"no card is called {id}; there are {', '.join(cards)}") from None


def is_restricted(id: str) -> bool:
    """Whether the card of that id is one that the setting on restricted use switches off."""
    return id in _read(INSTRUMENTS).restricted


@dataclass(frozen=True)
class _Shelf:
    cards: Mapping[str, Card]
    restricted: frozenset[str]


@cache
def _read(folder: Path) -> _Shelf:
    cards: dict[str, Card] = {}
    restricted: set[str] = set()
    faults: dict[str, tuple[Fault, ...]] = {}
    for path in sorted(folder.rglob("*.yaml")):
        name = path.relative_to(folder).as_posix()
        try:
            card = parse(path.read_text(encoding="utf-8"), name)
        except CardFaults as error:
            faults |= error.faults
            continue
        if card.id in cards or card.id != path.stem:
            faults[name] = (Fault("id", f"{card.id} must be the file's name and belong to no other card"),)
        cards[card.id] = card
        if RESTRICTED_USE in path.relative_to(folder).parts:
            restricted.add(card.id)
    if faults:
        raise CardFaults(faults)
    return _Shelf(dict(sorted(cards.items())), frozenset(restricted))


def parse(text: str, name: str) -> Card:
    """Return the card written in `text`, or raise CardFaults with all that is wrong in it."""
    try:
        found = Card.model_validate(read_yaml(text, name))
    except ValidationError as error:
        raise CardFaults({name: tuple(fault_of(each) for each in error.errors())}) from error
    if faults := tuple(faults_in(found)):
        raise CardFaults({name: faults})
    return found
