"""Notes: what workers wrote down about a person; never changed, only added to."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import func, select

from db.models import Enrolment, Note
from db.session import Session


def add(session: Session, note: Note) -> Note:
    """Keep a note and give it its id."""
    session.add(note)
    session.flush()
    return note


def by_id(session: Session, note_id: int) -> Note | None:
    """Return one note."""
    return session.get(Note, note_id)


def about(session: Session, place: Enrolment, limit: int, skip: int = 0) -> Sequence[Note]:
    """Return the notes about a person in a programme, newest first; additions stand with their notes."""
    query = select(Note).where(
        Note.person_id == place.person_id, Note.programme_id == place.programme_id, Note.adds_to.is_(None)
    )
    return session.scalars(query.order_by(Note.id.desc()).limit(limit).offset(skip)).all()


def additions(session: Session, note_id: int) -> Sequence[Note]:
    """Return what was added to a note, oldest first."""
    return session.scalars(select(Note).where(Note.adds_to == note_id).order_by(Note.id)).all()


def count(session: Session, place: Enrolment) -> int:
    """Return how many notes there are about a person in a programme."""
    query = select(func.count()).where(
        Note.person_id == place.person_id, Note.programme_id == place.programme_id, Note.adds_to.is_(None)
    )
    return session.scalar(query) or 0


def latest(session: Session, programmes: Sequence[int]) -> Mapping[tuple[int, int], datetime]:
    """Return, by (person, programme), when the last note was written."""
    query = (
        select(Note.person_id, Note.programme_id, func.max(Note.written_at))
        .where(Note.programme_id.in_(programmes))
        .group_by(Note.person_id, Note.programme_id)
    )
    return {(person, programme): at for person, programme, at in session.execute(query) if at}
