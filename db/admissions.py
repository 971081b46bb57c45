"""Those who came by a poster: who waits, and what a worker said."""

from datetime import datetime

from sqlalchemy import func, or_, select, update

from db.models import Admission, Invite
from db.session import Session


def of(session: Session, person_id: int) -> Admission | None:
    """Return how it stands with somebody who came by a poster."""
    return session.scalar(select(Admission).where(Admission.person_id == person_id))


def by_id(session: Session, admission_id: int) -> Admission | None:
    """Return one."""
    return session.get(Admission, admission_id)


def add(session: Session, admission: Admission) -> Admission:
    """Keep that somebody waits."""
    session.add(admission)
    session.flush()
    return admission


def invite(session: Session, invite_id: int) -> Invite | None:
    """Return the invite that somebody came by."""
    return session.get(Invite, invite_id)


def count(session: Session, invite_id: int) -> int:
    """Return how many came by an invite and wait, or were let in."""
    query = select(func.count()).select_from(Admission)
    counts = or_(Admission.let_in.is_(None), Admission.let_in.is_(True))
    return session.scalar(query.where(Admission.invite_id == invite_id, counts)) or 0


def let_in_by(session: Session, invite_id: int) -> int:
    """Return how many of an invite were let in."""
    query = select(func.count()).select_from(Admission)
    return session.scalar(query.where(Admission.invite_id == invite_id, Admission.let_in.is_(True))) or 0


def decide(session: Session, admission_id: int, worker_id: int, now: datetime, *, let_in: bool) -> bool:
    """Write a worker's answer; of two workers at once exactly one decides."""
    decided = session.scalar(
        update(Admission)
        .where(Admission.id == admission_id, Admission.decided_at.is_(None))
        .values(decided_at=now, decided_by=worker_id, let_in=let_in)
        .returning(Admission.id)
    )
    return decided is not None


def reopen(session: Session, admission_id: int) -> None:
    """Take an answer back, because it could not be carried out."""
    nothing = {"decided_at": None, "decided_by": None, "let_in": None}
    session.execute(update(Admission).where(Admission.id == admission_id).values(**nothing))


def forget(session: Session, admission: Admission) -> None:
    """Drop an answer: the person comes by another door."""
    session.delete(admission)
    session.flush()
