"""What makes everything stop for a family: whom it covers, who stands by them, how it ends."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import select

from db import families
from db.models import Enrolment, Halt, Person, Standing
from db.session import Session


def open_of(session: Session, person_id: int) -> Halt | None:
    """Return what has stopped the questions of a person and is not over; of two the later one."""
    query = select(Halt).where(Halt.person_id == person_id, Halt.ended_at.is_(None))
    return session.scalar(query.order_by(Halt.id.desc()).limit(1))


def has_died(session: Session, child_id: int) -> bool:
    """Whether those who care for a child have lost it."""
    return any(each.standing == Standing.BEREAVED for each in families.carers(session, child_id))


def by_id(session: Session, halt_id: int) -> Halt | None:
    """Return one."""
    return session.get(Halt, halt_id)


def together(session: Session, event: int) -> Sequence[Halt]:
    """Return what stopped at once for a family, one a person, those that are not over."""
    query = select(Halt).where(Halt.event == event, Halt.ended_at.is_(None))
    return session.scalars(query.order_by(Halt.id)).all()


def everybody(session: Session, person_id: int) -> Sequence[Person]:
    """Return a person and whoever else cares for the same child."""
    child = families.child_of(session, person_id)
    return families.carers(session, child.id) if child else [session.get_one(Person, person_id)]


def add(session: Session, halt: Halt) -> Halt:
    """Keep what has stopped."""
    session.add(halt)
    session.flush()
    return halt


def labels(session: Session, halts: Collection[Halt]) -> Sequence[str]:
    """Return the case labels of those it covers."""
    places = [each.enrolment_id for each in halts if each.enrolment_id is not None]
    query = select(Enrolment.label).where(Enrolment.id.in_(places)).order_by(Enrolment.id)
    return session.scalars(query).all()


def give(session: Session, event: int, keeper_id: int) -> None:
    """Let another stand by the family."""
    for halt in together(session, event):
        halt.keeper_id = keeper_id


def spoken(session: Session, event: int, now: datetime) -> None:
    """Record that a worker has sent the words."""
    for halt in together(session, event):
        halt.words_at = now
