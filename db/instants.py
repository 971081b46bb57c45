"""The next moment at which time alone will have something to do, asked of every table at once."""

from datetime import datetime

from sqlalchemy import func, select

from db.models import OPEN, CheckIn, Delivery, Person, Standing, State, Subscription
from db.session import Session, run

_PLANNED = select(func.min(Subscription.next_at))
_OWED = select(func.min(Delivery.due_at)).where(Delivery.state == State.PENDING)
_CLOSING = select(func.min(CheckIn.expires_at)).where(CheckIn.progress.in_(OPEN))
_RESTING = select(func.min(Person.paused_until)).where(Person.standing == Standing.PAUSED)
_SOONEST = select(*(part.scalar_subquery() for part in (_PLANNED, _OWED, _CLOSING, _RESTING)))


def soonest(session: Session) -> datetime | None:
    """Return the earliest of what is planned, owed, about to close and resting, in one statement."""
    return min((moment for moment in run(session, _SOONEST).one() if moment is not None), default=None)
