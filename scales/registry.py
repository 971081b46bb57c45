"""The cards of this house: read once, checked whole, found by id."""

from collections.abc import Hashable, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml
from pydantic import ValidationError

from scales.checks import Fault, faults_in
from scales.model import Card

INSTRUMENTS = Path(__file__).parent / "instruments"


class CardFaults(ValueError):
    """Every fault of every card read, one line each: file, field, what is wrong."""

    def __init__(self, faults: Mapping[str, tuple[Fault, ...]]) -> None:
        lines = (f"{file}: {fault.field}: {fault.what}" for file, found in faults.items() for fault in found)
        super().__init__("\n".join(lines))
        self.faults = faults


class UnknownCard(LookupError):
    """There is no card of that id."""


@cache
def load(folder: Path = INSTRUMENTS) -> Mapping[str, Card]:
    """Return every card under `folder` by id, or raise CardFaults with all that is wrong in any of them.

    Read once for each folder; a changed file is seen after a restart.
    """
    cards: dict[str, Card] = {}
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
    if faults:
        raise CardFaults(faults)
    return MappingProxyType(cards)


def card(id: str) -> Card:
    """Return the card of that id; UnknownCard when there is none."""
    try:
        return load()[id]
    except KeyError:
        raise UnknownCard(f"no card is called {id}; there are {', '.join(load())}") from None


def parse(text: str, name: str) -> Card:
    """Return the card written in `text`, or raise CardFaults with all that is wrong in it."""
    try:
        found = Card.model_validate(yaml.load(text, Loader=_Strict))
    except yaml.YAMLError as error:
        raise CardFaults({name: (Fault("yaml", " ".join(str(error).split())),)}) from error
    except ValidationError as error:
        raise CardFaults({name: tuple(_fault(each) for each in error.errors())}) from error
    if faults := tuple(faults_in(found)):
        raise CardFaults({name: faults})
    return found


def _fault(error: Mapping[str, Any]) -> Fault:
    return Fault(".".join(str(step) for step in error["loc"]) or "card", error["msg"])


class _Strict(yaml.SafeLoader):
    """YAML in which a key written twice is a fault: the plain loader keeps the last and says nothing."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        keys = [self.construct_object(key, deep=True) for key, _ in node.value]
        twice = sorted({str(key) for key in keys if keys.count(key) > 1})
        if twice:
            raise yaml.constructor.ConstructorError(
                None, None, f"written twice: {', '.join(twice)}", node.start_mark
            )
        return super().construct_mapping(node, deep=deep)
