"""The next moment at which time alone will have something to do, asked of every table at once."""

from datetime import datetime

from sqlalchemy import func, select

from db.models import OPEN, CheckIn, Delivery, Person, Standing, State, Subscription
from db.session import Session


def soonest(session: Session) -> datetime | None:
    """Return the earliest of what is planned, owed, about to close and resting, in one statement."""
    planned = select(func.min(Subscription.next_at))
    owed = select(func.min(Delivery.due_at)).where(Delivery.state == State.PENDING)
    closing = select(func.min(CheckIn.expires_at)).where(CheckIn.progress.in_(OPEN))
    resting = select(func.min(Person.paused_until)).where(Person.standing == Standing.PAUSED)
    parts = (planned, owed, closing, resting)
    row = session.execute(select(*(part.scalar_subquery() for part in parts))).one()
    return min((moment for moment in row if moment is not None), default=None)
