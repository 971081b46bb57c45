"""Assignments: whose first worker somebody is."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, exists, func, select, update

from db.models import Assignment, Enrolment, Person, Standing
from db.session import Session


def first_worker(session: Session, place: Enrolment) -> Person | None:
    """Return the family's first worker, if that is somebody who still works in the programme."""
    query = select(Person).join(Assignment, Assignment.worker_id == Person.id)
    return session.scalar(
        query.where(
            Assignment.programme_id == place.programme_id,
            Assignment.person_id == place.person_id,
            *_at_work(),
        )
    )


def give(session: Session, place: Enrolment, worker_id: int, now: datetime) -> None:
    """Make somebody the family's first worker from now on."""
    session.execute(
        update(Assignment)
        .where(
            Assignment.programme_id == place.programme_id,
            Assignment.person_id == place.person_id,
            Assignment.ended_at.is_(None),
        )
        .values(ended_at=now)
    )
    session.add(
        Assignment(
            site_id=place.site_id,
            programme_id=place.programme_id,
            person_id=place.person_id,
            worker_id=worker_id,
            since=now,
        )
    )
    session.flush()


def loads(session: Session, programme_id: int) -> Mapping[int, int]:
    """Return how many families who are still here each worker of a programme is the first worker of."""
    query = (
        select(Assignment.worker_id, func.count())
        .join(
            Enrolment,
            (Enrolment.person_id == Assignment.person_id)
            & (Enrolment.programme_id == Assignment.programme_id),
        )
        .where(
            Assignment.programme_id == programme_id,
            Assignment.ended_at.is_(None),
            Enrolment.left_at.is_(None),
        )
        .group_by(Assignment.worker_id)
    )
    return {worker: families for worker, families in session.execute(query) if worker is not None}


def of_programmes(session: Session, programmes: Sequence[int]) -> Mapping[tuple[int, int], int]:
    """Return, by (person, programme), who is the first worker and still works there."""
    query = (
        select(Assignment.person_id, Assignment.programme_id, Assignment.worker_id)
        .join(Person, Person.id == Assignment.worker_id)
        .where(Assignment.programme_id.in_(programmes), *_at_work())
    )
    return {
        (person, programme): worker
        for person, programme, worker in session.execute(query)
        if worker is not None
    }


def families_of(session: Session, worker_id: int) -> Sequence[Enrolment]:
    """Return the places of the families whose first worker somebody is."""
    query = (
        select(Enrolment)
        .join(
            Assignment,
            (Assignment.person_id == Enrolment.person_id)
            & (Assignment.programme_id == Enrolment.programme_id),
        )
        .where(Assignment.worker_id == worker_id, Assignment.ended_at.is_(None), Enrolment.left_at.is_(None))
    )
    return session.scalars(query.order_by(Enrolment.id)).all()


def _at_work() -> tuple[ColumnElement[bool], ...]:
    """Return what holds for the assignments that run, of people who are here and in the programme still."""
    in_programme = exists().where(
        Enrolment.programme_id == Assignment.programme_id,
        Enrolment.person_id == Assignment.worker_id,
        Enrolment.left_at.is_(None),
    )
    return Assignment.ended_at.is_(None), Person.standing == Standing.ACTIVE, in_programme
