"""Lines of digests that were dealt with, and when somebody last turned to a family."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime

from sqlalchemy import delete, func, select

from db.models import Delivery, Enrolment, Handled, Kind, Letter, Note
from db.session import Session


def add(session: Session, place: Enrolment, worker_id: int, now: datetime) -> None:
    """Keep that what was seen of this family until now is dealt with."""
    session.add(
        Handled(
            site_id=place.site_id,
            programme_id=place.programme_id,
            person_id=place.person_id,
            worker_id=worker_id,
            at=now,
        )
    )
    session.flush()


def take_back(session: Session, place: Enrolment, worker_id: int) -> bool:
    """Delete the last such mark of this worker's on the family; false if there is none."""
    mine = select(func.max(Handled.id)).where(
        Handled.person_id == place.person_id,
        Handled.programme_id == place.programme_id,
        Handled.worker_id == worker_id,
    )
    gone = session.scalar(delete(Handled).where(Handled.id == mine.scalar_subquery()).returning(Handled.id))
    return gone is not None


def latest(
    session: Session, programmes: Sequence[int], until: datetime
) -> Mapping[tuple[int, int], datetime]:
    """Return, by (person, programme), when a line of theirs was dealt with last, up to a moment."""
    query = (
        select(Handled.person_id, Handled.programme_id, func.max(Handled.at))
        .where(Handled.programme_id.in_(programmes), Handled.at <= until)
        .group_by(Handled.person_id, Handled.programme_id)
    )
    return {(person, programme): at for person, programme, at in session.execute(query) if at}


def digest_queued_at(session: Session, person_id: int, message_id: int) -> datetime | None:
    """Return when the digest that has this number in a person's chat was queued; None for one long ago."""
    query = select(Delivery.queued_at).where(
        Delivery.person_id == person_id, Delivery.message_id == message_id, Delivery.kind == Kind.DIGEST
    )
    return session.scalar(query.order_by(Delivery.id.desc()).limit(1))


def since(
    session: Session, programmes: Collection[int], moment: datetime
) -> Mapping[tuple[int, int], Collection[int | None]]:
    """Return, by (person, programme), which workers have dealt with a line of theirs from a moment on."""
    query = select(Handled.person_id, Handled.programme_id, Handled.worker_id).where(
        Handled.programme_id.in_(programmes), Handled.at >= moment
    )
    found: dict[tuple[int, int], set[int | None]] = {}
    for person, programme, worker in session.execute(query):
        found.setdefault((person, programme), set()).add(worker)
    return found


def turned_to(session: Session, programmes: Sequence[int], until: datetime) -> Mapping[int, datetime]:
    """Return by person when a worker last wrote to them, about them, or dealt with their line."""
    found: dict[int, datetime] = {}
    for person, at in _touches(session, programmes, until):
        found[person] = max(at, found.get(person, at))
    return found


def _touches(session: Session, programmes: Sequence[int], until: datetime) -> Iterator[tuple[int, datetime]]:
    for (person, _), at in latest(session, programmes, until).items():
        yield person, at
    noted = (
        select(Note.person_id, func.max(Note.written_at))
        .where(Note.programme_id.in_(programmes), Note.written_at <= until)
        .group_by(Note.person_id)
    )
    written = (
        select(Letter.person_id, func.max(Letter.written_at))
        .where(Letter.programme_id.in_(programmes), Letter.from_family.is_(False), Letter.written_at <= until)
        .group_by(Letter.person_id)
    )
    for query in (noted, written):
        yield from ((person, at) for person, at in session.execute(query) if at)
