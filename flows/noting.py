"""Noting: what is seen in an answer or a score and can wait, is kept for the digest."""

from decimal import Decimal

from db import concerns
from db.models import CheckIn
from flows.act import Act
from scales.model import Card

ANSWER, CHANGE = "noted", "change"


def answer(act: Act, checkin: CheckIn, key: tuple[str, str]) -> None:
    """Keep that an answer calls for a look when there is time."""
    about = ".".join(key)
    concerns.keep(act.session, checkin, ANSWER, about, f"{about}:{checkin.id}", act.now)


def score(act: Act, checkin: CheckIn, card: Card, name: str, value: Decimal) -> None:
    """Keep that somebody is worse than at first, beyond chance and across a band; once for each band.

    Only both together: of nine scores in twelve families some three fall by chance at every wave.
    """
    first = concerns.first_score(act.session, checkin, card.id, name)
    if first is None:
        return
    # NumPy comes with scoring; the bot loads it with the first finished check-in, not at start.
    from scales.change import Category, change

    scale = next(each for each in card.scales if each.id == name)
    found = change(scale, first, value)
    if found.category == Category.DETERIORATED and found.crossed_band:
        about = f"{card.id}.{name}"
        cause = f"{about}/{scale.band_of(value)}"
        concerns.keep(act.session, checkin, CHANGE, about, cause, act.now)
