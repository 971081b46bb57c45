"""Leaves: who is away on which days, who stands in, and what a stand-in may see meanwhile."""

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import ColumnElement, delete, func, select, update

from db.models import Enrolment, Leave
from db.session import Session

MOST_HOPS = 3
DAY = timedelta(days=1)


def add(session: Session, leave: Leave) -> Leave:
    """Keep a leave and give it its id."""
    session.add(leave)
    session.flush()
    return leave


def by_id(session: Session, leave_id: int) -> Leave | None:
    """Return one leave as it stands in the database."""
    return session.get(Leave, leave_id, populate_existing=True)


def present(session: Session, person_id: int, today: date) -> Leave | None:
    """Return the leave that somebody is on today."""
    query = select(Leave).where(Leave.person_id == person_id, *_running(today))
    return session.scalar(query.order_by(Leave.id.desc()).limit(1))


def to_come(session: Session, person_id: int, today: date) -> Sequence[Leave]:
    """Return the leaves of somebody that are not over, soonest first."""
    query = select(Leave).where(Leave.person_id == person_id, Leave.until >= today)
    return session.scalars(query.order_by(Leave.since, Leave.id)).all()


def overlaps(session: Session, person_id: int, since: date, until: date) -> bool:
    """Whether somebody is away already on one of these days."""
    query = select(func.count()).where(
        Leave.person_id == person_id, Leave.since <= until, Leave.until >= since
    )
    return bool(session.scalar(query))


def stand_in(session: Session, person_id: int, today: date) -> int:
    """Return who does somebody's work today: themselves, or who stands in, also for an absent stand-in."""
    seen, who = {person_id}, person_id
    for _ in range(MOST_HOPS):
        leave = present(session, who, today)
        if leave is None or leave.stand_in_id is None or leave.stand_in_id in seen:
            break
        who = leave.stand_in_id
        seen.add(who)
    return who


def stood_in_for(session: Session, person_id: int, today: date) -> Sequence[int]:
    """Return for whom somebody stands in today."""
    query = select(Leave.person_id).where(Leave.stand_in_id == person_id, *_running(today))
    return session.scalars(query.order_by(Leave.id)).all()


def programmes_seen(session: Session, person_id: int, today: date) -> Sequence[int]:
    """Return the programmes somebody works in, and those of whoever they stand in for today."""
    people = [person_id, *stood_in_for(session, person_id, today)]
    query = select(Enrolment.programme_id).where(Enrolment.person_id.in_(people), Enrolment.left_at.is_(None))
    return session.scalars(query.distinct().order_by(Enrolment.programme_id)).all()


def end(session: Session, leave: Leave, today: date) -> None:
    """End a leave with yesterday; one that has not begun is as if it had never been."""
    if leave.since >= today:
        session.execute(delete(Leave).where(Leave.id == leave.id))
    else:
        session.execute(update(Leave).where(Leave.id == leave.id).values(until=today - DAY))


def _running(today: date) -> tuple[ColumnElement[bool], ...]:
    return Leave.since <= today, Leave.until >= today
