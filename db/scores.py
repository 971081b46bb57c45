"""Scores of one person: those of a check-in, and what stood before them."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from sqlalchemy import select

from db.models import Score
from db.session import Session

Key = tuple[str, str, str]
"""Instrument, its version, scale."""


def of_checkin(session: Session, checkin_id: int) -> Sequence[tuple[Key, Decimal]]:
    """Return the scores of a check-in, in the order in which they were made."""
    query = select(Score.instrument, Score.version, Score.scale, Score.value)
    rows = session.execute(query.where(Score.checkin_id == checkin_id).order_by(Score.id))
    return [((instrument, version, scale), value) for instrument, version, scale, value in rows]


def before(session: Session, person_id: int, checkin_id: int) -> Mapping[Key, Decimal]:
    """Return the latest value of each of the person's scores that stood before a check-in."""
    query = select(Score.instrument, Score.version, Score.scale, Score.value).where(
        Score.person_id == person_id, Score.checkin_id != checkin_id
    )
    rows = session.execute(query.order_by(Score.scored_at, Score.id))
    return {(instrument, version, scale): value for instrument, version, scale, value in rows}
