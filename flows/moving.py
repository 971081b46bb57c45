"""Moving: which dimensions a check-in shows to have become worse, by reliable change or by a band."""

from collections.abc import Iterator

from db import scores
from db.models import CheckIn
from db.session import Session
from scales import deck
from scales.change import Change, change
from scales.dimensions import DIMENSIONS, ORDER


def moved(session: Session, checkin: CheckIn) -> list[str]:
    """Return the dimensions that became worse since each was scored last, the surest first.

    What moved beyond chance stands before what only crossed a band; a first score has moved nowhere.
    """
    found: dict[str, bool] = {}
    for dimension, step in _changes(session, checkin):
        if step.direction == "worse" and (step.reliable or step.crossed_band):
            found[dimension] = found.get(dimension, False) or bool(step.reliable)
    return sorted(found, key=lambda dimension: (not found[dimension], ORDER.index(dimension)))


def _changes(session: Session, checkin: CheckIn) -> Iterator[tuple[str, Change]]:
    now = [(key, value) for key, value in scores.of_checkin(session, checkin.id) if _dimension(key)]
    earlier = scores.before(session, checkin.person_id, checkin.id) if now else {}
    for key, value in now:
        dimension, first = _dimension(key), earlier.get(key)
        scale = next((each for each in deck.card(key[0]).scales if each.id == key[2]), None)
        if dimension is not None and first is not None and scale is not None:
            yield dimension, change(scale, first, value)


def _dimension(key: scores.Key) -> str | None:
    return DIMENSIONS.get((key[0], key[2]))
