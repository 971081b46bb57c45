"""Letters: what families and workers write to each other, oldest first in each thread."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Update, func, or_, select, update

from db.models import Enrolment, Letter
from db.session import Session

# What a family was told had reached nobody is shown to nobody.
_TO_SEE = or_(Letter.from_family.is_(False), Letter.returned_at.is_(None))


def add(session: Session, letter: Letter) -> Letter:
    """Keep a letter and give it its id."""
    session.add(letter)
    session.flush()
    return letter


def by_id(session: Session, letter_id: int) -> Letter | None:
    """Return one letter."""
    return session.get(Letter, letter_id)


def newest(session: Session, place: Enrolment, *, from_family: bool | None = None) -> Letter | None:
    """Return the newest letter of a thread, of either side or of one."""
    query = select(Letter).where(*_thread(place))
    if from_family is not None:
        query = query.where(Letter.from_family.is_(from_family))
    return session.scalar(query.order_by(Letter.id.desc()).limit(1))


def first_unread(session: Session, place: Enrolment) -> Letter | None:
    """Return the oldest letter of the family that nobody has opened yet."""
    query = select(Letter).where(*_thread(place), Letter.from_family, Letter.read_at.is_(None))
    return session.scalar(query.order_by(Letter.id).limit(1))


def beside(session: Session, letter: Letter) -> tuple[int | None, int | None]:
    """Return the ids of the letters before and after one in its thread."""
    mine = (Letter.person_id == letter.person_id, Letter.programme_id == letter.programme_id, _TO_SEE)
    before = session.scalar(select(func.max(Letter.id)).where(*mine, Letter.id < letter.id))
    after = session.scalar(select(func.min(Letter.id)).where(*mine, Letter.id > letter.id))
    return before, after


def counts(session: Session, place: Enrolment) -> tuple[int, int]:
    """Return how many letters a thread has, and how many of the family's nobody has opened."""
    unread = func.count().filter(Letter.from_family, Letter.read_at.is_(None))
    row = session.execute(select(func.count(), unread).where(*_thread(place))).one()
    return row[0], row[1]


def unanswered(session: Session, programmes: Sequence[int]) -> Mapping[tuple[int, int], datetime]:
    """Return, by (person, programme), since when a family of these programmes waits for an answer."""
    query = (
        select(Letter.person_id, Letter.programme_id, func.min(Letter.written_at))
        .where(Letter.programme_id.in_(programmes), Letter.from_family, Letter.done_at.is_(None))
        .where(Letter.returned_at.is_(None))
        .group_by(Letter.person_id, Letter.programme_id)
    )
    return {(person, programme): at for person, programme, at in session.execute(query) if at}


def spoke_last(session: Session, programmes: Sequence[int]) -> Mapping[tuple[int, int], datetime]:
    """Return, by (person, programme), when a worker last wrote to a family of these programmes."""
    query = (
        select(Letter.person_id, Letter.programme_id, func.max(Letter.written_at))
        .where(Letter.programme_id.in_(programmes), Letter.from_family.is_(False))
        .group_by(Letter.person_id, Letter.programme_id)
    )
    return {(person, programme): at for person, programme, at in session.execute(query) if at}


def opened(session: Session, letter_id: int, reader_id: int, now: datetime) -> None:
    """Record who opened a letter first."""
    session.execute(
        update(Letter)
        .where(Letter.id == letter_id, Letter.read_at.is_(None))
        .values(read_at=now, read_by=reader_id)
    )


def done(session: Session, place: Enrolment, upto: int, now: datetime) -> None:
    """Record that the family's letters up to one were answered, or need no answer."""
    session.execute(
        update(Letter)
        .where(*_thread(place), Letter.from_family, Letter.id <= upto, Letter.done_at.is_(None))
        .values(done_at=now)
    )


def arrived(session: Session, letter: Letter, now: datetime) -> None:
    """Record that a letter reached the other side; of a family's, with all that it wrote before."""
    session.execute(_together(letter).values(arrived_at=now))


def returned(session: Session, letter: Letter, now: datetime) -> bool:
    """Record that a letter did not arrive; true for the one caller who is to tell its writer."""
    back = session.scalars(_together(letter).values(returned_at=now).returning(Letter.id)).all()
    return bool(back)


def _together(letter: Letter) -> Update:
    """Change the letters of one side, of which nobody knows yet whether they arrived."""
    return update(Letter).where(
        Letter.person_id == letter.person_id,
        Letter.programme_id == letter.programme_id,
        Letter.worker_id == letter.worker_id,
        Letter.from_family.is_(letter.from_family),
        Letter.id <= letter.id if letter.from_family else Letter.id == letter.id,
        Letter.arrived_at.is_(None),
        Letter.returned_at.is_(None),
        Letter.read_at.is_(None),
    )


def _thread(place: Enrolment) -> tuple[ColumnElement[bool], ...]:
    mine = Letter.person_id == place.person_id, Letter.programme_id == place.programme_id
    return (*mine, _TO_SEE)
