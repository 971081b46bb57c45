"""Alerts on the ladder: which have something due, and whether anybody was told of them."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import and_, or_, select, text

from db.models import Alert, AlertState, Delivery, Kind, Page
from db.session import Session

# Written out, not bound: the database must see that these are the rows of a partial index.
CLIMBING = text("alerts.climbs_at IS NOT NULL")


def due(session: Session, now: datetime, limit: int) -> Sequence[Alert]:
    """Return up to `limit` alerts whose ladder has something to do, longest waiting first.

    With them come those that a clock which was set back has left in the future.
    """
    ahead = or_(
        and_(Alert.state == AlertState.RAISED, Alert.climbs_from > now),
        and_(Alert.state == AlertState.TAKEN, Alert.taken_at > now),
    )
    query = select(Alert).where(CLIMBING, or_(Alert.climbs_at <= now, ahead))
    return session.scalars(query.order_by(Alert.climbs_at, Alert.id).limit(limit)).all()


def rung(session: Session, alert_ids: Collection[int]) -> set[int]:
    """Return those of these alerts of which a message to staff has reached Telegram since they climb.

    What was said before somebody took an alert, and had to go, tells nobody that it waits again.
    """
    query = select(Alert.id).join(Delivery, Delivery.about_id == Alert.id)
    told = query.where(
        Delivery.kind == Kind.ALERT,
        Delivery.outcome == "sent",
        Delivery.about_id.in_(alert_ids),
        Delivery.queued_at >= Alert.climbs_from,
    )
    return set(session.scalars(told.distinct()))


def rings(session: Session, alert: Alert, subject: str | None = None) -> bool:
    """Whether a message to staff is on its way or has arrived: of this climb, or of one occasion."""
    began = alert.climbs_from or alert.raised_at  # an amber one from before there was a ladder never climbed
    of_it = Delivery.subject == subject if subject else Delivery.queued_at >= began
    wanted = (Delivery.kind == Kind.ALERT, Delivery.about_id == alert.id, of_it)
    told = or_(Delivery.outcome.is_(None), Delivery.outcome == "sent")
    return session.scalar(select(Delivery.id).where(*wanted, told).limit(1)) is not None


def rung_at(session: Session, subject: str) -> set[int]:
    """Return who was rung, or is about to be, for one occasion of an alert."""
    query = select(Delivery.person_id).where(Delivery.kind == Kind.ALERT, Delivery.subject == subject)
    return set(session.scalars(query))


def paged(session: Session, alert_ids: Collection[int]) -> set[int]:
    """Return those of these alerts for which the second channel took a call since they climb."""
    query = select(Alert.id).join(Page, Page.alert_id == Alert.id)
    taken = (Page.outcome == "sent", Page.alert_id.in_(alert_ids), Page.queued_at >= Alert.climbs_from)
    return set(session.scalars(query.where(*taken).distinct()))
