"""Alerts: concerns that a human must take."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import select, update

from db.models import Alert, AlertState, Tier
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


def any_red(session: Session, person_id: int) -> bool:
    """Whether the person ever had a red alert."""
    query = select(Alert.id).where(Alert.person_id == person_id, Alert.tier == Tier.RED).limit(1)
    return session.scalar(query) is not None


def any_open(session: Session, person_id: int) -> bool:
    """Whether a human still has to see to the person."""
    query = select(Alert.id).where(Alert.person_id == person_id, Alert.state != AlertState.CLOSED).limit(1)
    return session.scalar(query) is not None


def take(session: Session, alert_id: int, worker_id: int, now: datetime) -> bool:
    """Give the alert to a worker; of two who press at once exactly one gets it."""
    taken = session.scalar(
        update(Alert)
        .where(Alert.id == alert_id, Alert.state == AlertState.RAISED)
        .values(state=AlertState.TAKEN, taken_by=worker_id, taken_at=now)
        .returning(Alert.id)
    )
    return taken is not None


def close(session: Session, alert_id: int, worker_id: int, outcome: str, now: datetime) -> bool:
    """Close an alert that this worker has taken, with what came of it."""
    closed = session.scalar(
        update(Alert)
        .where(Alert.id == alert_id, Alert.state == AlertState.TAKEN, Alert.taken_by == worker_id)
        .values(state=AlertState.CLOSED, closed_at=now, closed_as=outcome)
        .returning(Alert.id)
    )
    return closed is not None


def give_back(session: Session, worker_id: int) -> Sequence[Alert]:
    """Take every open alert away from a worker, so that it waits for somebody again, and return them."""
    query = (
        update(Alert)
        .where(Alert.taken_by == worker_id, Alert.state == AlertState.TAKEN)
        .values(state=AlertState.RAISED, taken_by=None, taken_at=None)
        .returning(Alert)
    )
    return session.scalars(query).all()


def raised_in(session: Session, programmes: Collection[int]) -> Sequence[Alert]:
    """Return the alerts of these programmes that nobody has taken."""
    query = select(Alert).where(Alert.programme_id.in_(programmes), Alert.state == AlertState.RAISED)
    return session.scalars(query.order_by(Alert.id)).all()
