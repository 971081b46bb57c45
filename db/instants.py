"""The next moment at which time alone will have something to do, asked of every table at once."""

from datetime import datetime
from typing import Any

from sqlalchemy import ScalarSelect, func, literal_column, select

from db.climbing import CLIMBING
from db.closing import OPEN_ONES
from db.deliveries import PENDING
from db.mails import WAITING as MAIL_WAITING
from db.models import (
    Alert,
    Broadcast,
    CheckIn,
    Delivery,
    Mail,
    Meeting,
    Page,
    Person,
    Priority,
    Standing,
    Subscription,
)
from db.pages import WAITING
from db.rounds import LOOKED_AT, WAITING_FOR_ROUND
from db.session import Session, run


def soonest(session: Session) -> datetime | None:
    """Return the earliest of all that is still to come, be it planned, owed, about to close or climbing.

    Each is the first entry of an index: the cost is the same for any number of people.
    """
    row = run(session, _SOONEST).one()
    return min((moment for moment in row if moment is not None), default=None)


def _owed(priority: Priority) -> ScalarSelect[Any]:
    """Return when the first delivery of one priority is due."""
    mine = Delivery.priority == literal_column(str(int(priority)))
    return select(func.min(Delivery.due_at)).where(PENDING, mine).scalar_subquery()


# Whoever is not paused has no such moment; saying so lets the database use the index.
_resting = (
    select(func.min(Person.paused_until))
    .where(Person.standing == Standing.PAUSED, Person.paused_until.is_not(None))
    .scalar_subquery()
)
_SOONEST = select(
    select(func.min(Subscription.next_at)).scalar_subquery(),
    select(func.min(Meeting.plan_at)).scalar_subquery(),
    select(func.min(Broadcast.next_at))
    .where(Broadcast.next_at.is_not(None), Broadcast.state.in_(WAITING_FOR_ROUND))
    .scalar_subquery(),
    select(func.min(Broadcast.look_at))
    .where(Broadcast.look_at.is_not(None), Broadcast.state.in_(LOOKED_AT))
    .scalar_subquery(),
    select(func.min(CheckIn.expires_at)).where(OPEN_ONES).scalar_subquery(),
    _resting,
    select(func.min(Alert.climbs_at)).where(CLIMBING).scalar_subquery(),
    select(func.min(Page.due_at)).where(WAITING).scalar_subquery(),
    select(func.min(Mail.due_at)).where(MAIL_WAITING).scalar_subquery(),
    *(_owed(priority) for priority in Priority),
)
