"""Intervals: which cards of a battery come too soon for this person, and are left out of it."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from functools import cache

from scales import registry
from scales.model import Card

NOT_DUE = "not_due"


@cache
def holders(id: str) -> frozenset[str]:
    """Return the cards that hold every question of this one, word for word, itself among them.

    Who has answered the PHQ-9 has answered the PHQ-8; the other way round something is lacking.
    """
    cards = registry.load(with_site_supplied=True)
    asked = {item.en for item in cards[id].items}
    whole = (other.id for other in cards.values() if asked <= {item.en for item in other.items if item.en})
    return frozenset({id, *whole})


def not_due(cards: Iterable[Card], answered: Mapping[str, date], day: date) -> dict[str, str]:
    """Return the cards that come too soon on `day`, each with the reason.

    `answered` has, by card, the latest day for which the person answered any of its questions.
    """
    return {card.id: NOT_DUE for card in cards if too_soon(card, answered, day)}


def too_soon(card: Card, answered: Mapping[str, date], day: date) -> bool:
    """Whether fewer days have passed since the card was last answered than it needs between two times."""
    latest = max((answered[id] for id in holders(card.id) if id in answered), default=None)
    return latest is not None and day - latest < timedelta(days=card.min_interval_days)
