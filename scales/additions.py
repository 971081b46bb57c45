"""Additions: whether the cards that a site wants asked can be, in the batteries it names."""

from collections.abc import Iterator

from scales.batteries import BATTERIES, cards_of
from scales.checks import Fault
from scales.deck import Deck
from scales.model import Card
from scales.plans import together
from scales.readiness import schedulable


def addition_faults(site: Deck) -> dict[str, tuple[Fault, ...]]:
    """Return by card what keeps it from being asked where its site wants it; empty when all can be asked."""
    wanted: dict[str, list[str]] = {}
    for battery, ids in site.added.items():
        for id in ids:
            wanted.setdefault(id, []).append(battery)
    found = {id: tuple(_faults(site, site.cards[id], names)) for id, names in wanted.items()}
    return {id: faults for id, faults in found.items() if faults}


def _faults(site: Deck, card: Card, batteries: list[str]) -> Iterator[Fault]:
    for reason in schedulable(card, sorted(site.spoken[card.id])):
        yield Fault("card", reason)
    if "chat" not in card.modes:
        yield Fault("declaration.modes", "to be asked it must be licensed for the chat")
    for battery in batteries:
        if battery not in BATTERIES:
            yield Fault("asked_in", f"there is no battery {battery}; there are {', '.join(BATTERIES)}")
            continue
        asks = cards_of(battery, site)
        others = {each.respondent for each in asks if each.id != card.id}
        if others and others.isdisjoint((card.respondent, *card.also_by)):
            yield Fault("asked_in", f"{battery} asks somebody else than {card.id}")
        for what in together(battery, asks):
            yield Fault("asked_in", what)
