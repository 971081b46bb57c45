"""Pages: calls by the second channel, from the row to its outcome."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select, text, update
from sqlalchemy.dialects import postgresql, sqlite

from db.models import Alert, Page
from db.session import Session

WAITING = text("pages.settled_at IS NULL")


def queue(session: Session, rows: Sequence[Mapping[str, Any]]) -> None:
    """Keep calls to be made; one that is owed already for its subject and channel stays as it is."""
    if not rows:
        return
    session.flush()
    dialect = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    statement = dialect.insert(Page.__table__).on_conflict_do_nothing(
        index_elements=["alert_id", "subject", "channel"]
    )
    session.connection().execute(statement, [{"attempts": 0, **row} for row in rows])


def claim(session: Session, now: datetime, lease: timedelta, limit: int) -> Sequence[Page]:
    """Take up to `limit` calls that are due; how they end is said within `lease`, or they are due again."""
    first = select(Page.id).where(WAITING, Page.due_at <= now).order_by(Page.due_at, Page.id).limit(limit)
    taken = session.scalars(
        update(Page)
        .where(Page.id.in_(first), Page.settled_at.is_(None), Page.due_at <= now)
        .values(due_at=now + lease, attempts=Page.attempts + 1)
        .returning(Page)
    ).all()
    return sorted(taken, key=lambda page: page.id)


def alerts_of(session: Session, pages: Sequence[Page]) -> Mapping[int, Alert]:
    """Return the alerts that these calls are about."""
    query = select(Alert).where(Alert.id.in_({page.alert_id for page in pages}))
    return {alert.id: alert for alert in session.scalars(query)}


def settle(session: Session, page_id: int, outcome: str, now: datetime) -> None:
    """Write the one outcome of a call."""
    session.execute(
        update(Page)
        .where(Page.id == page_id, Page.settled_at.is_(None))
        .values(outcome=outcome, settled_at=now)
    )


def put_back(session: Session, page_id: int, due_at: datetime) -> None:
    """Let a call be made again at a moment."""
    session.execute(update(Page).where(Page.id == page_id, Page.settled_at.is_(None)).values(due_at=due_at))
