"""Deeds of the operator, and of the clock in their place: written down for every site of the database."""

from datetime import datetime

from sqlalchemy import select

from db import audit
from db.models import Act, SiteRow
from db.session import Session


def note(session: Session, act: Act, about: str, now: datetime) -> None:
    """Add an entry to the audit record of each site; call it last in its transaction."""
    for site_id in session.scalars(select(SiteRow.id).order_by(SiteRow.id)).all():
        audit.record(session, site_id=site_id, actor_id=None, act=act, about=about, now=now)
