"""The hold after a restore: what was owed before it waits until somebody decides."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import CursorResult, func, select, update

from db import mails
from db.inbox import NOBODY
from db.models import Alert, AlertState, Delivery, Heard, Restore, State
from db.session import Session

RESTORED = "restored"


def begin(session: Session, taken_at: datetime, now: datetime) -> int:
    """Hold everything that was due before `now`, set aside what was heard and not shown; return what is held.

    Whoever wrote just before the backup was answered by the database that is lost, or never: that is for a
    human to look at (`respite inbox`).
    """
    session.add(Restore(taken_at=taken_at, restored_at=now))
    session.flush()
    mails.cancel(session, now, RESTORED)  # a notice or a code of before the restore is nobody's help
    unsettled = update(Delivery).where(Delivery.state.in_([State.SENDING, State.HELD]))
    session.execute(unsettled.values(state=State.PENDING))
    unshown = update(Heard).where(Heard.shown_at.is_(None), Heard.dead_at.is_(None))
    session.execute(unshown.where(Heard.applied_at.is_(None)).values(dead_at=now, error=RESTORED))
    session.execute(
        unshown.where(Heard.applied_at.is_not(None)).values(
            shown_at=now, payload=None, reply=None, chat_key=NOBODY
        )
    )
    return catch(session)


def since(session: Session) -> datetime | None:
    """Return the moment of the restore that nobody has decided about yet."""
    return session.scalar(select(func.max(Restore.restored_at)).where(Restore.ended_at.is_(None)))


def catch(session: Session) -> int:
    """Hold what has been planned for a moment before the restore, and return how much that is."""
    restored_at = since(session)
    if restored_at is None:
        return 0
    waiting = update(Delivery).where(Delivery.state == State.PENDING, Delivery.due_at <= restored_at)
    return _count(session.execute(waiting.values(state=State.HELD)))


def tally(session: Session) -> Mapping[str, int]:
    """Return how much is held, by kind."""
    query = select(Delivery.kind, func.count()).where(Delivery.state == State.HELD)
    return {kind: count for kind, count in session.execute(query.group_by(Delivery.kind))}


def release(session: Session, now: datetime) -> int:
    """Let what is held go out, if it is not too late for it, and return how much that is."""
    _end(session, now)
    held = update(Delivery).where(Delivery.state == State.HELD)
    return _count(session.execute(held.values(state=State.PENDING)))


def drop(session: Session, now: datetime) -> int:
    """Call off what is held and return how much that is."""
    _end(session, now)
    held = update(Delivery).where(Delivery.state == State.HELD)
    ended = {"state": State.SETTLED, "outcome": f"cancelled:{RESTORED}", "settled_at": now}
    return _count(session.execute(held.values(ended)))


def open_alerts(session: Session) -> list[int]:
    """Return the numbers of the alerts that nobody has closed: after a restore somebody must look at them."""
    query = select(Alert.id).where(Alert.state != AlertState.CLOSED)
    return list(session.scalars(query.order_by(Alert.id)))


def _end(session: Session, now: datetime) -> None:
    session.execute(update(Restore).where(Restore.ended_at.is_(None)).values(ended_at=now))


def _count(result: object) -> int:
    assert isinstance(result, CursorResult)
    return result.rowcount
