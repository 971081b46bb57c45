"""Reading the audit record: who saw what of somebody's, and what happened lately."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, or_, select

from db.models import Act, AuditEvent
from db.session import Session

# What is written of whole programmes and sites begins with these.
PROGRAMME, ANSWERS = "programme:{} ", "answers"


def seen_of(
    session: Session, person_id: int, site_id: int, programmes: Collection[tuple[int, datetime]], limit: int
) -> Sequence[AuditEvent]:
    """Return the latest looks at this person and exports with them in it, newest first.

    A look at a whole programme, of which `programmes` says since when they are in it, is one at them.
    """
    theirs: list[ColumnElement[bool]] = [AuditEvent.person_id == person_id]
    for programme_id, since in programmes:
        begins = AuditEvent.about.startswith(PROGRAMME.format(programme_id), autoescape=True)
        theirs.append(and_(AuditEvent.person_id.is_(None), begins, AuditEvent.at >= since))
    if programmes:
        since = min(since for _, since in programmes)
        theirs.append(
            and_(
                AuditEvent.site_id == site_id,
                AuditEvent.person_id.is_(None),
                AuditEvent.act == Act.EXPORTED,
                AuditEvent.about == ANSWERS,
                AuditEvent.at >= since,
            )
        )
    query = select(AuditEvent).where(AuditEvent.act.in_((Act.LOOKED, Act.EXPORTED)), or_(*theirs))
    return session.scalars(query.order_by(AuditEvent.id.desc()).limit(limit)).all()


def latest(session: Session, limit: int, person_id: int | None = None) -> Sequence[AuditEvent]:
    """Return the latest entries, oldest of them first; with a person those by or about them."""
    query = select(AuditEvent)
    if person_id is not None:
        query = query.where(or_(AuditEvent.person_id == person_id, AuditEvent.actor_id == person_id))
    return session.scalars(query.order_by(AuditEvent.id.desc()).limit(limit)).all()[::-1]
