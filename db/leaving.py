"""Leaving: who asked to be forgotten and is still here, because a human must see something first."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import exists, or_, select

from db.models import Alert, AlertState, Leaving, Person, Tier
from db.session import Session

_IS_RED = (Alert.tier == Tier.RED, Alert.state != AlertState.CLOSED)


def ask(session: Session, person_id: int, now: datetime, due_at: datetime, *, for_study: bool) -> None:
    """Note the wish; asked again, the earlier date stands."""
    known = session.get(Leaving, person_id)
    if known is None:
        session.add(Leaving(person_id=person_id, asked_at=now, due_at=due_at, for_study=for_study))
        session.flush()
    else:
        known.for_study = for_study


def wish_of(session: Session, person_id: int) -> Leaving | None:
    """Return the person's wish to be forgotten, if they have one that is not fulfilled yet."""
    return session.get(Leaving, person_id)


def take_back(session: Session, person_id: int) -> bool:
    """Drop the wish; false if there was none."""
    known = session.get(Leaving, person_id)
    if known is not None:
        session.delete(known)
        session.flush()
    return known is not None


def due(session: Session, now: datetime, limit: int) -> Sequence[tuple[Person, bool]]:
    """Return whose time has come, or whose last red alert was closed, and whether answers stay for study."""
    watched = exists().where(Alert.person_id == Person.id, *_IS_RED)
    query = (
        select(Person, Leaving.for_study)
        .join(Leaving, Leaving.person_id == Person.id)
        .where(or_(Leaving.due_at <= now, ~watched))
        # Ordered by people, SQLite would look through all of them for the few who leave.
        .order_by(Leaving.person_id)
        .limit(limit)
    )
    return [(person, for_study) for person, for_study in session.execute(query)]


def open_red(session: Session, person_id: int) -> Alert | None:
    """Return the person's latest red alert that nobody has closed."""
    query = select(Alert).where(Alert.person_id == person_id, *_IS_RED)
    return session.scalar(query.order_by(Alert.id.desc()).limit(1))
