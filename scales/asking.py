"""Asking: which cards of a battery somebody can be asked at all, and why the others are left out."""

from collections.abc import Mapping
from datetime import date

from scales import deck
from scales.batteries import cards_of, ids_of
from scales.intervals import not_due
from scales.model import Card, Mode

SWITCHED_OFF, NO_WORDS, NOT_LICENSED = "switched_off", "no_words", "not_licensed"


def left_out(
    battery: str, *, language: str, mode: Mode, answered: Mapping[str, date], day: date
) -> dict[str, str]:
    """Return the cards of a battery that are not asked on `day`, each with the reason.

    `answered` has, by card, the latest day for which the person answered any of its questions.
    """
    return not_due(cards_of(battery), answered, day) | unaskable(battery, language=language, mode=mode)


def unaskable(battery: str, *, language: str, mode: Mode) -> dict[str, str]:
    """Return the cards of a battery that cannot be asked in this language and way, each with the reason.

    The bot shows the words of everything it asks, so what is entered from paper must be licensed for the
    chat as well.
    """
    site, found = deck.in_use(), dict[str, str]()
    for id in ids_of(battery):
        if id in site.switched_off or id not in site.cards:
            found[id] = SWITCHED_OFF
        elif _field(language) not in site.spoken[id]:
            found[id] = NO_WORDS
        elif not {"chat", mode} <= set(site.cards[id].modes):
            found[id] = NOT_LICENSED
    return found


def language_of(card: Card, wanted: str) -> str:
    """Return the language in which a card is shown: the one wanted, or else one that it has."""
    spoken = deck.in_use().spoken[card.id]
    return wanted if _field(wanted) in spoken or not spoken else min(spoken)


def _field(language: str) -> str:
    return language.lower().replace("-", "_")
