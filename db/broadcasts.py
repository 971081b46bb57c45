"""Broadcasts: what becomes of them, from the draft to the end of the last delivery."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CursorResult,
    TextClause,
    bindparam,
    delete,
    func,
    or_,
    select,
    text,
    update,
)

from db.models import Broadcast, Delivery, Kind, Priority, Sending, State, UtcDateTime
from db.session import Session, run

# In these words the indexes over what is pending and over what is paused serve.
_PENDING = text(f"deliveries.state = 'pending' AND deliveries.priority = {int(Priority.BROADCAST)}")
_PAUSED = text("deliveries.state = 'paused'")
CALLED_OFF = "cancelled:broadcast"
# What is on its way, or may be again.
UNDER_WAY = (Sending.PLANNED, Sending.QUEUED, Sending.PAUSED, Sending.WAITING)


def add(session: Session, broadcast: Broadcast) -> Broadcast:
    """Keep a new broadcast."""
    session.add(broadcast)
    session.flush()
    return broadcast


def by_id(session: Session, broadcast_id: int) -> Broadcast | None:
    """Return one broadcast as it stands in the database."""
    return session.get(Broadcast, broadcast_id, populate_existing=True)


def of_site(session: Session, site_id: int, person_id: int, limit: int) -> Sequence[Broadcast]:
    """Return the newest broadcasts of a site, what is not over first; of drafts only the person's own."""
    query = select(Broadcast).where(
        Broadcast.site_id == site_id,
        or_(Broadcast.state != Sending.DRAFT, Broadcast.created_by == person_id),
    )
    ordered = query.order_by(Broadcast.ended_at.is_not(None), Broadcast.id.desc())
    return session.scalars(ordered.limit(limit)).all()


def move(session: Session, one: Broadcast, before: Sequence[str], after: Sending, **values: Any) -> bool:  # noqa: ANN401 - columns
    """Bring a broadcast from one of some states into another; false if it was in none of them any more."""
    moved = session.scalar(
        update(Broadcast)
        .where(Broadcast.id == one.id, Broadcast.state.in_(before))
        .values(state=after, **values)
        .returning(Broadcast.id)
    )
    session.refresh(one)
    return moved is not None


def cancel(session: Session, broadcast_id: int) -> bool:
    """Let nothing more of a broadcast be claimed; false if it was over already."""
    cancelled = session.scalar(
        update(Broadcast)
        .where(Broadcast.id == broadcast_id, Broadcast.state.in_(UNDER_WAY))
        .values(state=Sending.CANCELLED, next_at=None, look_at=None)
        .returning(Broadcast.id)
    )
    return cancelled is not None


def throw_away(session: Session, one: Broadcast) -> None:
    """Forget a draft."""
    session.execute(delete(Broadcast).where(Broadcast.id == one.id, Broadcast.state == Sending.DRAFT))


def forget_drafts(session: Session, before: datetime) -> None:
    """Forget the drafts that nobody finished."""
    run(session, _FORGET, before=before)


def put_by(session: Session, delivery_ids: Sequence[int]) -> None:
    """Give back claimed deliveries of a paused broadcast, to wait with the others."""
    if delivery_ids:
        session.execute(
            update(Delivery)
            .where(Delivery.id.in_(delivery_ids), Delivery.state == State.SENDING)
            .values(state=State.PAUSED, attempts=Delivery.attempts - 1)
            .execution_options(synchronize_session=False)
        )


def wind_up(session: Session, now: datetime, limit: int) -> bool:
    """Do to up to `limit` deliveries what became of their broadcast, and end what has nothing left to send.

    What was cancelled is called off, what was paused waits, what goes on goes on. True if there may be more.
    """
    running = run(session, _RUNNING).all()
    if not running:
        return False
    moved = sum(_follow(session, key, state, now, limit) for key, state in running)
    run(session, _NEXT_ROUND)
    run(session, _END, now=now)
    return moved >= limit


def _follow(session: Session, broadcast_id: int, state: str, now: datetime, limit: int) -> int:
    if state == Sending.CANCELLED:
        ended = {"state": State.SETTLED, "outcome": CALLED_OFF, "settled_at": now}
        return sum(_move(session, broadcast_id, which, ended, limit) for which in (_PENDING, _PAUSED))
    if state == Sending.PAUSED:
        return _move(session, broadcast_id, _PENDING, {"state": State.PAUSED}, limit)
    return _move(session, broadcast_id, _PAUSED, {"state": State.PENDING}, limit)


def _move(
    session: Session,
    broadcast_id: int,
    which: TextClause,
    values: dict[str, Any],
    limit: int,
) -> int:
    mine = (Delivery.kind == Kind.BROADCAST, Delivery.about_id == broadcast_id)
    found = select(Delivery.id).where(which, *mine).limit(limit)
    states = (State.PENDING, State.PAUSED)
    result = session.execute(
        update(Delivery)
        .where(Delivery.id.in_(found), Delivery.state.in_(states))
        .values(values)
        .execution_options(synchronize_session=False)
    )
    assert isinstance(result, CursorResult)
    return result.rowcount


def _unsettled() -> ColumnElement[bool]:
    mine = (Delivery.kind == Kind.BROADCAST, Delivery.about_id == Broadcast.id)
    open_ = (_PENDING, _PAUSED, text("deliveries.state = 'sending'"), text("deliveries.state = 'held'"))
    return or_(*(select(Delivery.id).where(state, *mine).exists() for state in open_))


# Made once: they are asked at every beat, and mostly there is nothing to do.
_RUNNING = select(Broadcast.id, Broadcast.state).where(
    Broadcast.ended_at.is_(None),
    Broadcast.state.in_([Sending.QUEUED, Sending.PAUSED, Sending.CANCELLED]),
)
_NEXT_ROUND = (
    update(Broadcast.__table__)  # type: ignore[arg-type]
    .where(Broadcast.state == Sending.QUEUED, Broadcast.next_at.is_not(None), ~_unsettled())
    .values(state=Sending.PLANNED)
)
_END = (
    update(Broadcast.__table__)  # type: ignore[arg-type]
    .where(
        Broadcast.ended_at.is_(None),
        Broadcast.state.in_([Sending.QUEUED, Sending.CANCELLED]),
        Broadcast.next_at.is_(None),
        ~_unsettled(),
    )
    .values(
        state=func.replace(Broadcast.state, Sending.QUEUED.value, Sending.DONE.value),
        ended_at=bindparam("now", type_=UtcDateTime),
    )
)
_FORGET = delete(Broadcast.__table__).where(  # type: ignore[arg-type]
    Broadcast.state == Sending.DRAFT, Broadcast.created_at < bindparam("before", type_=UtcDateTime)
)
