"""Ends: how the deliveries of a broadcast ended, counted and one by one."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import and_, case, func, select

from db.models import Broadcast, Delivery, Enrolment, Kind, Person, Programme, State
from db.rounds import CHANGE, RECALL, subject, subjects
from db.session import Session


class Ended(NamedTuple):
    """One person's delivery: their places' codes, which round it was, and how it ended or stands."""

    code: str
    role: str
    language: str
    subject: str
    how: str
    at: datetime | None
    attempts: int


_HOW = case((Delivery.state == State.SETTLED, Delivery.outcome), else_=Delivery.state)


def counts(session: Session, one: Broadcast) -> Mapping[str, int]:
    """Return how many deliveries ended, or stand, in each way."""
    return _counted(session, Kind.BROADCAST, subjects(one))


def counts_of_change(session: Session, one: Broadcast) -> Mapping[str, int]:
    """Return the same of its newest change."""
    newest = [subject(one.id, what, one.changes) for what in (CHANGE, RECALL)]
    return _counted(session, Kind.CORRECTION, newest)


def one_by_one(session: Session, one: Broadcast) -> Sequence[Ended]:
    """Return how it ended for each person, under the code that they have in a programme."""
    code = Programme.name + " · " + Enrolment.label
    query = (
        select(
            func.coalesce(func.min(code), "–"), Person.role, Person.language, Delivery.subject,
            _HOW, Delivery.settled_at, Delivery.attempts,
        )
        .join(Person, Person.id == Delivery.person_id)
        .outerjoin(
            Enrolment,
            and_(
                Enrolment.person_id == Person.id,
                *([Enrolment.programme_id == one.programme_id] if one.programme_id else []),
            ),
        )
        .outerjoin(Programme, Programme.id == Enrolment.programme_id)
        .where(Delivery.kind == Kind.BROADCAST, Delivery.subject.in_(subjects(one)))
        .group_by(
            Delivery.id, Person.role, Person.language, Delivery.subject, _HOW, Delivery.settled_at,
            Delivery.attempts,
        )
        .order_by(Delivery.id)
    )  # fmt: skip
    return [Ended._make(row) for row in session.execute(query)]


def _counted(session: Session, kind: Kind, about: Sequence[str]) -> Mapping[str, int]:
    query = select(_HOW, func.count()).where(Delivery.kind == kind, Delivery.subject.in_(about))
    return {how: count for how, count in session.execute(query.group_by(_HOW)) if how}
