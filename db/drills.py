"""Drills: which are under way, which are due, and how they ended."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import or_, select

from db.models import Alert, AlertState, Programme, SiteRow
from db.session import Session


def sites(session: Session, *, made_up: bool = False) -> Sequence[SiteRow]:
    """Return the sites; those that are made up only where they are asked for."""
    query = select(SiteRow).order_by(SiteRow.id)
    return session.scalars(query if made_up else query.where(SiteRow.synthetic.is_(False))).all()


def programmes(session: Session, site_id: int, today: date) -> Sequence[int]:
    """Return the programmes of a site that have not ended."""
    query = select(Programme.id).where(
        Programme.site_id == site_id, or_(Programme.ends_on.is_(None), Programme.ends_on >= today)
    )
    return session.scalars(query.order_by(Programme.id)).all()


def running(session: Session, programme_id: int) -> bool:
    """Whether a drill of the programme waits for somebody."""
    query = select(Alert.id).where(
        Alert.programme_id == programme_id, Alert.state == AlertState.RAISED, Alert.drill.is_(True)
    )
    return session.scalar(query.limit(1)) is not None


def without(session: Session, site_id: int, since: datetime, today: date) -> Sequence[int]:
    """Return the running programmes of a site that had no drill since a moment."""
    had = select(Alert.programme_id).where(
        Alert.site_id == site_id, Alert.drill.is_(True), Alert.raised_at >= since
    )
    drilled = set(session.scalars(had))
    return [each for each in programmes(session, site_id, today) if each not in drilled]


def latest(session: Session, site_id: int) -> Alert | None:
    """Return the last drill of a site that is over."""
    query = select(Alert).where(
        Alert.site_id == site_id, Alert.drill.is_(True), Alert.state == AlertState.CLOSED
    )
    return session.scalar(query.order_by(Alert.raised_at.desc(), Alert.id.desc()).limit(1))
