"""Pauses: when, until when, and why."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import update

from db.models import Pause, Person, Standing
from db.session import Session


def begin(session: Session, person_id: int, reason: str, since: datetime, until: datetime) -> None:
    """Record a rest."""
    session.add(Pause(person_id=person_id, reason=reason, since=since, until=until))


def end(session: Session, person_id: int, now: datetime) -> None:
    """Record that the person's rest is over."""
    session.execute(
        update(Pause).where(Pause.person_id == person_id, Pause.ended_at.is_(None)).values(ended_at=now)
    )


def wake(session: Session, now: datetime) -> Sequence[int]:
    """Set everybody whose rest has run out to active again and return who that was."""
    awake = session.scalars(
        update(Person)
        .where(Person.standing == Standing.PAUSED, Person.paused_until <= now)
        .values(standing=Standing.ACTIVE, paused_until=None)
        .returning(Person.id)
    ).all()
    if awake:
        session.execute(
            update(Pause).where(Pause.person_id.in_(awake), Pause.ended_at.is_(None)).values(ended_at=now)
        )
    return awake
