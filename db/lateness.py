"""What time alone does to messages: too late to be sent, put off until the morning, over."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Integer, Select, and_, bindparam, or_, select, text, update
from sqlalchemy.orm import aliased

from db.deliveries import LATE, PENDING
from db.models import CheckIn, Delivery, Kind, Priority, State, UtcDateTime
from db.session import Session, run

_UNSENT = text("deliveries.state IN ('pending', 'held')")
_BEFORE = (
    PENDING,
    Delivery.priority == Priority.CHECKIN,
    Delivery.kind == Kind.CHECKIN,
    Delivery.due_at < bindparam("late", type_=UtcDateTime),
)
_NOW, _LIMIT = bindparam("now", type_=UtcDateTime), bindparam("most", type_=Integer)


def expire(session: Session, now: datetime, limit: int) -> Sequence[tuple[str, int | None]]:
    """Settle as expired up to `limit` of what is past its `not_after`; return (kind, about id) of each."""
    rows = run(session, _EXPIRE, now=now, most=limit)
    return [(kind, about) for kind, about in rows]


def expire_older(session: Session, now: datetime, late: timedelta, limit: int) -> Sequence[int | None]:
    """Settle as expired, up to `limit`, all but each person's newest of the check-ins that are `late`.

    Return the check-ins they bring. Whoever missed several during an outage is asked once.
    """
    before = now - late
    if run(session, _ANY_BEFORE, late=before).first() is None:  # nearly always, and much cheaper to see
        return ()
    return run(session, _EXPIRE_OLDER, now=now, late=before, most=limit).scalars().all()


def _late() -> Select[Any]:
    late = select(Delivery.id).where(_UNSENT, Delivery.not_after < _NOW)
    return late.order_by(Delivery.not_after).limit(_LIMIT)


def _older() -> Select[Any]:
    newer = aliased(Delivery)
    later = or_(newer.due_at > Delivery.due_at, and_(newer.due_at == Delivery.due_at, newer.id > Delivery.id))
    another = select(newer.id).where(
        newer.person_id == Delivery.person_id,
        newer.kind == Kind.CHECKIN,
        newer.state == State.PENDING,
        newer.due_at <= _NOW,
        later,
    )
    return (
        select(Delivery.id)
        .where(
            *_BEFORE,
            another.exists(),
        )
        .limit(_LIMIT)
    )


# Made once: they are asked at every beat.
_ANY_BEFORE = select(Delivery.id).where(*_BEFORE).limit(1)
_ENDING = update(Delivery.__table__).values(  # type: ignore[arg-type]
    state=State.SETTLED, outcome=LATE, settled_at=_NOW
)
_EXPIRE = _ENDING.where(Delivery.id.in_(_late()), Delivery.state.in_([State.PENDING, State.HELD])).returning(
    Delivery.kind, Delivery.about_id
)
_EXPIRE_OLDER = _ENDING.where(Delivery.id.in_(_older()), Delivery.state == State.PENDING).returning(
    Delivery.about_id
)


def defer(session: Session, delivery: Delivery, until: datetime, keeps: timedelta) -> None:
    """Give a claimed delivery back until the night is over; it is not late before `keeps` has passed."""
    late = delivery.not_after
    session.execute(
        update(Delivery)
        .where(Delivery.id == delivery.id, Delivery.state == State.SENDING)
        .values(
            state=State.PENDING,
            due_at=until,
            not_after=None if late is None else max(late, until + keeps),
            attempts=Delivery.attempts - 1,
        )
    )


def call_off_reminders(session: Session, closed: Sequence[CheckIn], now: datetime) -> None:
    """Cancel the reminders of check-ins that were closed."""
    if not closed:
        return
    session.execute(
        update(Delivery)
        .where(
            Delivery.person_id.in_({each.person_id for each in closed}),
            Delivery.state == State.PENDING,
            Delivery.kind == Kind.REMINDER,
            Delivery.about_id.in_([each.id for each in closed]),
        )
        .values(state=State.SETTLED, outcome="cancelled:closed", settled_at=now)
        .execution_options(synchronize_session=False)
    )
