"""Places: where a family's child is, and was, by days."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import select, update

from db.models import Enrolment, Place, Where
from db.session import Session


def move(session: Session, place: Place, now: datetime) -> Place:
    """Record where a child is from a day on; where it was before ends on that day."""
    session.execute(
        update(Place)
        .where(Place.person_id == place.person_id, Place.until.is_(None))
        .values(until=place.since)
    )
    place.said_at = now
    session.add(place)
    session.flush()
    return place


def present(session: Session, person_id: int) -> Place | None:
    """Return where a family's child is now, as far as anybody said."""
    query = select(Place).where(Place.person_id == person_id, Place.until.is_(None))
    return session.scalar(query.order_by(Place.id.desc()).limit(1))


def history(session: Session, person_id: int, limit: int) -> Sequence[Place]:
    """Return where a family's child was, newest first."""
    query = select(Place).where(Place.person_id == person_id).order_by(Place.id.desc()).limit(limit)
    return session.scalars(query).all()


def present_in(session: Session, programmes: Sequence[int]) -> Mapping[int, Place]:
    """Return, by person, where the children of these programmes' families are now."""
    query = (
        select(Place)
        .join(Enrolment, Enrolment.person_id == Place.person_id)
        .where(Enrolment.programme_id.in_(programmes), Place.until.is_(None))
    )
    return {place.person_id: place for place in session.scalars(query.order_by(Place.id))}


def in_hospital(place: Place | None) -> bool:
    """Whether a child is in the hospital, as far as anybody said."""
    return place is not None and place.place in {Where.WARD, Where.ISOLATION}


def everything(session: Session) -> Sequence[tuple[int, str, date, date | None, bool]]:
    """Return (person, place, since, until, said by the family) of every place; beds stay here."""
    query = select(Place.person_id, Place.place, Place.since, Place.until, Place.said_by.is_(None))
    return [(a, b, c, d, bool(e)) for a, b, c, d, e in session.execute(query.order_by(Place.id))]
