"""On which weekday somebody wants the digest, from the digest of which week on."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, select

from db.models import DigestDay
from db.session import Session


def of(session: Session, person_id: int) -> Sequence[tuple[str, int]]:
    """Return (first week, weekday) of every choice of somebody, oldest first."""
    query = select(DigestDay.week, DigestDay.weekday).where(DigestDay.person_id == person_id)
    return [(week, weekday) for week, weekday in session.execute(query.order_by(DigestDay.week))]


def choose(session: Session, person_id: int, week: str, weekday: int, now: datetime) -> None:
    """Let the digest come on a weekday from that of a week on; a later choice for it takes its place."""
    session.execute(delete(DigestDay).where(DigestDay.person_id == person_id, DigestDay.week >= week))
    session.add(DigestDay(person_id=person_id, week=week, weekday=weekday, changed_at=now))
    session.flush()
