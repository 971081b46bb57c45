"""The inbox: updates as they came, kept until their effect is committed and shown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import CursorResult, delete, func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from db.models import Heard
from db.session import Session

KEPT = timedelta(days=7)
OPEN = (Heard.shown_at.is_(None), Heard.dead_at.is_(None))


def store(session: Session, bot_id: int, updates: Sequence[Mapping[str, Any]], now: datetime) -> int:
    """Keep a batch of updates and return how many were new; each is a mapping of columns.

    An update is known by (bot, update id): handed over twice it is kept once.
    """
    dialect = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    statement = dialect.insert(Heard).on_conflict_do_nothing(index_elements=["bot_id", "update_id"])
    rows = [{"bot_id": bot_id, "received_at": now, "attempts": 0, **entry} for entry in updates]
    return session.connection().execute(statement, rows).rowcount


@dataclass(frozen=True)
class Waiting:
    """An update that is not shown yet; with a `reply` it took effect and only showing is left."""

    id: int
    update_id: int
    chat_key: bytes
    payload: dict[str, Any] | None
    reply: list[Any] | None


def waiting(session: Session, bot_id: int, after: int, limit: int) -> Sequence[Waiting]:
    """Return what is not shown yet and came after row `after`, in order of arrival."""
    query = select(Heard.id, Heard.update_id, Heard.chat_key, Heard.payload, Heard.reply).where(
        Heard.bot_id == bot_id, Heard.id > after, *OPEN
    )
    rows = session.execute(query.order_by(Heard.id).limit(limit)).all()
    return [Waiting(row.id, row.update_id, row.chat_key, row.payload, row.reply) for row in rows]


def reply_of(session: Session, row_id: int) -> list[Any] | None:
    """Return what an applied update still has to show, or None if it was never applied."""
    return session.scalar(select(Heard.reply).where(Heard.id == row_id, Heard.applied_at.is_not(None)))


def mark_applied(session: Session, row_id: int, now: datetime, reply: list[Any]) -> bool:
    """Record in the act's own transaction that the update took effect; false if it had already."""
    result = session.scalar(
        update(Heard)
        .where(Heard.id == row_id, Heard.applied_at.is_(None))
        .values(applied_at=now, reply=reply)
        .returning(Heard.id)
    )
    return result is not None


def mark_shown(session: Session, row_id: int, now: datetime) -> None:
    """Record that the person has seen the effect, and forget the words."""
    session.execute(
        update(Heard)
        .where(Heard.id == row_id)
        .values(applied_at=func.coalesce(Heard.applied_at, now), shown_at=now, payload=None, reply=None)
    )


def mark_failed(session: Session, row_id: int, error: str, now: datetime, *, limit: int) -> bool:
    """Count a failure; after `limit` of them the row is set aside as dead, and true is returned."""
    attempts = session.scalar(
        update(Heard)
        .where(Heard.id == row_id)
        .values(attempts=Heard.attempts + 1, error=error[:200])
        .returning(Heard.attempts)
    )
    if attempts is None or attempts < limit:
        return False
    session.execute(update(Heard).where(Heard.id == row_id).values(dead_at=now))
    return True


def count_open(session: Session, bot_id: int) -> int:
    """Return how many updates are not shown yet."""
    query = select(func.count()).select_from(Heard).where(Heard.bot_id == bot_id, *OPEN)
    return session.scalar(query) or 0


def count_dead(session: Session) -> int:
    """Return how many updates were set aside because they failed again and again."""
    return session.scalar(select(func.count()).select_from(Heard).where(Heard.dead_at.is_not(None))) or 0


def forget(session: Session, now: datetime) -> int:
    """Delete the ids of updates shown more than seven days ago and return how many."""
    result = session.execute(delete(Heard).where(Heard.shown_at < now - KEPT))
    assert isinstance(result, CursorResult)
    return result.rowcount
