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
    """Return those of these alerts of which a message to staff has reached Telegram."""
    query = select(Delivery.about_id).where(
        Delivery.kind == Kind.ALERT, Delivery.outcome == "sent", Delivery.about_id.in_(alert_ids)
    )
    return {about for about in session.scalars(query.distinct()) if about is not None}


def rung_at(session: Session, subject: str) -> set[int]:
    """Return who was rung, or is about to be, for one occasion of an alert."""
    query = select(Delivery.person_id).where(Delivery.kind == Kind.ALERT, Delivery.subject == subject)
    return set(session.scalars(query))


def paged(session: Session, alert_ids: Collection[int]) -> set[int]:
    """Return those of these alerts for which the second channel took a call."""
    query = select(Page.alert_id).where(Page.outcome == "sent", Page.alert_id.in_(alert_ids))
    return set(session.scalars(query.distinct()))
