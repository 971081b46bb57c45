"""Alerts: concerns that a human must take."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Exists, and_, case, literal, null, or_, select, true, update

from db.models import Alert, AlertNote, AlertState, Person, Tier, UtcDateTime
from db.session import Session


def raised(session: Session, alert: Alert) -> tuple[Alert, bool]:
    """Keep an alert, or return the one that the same cause raised already; true when it is new."""
    known = of_cause(session, alert.person_id, alert.cause)
    if known is not None:
        return known, False
    session.add(alert)
    session.flush()
    return alert, True


def of_cause(session: Session, person_id: int, cause: str) -> Alert | None:
    """Return the person's alert that this cause raised."""
    return session.scalar(select(Alert).where(Alert.person_id == person_id, Alert.cause == cause))


def untaken(session: Session, person_id: int, reason: str) -> Alert | None:
    """Return the person's alert for this reason that nobody has taken yet."""
    query = select(Alert).where(
        Alert.person_id == person_id, Alert.reason == reason, Alert.state == AlertState.RAISED
    )
    return session.scalar(query.order_by(Alert.id.desc()).limit(1))


def for_worker(session: Session, alert_id: int, programmes: Collection[int]) -> Alert | None:
    """Return an alert if it belongs to one of these programmes."""
    return session.scalar(select(Alert).where(Alert.id == alert_id, Alert.programme_id.in_(programmes)))


def by_id(session: Session, alert_id: int) -> Alert | None:
    """Return one alert."""
    return session.get(Alert, alert_id)


def of_person(which: ColumnElement[bool]) -> Exists:
    """Return whether the person of a query has such an alert in earnest."""
    return select(Alert.id).where(Alert.person_id == Person.id, Alert.drill.is_(False), which).exists()


def any_red(session: Session, person_id: int) -> bool:
    """Whether the person ever had a red alert."""
    query = select(Alert.id).where(
        Alert.person_id == person_id, Alert.tier == Tier.RED, Alert.drill.is_(False)
    )
    return session.scalar(query.limit(1)) is not None


def any_open(session: Session, person_id: int) -> bool:
    """Whether the person has an alert that is not closed."""
    query = select(Alert.id).where(
        Alert.person_id == person_id, Alert.state != AlertState.CLOSED, Alert.drill.is_(False)
    )
    return session.scalar(query.limit(1)) is not None


def take(
    session: Session,
    alert_id: int,
    worker_id: int,
    now: datetime,
    contact_by: datetime,
    *,
    over: bool = False,
) -> bool:
    """Give the alert to a worker, who is to be in contact by a moment; of two who press exactly one gets it.

    One of which nothing was heard in time may be taken over by a colleague; `over` lets them do so earlier.
    """
    late = true() if over else Alert.contact_by <= now
    free = or_(
        Alert.state == AlertState.RAISED,
        and_(Alert.state == AlertState.TAKEN, late, Alert.taken_by != worker_id),
    )
    taken = session.scalar(
        update(Alert)
        .where(Alert.id == alert_id, free)
        .values(state=AlertState.TAKEN, taken_by=worker_id, taken_at=now, **_due(contact_by))
        .returning(Alert.id)
    )
    return taken is not None


def wait_for_contact(session: Session, alert_id: int, contact_by: datetime) -> None:
    """Let whoever has an alert go on trying until a moment."""
    session.execute(update(Alert).where(Alert.id == alert_id).values(**_due(contact_by)))


def _due(contact_by: datetime) -> dict[str, Any]:
    """Return the columns of an alert that is silent until contact is due: then it climbs from there."""
    red = Alert.tier == Tier.RED
    return {
        "contact_by": contact_by,
        "climbs_from": contact_by,
        "climbs_at": case((red, literal(contact_by, UtcDateTime())), else_=null()),
        "step": 0,
    }


def add_note(
    session: Session, alert: Alert, author_id: int, kind: str, now: datetime, text: str | None = None
) -> None:
    """Keep something said about an alert."""
    session.add(
        AlertNote(
            site_id=alert.site_id, alert_id=alert.id, author_id=author_id, kind=kind, text=text,
            written_at=now,
        )
    )  # fmt: skip
    session.flush()


def notes(session: Session, alert_id: int) -> Sequence[AlertNote]:
    """Return what was said about an alert, oldest first."""
    query = select(AlertNote).where(AlertNote.alert_id == alert_id).order_by(AlertNote.id)
    return session.scalars(query).all()


def close(session: Session, alert_id: int, worker_id: int, outcome: str, now: datetime) -> bool:
    """Close an alert that this worker has taken, with what came of it."""
    closed = session.scalar(
        update(Alert)
        .where(Alert.id == alert_id, Alert.state == AlertState.TAKEN, Alert.taken_by == worker_id)
        .values(state=AlertState.CLOSED, closed_at=now, closed_as=outcome, climbs_at=None)
        .returning(Alert.id)
    )
    return closed is not None


def give_back(session: Session, worker_id: int) -> Sequence[Alert]:
    """Take every open alert away from a worker, so that it waits for somebody again, and return them."""
    query = (
        update(Alert)
        .where(Alert.taken_by == worker_id, Alert.state == AlertState.TAKEN)
        .values(state=AlertState.RAISED, taken_by=None, taken_at=None, contact_by=None)
        .returning(Alert)
    )
    return session.scalars(query).all()


def raised_in(session: Session, programmes: Collection[int]) -> Sequence[Alert]:
    """Return the alerts of these programmes that nobody has taken."""
    query = select(Alert).where(Alert.programme_id.in_(programmes), Alert.state == AlertState.RAISED)
    return session.scalars(query.order_by(Alert.id)).all()
