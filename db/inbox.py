"""The inbox: updates as they came, kept until their effect is committed and shown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import CursorResult, bindparam, delete, func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from db.models import Heard
from db.session import Session, run

KEPT = timedelta(days=7)
# In place of the chat, once its order need not be kept any more.
NOBODY = bytes(16)
OPEN = (Heard.shown_at.is_(None), Heard.dead_at.is_(None))

_STORE = {
    name: dialect.insert(Heard).on_conflict_do_nothing(index_elements=["bot_id", "update_id"])
    for name, dialect in (("sqlite", sqlite), ("postgresql", postgresql))
}
# A sum has no index: so the one of what is open is taken, not that of everything a bot has heard.
of_bot = Heard.bot_id + 0
_WAITING = (
    select(Heard.id, Heard.update_id, Heard.chat_key, Heard.payload, Heard.reply)
    .where(of_bot == bindparam("bot_id"), Heard.id > bindparam("after"), *OPEN)
    .order_by(Heard.id)
    .limit(bindparam("most"))
)
_APPLIED = (
    update(Heard)
    .where(Heard.id == bindparam("row"), Heard.applied_at.is_(None))
    .values(applied_at=bindparam("now"), reply=bindparam("said"))
    .returning(Heard.id)
)
_SHOWN = (
    update(Heard)
    .where(Heard.id == bindparam("row"))
    .values(
        applied_at=func.coalesce(Heard.applied_at, bindparam("now", type_=Heard.shown_at.type)),
        shown_at=bindparam("now"),
        chat_key=NOBODY,
        payload=None,
        reply=None,
    )
)


def store(session: Session, bot_id: int, updates: Sequence[Mapping[str, Any]], now: datetime) -> int:
    """Keep a batch of updates and return how many were new; each is a mapping of columns.

    An update is known by (bot, update id): handed over twice it is kept once.
    """
    rows = [{"bot_id": bot_id, "received_at": now, "attempts": 0, **entry} for entry in updates]
    return session.connection().execute(_STORE[session.get_bind().dialect.name], rows).rowcount


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
    return [Waiting(*row) for row in run(session, _WAITING, bot_id=bot_id, after=after, most=limit)]


def reply_of(session: Session, row_id: int) -> list[Any] | None:
    """Return what an applied update still has to show, or None if it was never applied."""
    return session.scalar(select(Heard.reply).where(Heard.id == row_id, Heard.applied_at.is_not(None)))


def mark_applied(session: Session, row_id: int, now: datetime, reply: list[Any]) -> bool:
    """Record in the act's own transaction that the update took effect; false if it had already."""
    return run(session, _APPLIED, row=row_id, now=now, said=reply).scalar() is not None


def mark_shown(session: Session, row_id: int, now: datetime) -> None:
    """Record that the person has seen the effect, and forget the words."""
    run(session, _SHOWN, row=row_id, now=now)


def count_open(session: Session, bot_id: int) -> int:
    """Return how many updates are not shown yet."""
    query = select(func.count()).select_from(Heard).where(of_bot == bot_id, *OPEN)
    return session.scalar(query) or 0


def forget(session: Session, now: datetime) -> int:
    """Delete the ids of updates shown more than seven days ago and return how many."""
    result = session.execute(delete(Heard).where(Heard.shown_at < now - KEPT))
    assert isinstance(result, CursorResult)
    return result.rowcount
