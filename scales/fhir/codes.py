"""Codes: which item and which answer a FHIR code means, and back."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid5

from scales.model import Card
from scales.questions import Item, Option

# FHIR's data are nested dictionaries whose keys depend on one another; they are checked where they are read.
Resource = dict[str, Any]

LOINC = "http://loinc.org"
ORDINAL = "http://hl7.org/fhir/StructureDefinition/ordinalValue"
# The project has no domain of its own, so the names of its forms are made from this one.
OURS = UUID("6f0a0d3b-54f5-4f0b-9b1e-6f6d1c1f7a52")
# Stands in front of all items where the card has a stem; an item's id has no hyphen.
STEM = "the-stem"
# The code of an answer without a number, such as "no chance to see".
NO_NUMBER = "no-number"


def url(card: Card) -> str:
    """Return the canonical address of the form, the same in every version."""
    return uuid5(OURS, card.id).urn


def canonical(card: Card) -> str:
    """Return the address with the version, as a response names the form it answers."""
    return f"{url(card)}|{card.version}"


def coding(card: Card, option: Option) -> Resource:
    """Return the code of an answer: LOINC's where the card has one, else the number itself."""
    if option.loinc:
        return {"system": LOINC, "code": option.loinc}
    code = NO_NUMBER if option.value is None else str(option.value)
    return {"system": uuid5(OURS, f"{card.id} answers").urn, "code": code}


def option_of(card: Card, item: Item, system: str | None, code: str | None) -> Option:
    """Return the answer that a code means; ValueError when the item has no such answer."""
    for option in card.options_for(item.id):
        known = coding(card, option)
        if code == known["code"] and system in {known["system"], None}:
            return option
    raise ValueError(f"{card.id}: no answer to {item.id} has the code {code}")


def worth(card: Card, item: Item, option: Option) -> int | None:
    """Return what an answer adds to a sum, turned round where the card says so; None for nothing."""
    value = option.counts_as if option.value is None else option.value
    if value is None or not item.scored:
        return None
    values = card.values_of(item.id)
    return values[0] + values[-1] - value if item.reverse else value


def score_of(extensions: Mapping[str, object]) -> int | None:
    """Return the whole number that the extension on scores holds; None without one."""
    value = extensions.get(ORDINAL)
    return int(value) if isinstance(value, int | float) and value == int(value) else None
