"""Riders: a session's reminder that waits at the hour of a check-in goes out with it, as one message."""

from datetime import datetime, timedelta

from sqlalchemy import Integer, bindparam, select, update

from db.deliveries import PENDING
from db.models import Delivery, Kind, State, UtcDateTime
from db.session import Session, run

# A reminder that is to ride is due shortly after its check-in, and waits at most so long for it.
AFTER, WITHIN = timedelta(minutes=10), timedelta(minutes=30)
RIDES = "skipped:rides"
_MINE = (
    PENDING,
    Delivery.kind == Kind.SESSION,
    Delivery.person_id == bindparam("person", type_=Integer),
    Delivery.subject.like("%/24h"),
    Delivery.due_at <= bindparam("until", type_=UtcDateTime),
)
# Made once: it is asked for every check-in that goes out.
_WAITING = select(Delivery.about_id).where(*_MINE).order_by(Delivery.due_at).limit(1)
_RODE = (
    update(Delivery.__table__)  # type: ignore[arg-type]
    .where(*_MINE)
    .values(state=State.SETTLED, outcome=RIDES, settled_at=bindparam("now", type_=UtcDateTime))
)


def of(session: Session, person_id: int, now: datetime) -> int | None:
    """Return the session whose reminder rides on a check-in that goes out now, or None."""
    return run(session, _WAITING, person=person_id, until=now + WITHIN).scalar()


def rode(session: Session, person_id: int, now: datetime) -> None:
    """Settle the reminder that went out with a check-in."""
    run(session, _RODE, person=person_id, until=now + WITHIN, now=now)
