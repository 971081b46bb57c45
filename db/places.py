"""The places of staff in programmes, as their role changes."""

from datetime import datetime

from sqlalchemy import select, update

from db import programmes
from db.models import Asks, Enrolment, Person, Role, Subscription
from db.session import Session


def take(session: Session, person: Person, programme_id: int, now: datetime) -> None:
    """Give the person a place in the programme, or back the one they had there."""
    known = programmes.place_of(session, person.id, programme_id)
    if known is None:
        programme = programmes.by_id(session, programme_id)
        assert programme is not None, "only offered where there is one"
        programmes.enrol(session, person, programme, now)
    else:
        known.left_at = None


def leave(session: Session, person_id: int, now: datetime) -> None:
    """End every place the person has."""
    query = update(Enrolment).where(Enrolment.person_id == person_id, Enrolment.left_at.is_(None))
    session.execute(query.values(left_at=now))


def set_role(session: Session, person_id: int, role: Role) -> None:
    """Let the person's places be those of this role; their labels stay."""
    session.execute(
        update(Enrolment)
        .where(Enrolment.person_id == person_id, Enrolment.left_at.is_(None))
        .values(role=role)
    )


def subscribe(session: Session, person: Person, asks: Asks, now: datetime) -> None:
    """Ask the planner for this person's times in every programme they are in."""
    for programme_id in programmes.programmes_of(session, person.id):
        mine = [
            Subscription.person_id == person.id,
            Subscription.programme_id == programme_id,
            Subscription.asks == asks,
        ]
        if session.scalar(select(Subscription.id).where(*mine)) is not None:
            session.execute(update(Subscription).where(*mine).values(next_at=now))
            continue
        programme = programmes.by_id(session, programme_id)
        assert programme is not None, "a place is in a programme"
        programmes.subscribe(session, person, programme, asks, now)
