"""The deck: the cards as this site has them, its own words on some, others switched off."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

from scales import registry
from scales.checks import Fault
from scales.model import Card
from scales.question_checks import LANGUAGES, speaks
from scales.site_shelf import file_of, on_shelf
from scales.site_text import SiteText, with_words, without_words
from scales.strict_yaml import CardFaults


@dataclass(frozen=True)
class Deck:
    """Every card by id, those switched off and those not brought without their words.

    `spoken` has by card the languages in which it has all its words, as in `LANGUAGES`; `added` by battery
    the cards that the site asks in it.
    """

    cards: Mapping[str, Card]
    switched_off: frozenset[str]
    spoken: Mapping[str, frozenset[str]]
    added: Mapping[str, tuple[str, ...]]


def read(
    words: Path | None = None, *, with_restricted_use: bool = True, ours: Path = registry.INSTRUMENTS
) -> Deck:
    """Return our cards with the words that lie in a site's folder; CardFaults with all that is wrong in it.

    Without restricted use the words of those texts are gone as if nobody had brought them; what a site
    brings under a licence of its own takes their place.
    """
    texts, faults = on_shelf(words) if words else ({}, {})
    found, misfits = build(texts.values(), with_restricted_use=with_restricted_use, ours=ours)
    if faults or misfits:
        raise CardFaults({**faults, **misfits})
    return found


def build(
    texts: Iterable[SiteText], *, with_restricted_use: bool = True, ours: Path = registry.INSTRUMENTS
) -> tuple[Deck, Mapping[str, tuple[Fault, ...]]]:
    """Return our cards with these words, and by file what keeps words from fitting a card."""
    cards = dict(registry.load(ours, with_site_supplied=True))
    on = registry.load(ours, with_site_supplied=True, with_restricted_use=with_restricted_use)
    off = set(cards) - set(on)
    cards |= {id: without_words(cards[id]) for id in off}
    faults: dict[str, tuple[Fault, ...]] = {}
    added: dict[str, tuple[str, ...]] = {}
    for text in texts:
        if text.card not in cards:
            faults[file_of(text.card)] = (Fault("card", "there is no such card"),)
            continue
        try:
            cards[text.card] = with_words(cards[text.card], text)
        except CardFaults as error:
            faults[file_of(text.card)] = tuple(each for found in error.faults.values() for each in found)
            continue
        off.discard(text.card)
        added |= {name: (*added.get(name, ()), text.card) for name in dict.fromkeys(text.asked_in)}
    spoken = {id: frozenset(each for each in LANGUAGES if speaks(card, each)) for id, card in cards.items()}
    return Deck(MappingProxyType(cards), frozenset(off), spoken, added), faults


def use(deck: Deck) -> None:
    """Let this process ask and show the cards of `deck`; a later call replaces it."""
    _used[:] = [deck]


def in_use() -> Deck:
    """Return the cards that this process asks and shows: ours alone, unless it was told of a site's."""
    return _used[0] if _used else _ours()


def card(id: str) -> Card:
    """Return the card of that id as this site has it; UnknownCard when there is none."""
    cards = in_use().cards
    try:
        return cards[id]
    except KeyError:
        raise registry.UnknownCard(f"no card is called {id}; there are {', '.join(cards)}") from None


_used: list[Deck] = []


@cache
def _ours() -> Deck:
    return read()
