"""Pauses: when, until when, and why."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Integer, Select, bindparam, select, update

from db.models import Pause, Person, Standing, UtcDateTime
from db.session import Session, run


def begin(session: Session, person_id: int, reason: str, since: datetime, until: datetime) -> None:
    """Record a rest."""
    session.add(Pause(person_id=person_id, reason=reason, since=since, until=until))


def end(session: Session, person_id: int, now: datetime) -> None:
    """Record that the person's rest is over."""
    session.execute(
        update(Pause).where(Pause.person_id == person_id, Pause.ended_at.is_(None)).values(ended_at=now)
    )


def reason_of(session: Session, person_id: int) -> str | None:
    """Return why a person rests now."""
    query = select(Pause.reason).where(Pause.person_id == person_id, Pause.ended_at.is_(None))
    return session.scalar(query.order_by(Pause.id.desc()).limit(1))


def wake(session: Session, now: datetime, limit: int) -> Sequence[int]:
    """Set up to `limit` people whose rest has run out to active again and return who that was."""
    awake = run(session, _WAKE, now=now, most=limit).scalars().all()
    if awake:
        session.execute(
            update(Pause).where(Pause.person_id.in_(awake), Pause.ended_at.is_(None)).values(ended_at=now)
        )
    return awake


def _over() -> Select[Any]:
    over = select(Person.id).where(
        Person.standing == Standing.PAUSED, Person.paused_until <= bindparam("now", type_=UtcDateTime)
    )
    return over.limit(bindparam("most", type_=Integer))


# Made once: it is asked at every beat.
_WAKE = (
    update(Person.__table__)  # type: ignore[arg-type]
    .where(Person.id.in_(_over()), Person.standing == Standing.PAUSED)
    .values(standing=Standing.ACTIVE, paused_until=None)
    .returning(Person.id)
)
