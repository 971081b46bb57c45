"""Leaves: who is away, who stands in, and what a stand-in may see meanwhile."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, func, select, update

from db.models import Enrolment, Leave
from db.session import Session

MOST_HOPS = 3


def add(session: Session, leave: Leave) -> Leave:
    """Keep a leave and give it its id."""
    session.add(leave)
    session.flush()
    return leave


def by_id(session: Session, leave_id: int) -> Leave | None:
    """Return one leave."""
    return session.get(Leave, leave_id)


def present(session: Session, person_id: int, now: datetime) -> Leave | None:
    """Return the leave that somebody is on now."""
    query = select(Leave).where(Leave.person_id == person_id, *_running(now))
    return session.scalar(query.order_by(Leave.id.desc()).limit(1))


def coming(session: Session, person_id: int, now: datetime) -> Sequence[Leave]:
    """Return the leaves of somebody that are not over, soonest first."""
    query = select(Leave).where(Leave.person_id == person_id, Leave.until > now, Leave.ended_at.is_(None))
    return session.scalars(query.order_by(Leave.since, Leave.id)).all()


def overlaps(session: Session, person_id: int, since: datetime, until: datetime) -> bool:
    """Whether somebody is away already at some moment of this time."""
    query = select(func.count()).where(
        Leave.person_id == person_id, Leave.since < until, Leave.until > since, Leave.ended_at.is_(None)
    )
    return bool(session.scalar(query))


def stand_in(session: Session, person_id: int, now: datetime) -> int:
    """Return who does somebody's work now: themselves, or who stands in, also for a stand-in who is away."""
    seen, who = {person_id}, person_id
    for _ in range(MOST_HOPS):
        leave = present(session, who, now)
        if leave is None or leave.stand_in_id in seen:
            break
        who = leave.stand_in_id
        seen.add(who)
    return who


def stood_in_for(session: Session, person_id: int, now: datetime) -> Sequence[int]:
    """Return for whom somebody stands in now."""
    query = select(Leave.person_id).where(Leave.stand_in_id == person_id, *_running(now))
    return session.scalars(query.order_by(Leave.id)).all()


def programmes_seen(session: Session, person_id: int, now: datetime) -> Sequence[int]:
    """Return the programmes somebody works in, and those of whoever they stand in for now."""
    people = [person_id, *stood_in_for(session, person_id, now)]
    query = select(Enrolment.programme_id).where(
        Enrolment.person_id.in_(people), Enrolment.left_at.is_(None)
    )
    return session.scalars(query.distinct().order_by(Enrolment.programme_id)).all()


def end(session: Session, leave_id: int, person_id: int, now: datetime) -> bool:
    """End one's own leave early; false if it was over."""
    ended = session.scalar(
        update(Leave)
        .where(
            Leave.id == leave_id, Leave.person_id == person_id, Leave.until > now, Leave.ended_at.is_(None)
        )
        .values(ended_at=now)
        .returning(Leave.id)
    )
    return ended is not None


def _running(now: datetime) -> tuple[ColumnElement[bool], ...]:
    return Leave.since <= now, Leave.until > now, Leave.ended_at.is_(None)
