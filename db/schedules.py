"""Schedules: what is queued by a programme's cadence, and asking the planner for all of it anew."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, time

from sqlalchemy import Row, case, func, select, update

from db.deliveries import PENDING
from db.models import (
    Asks,
    CheckIn,
    Delivery,
    Enrolment,
    Kind,
    Person,
    Progress,
    Role,
    Standing,
    State,
    Subscription,
)
from db.session import Session

CANCELLED = "schedule"


def queued(session: Session, programme_id: int) -> Sequence[Row[int, str, int, str, date]]:
    """Return (delivery, kind, check-in, battery, day) of every question or reminder that waits."""
    query = (
        select(Delivery.id, Delivery.kind, CheckIn.id, CheckIn.battery, CheckIn.day)
        .join(CheckIn, CheckIn.id == Delivery.about_id)
        .where(
            PENDING,
            Delivery.kind.in_([Kind.CHECKIN, Kind.REMINDER]),
            CheckIn.programme_id == programme_id,
        )
    )
    return session.execute(query.order_by(Delivery.id)).all()


def call_off(session: Session, deliveries: Collection[int], checkins: Collection[int], now: datetime) -> None:
    """Cancel queued messages and close the check-ins of them that were not sent yet."""
    session.execute(
        update(Delivery)
        .where(Delivery.id.in_(deliveries), Delivery.state == State.PENDING)
        .values(state=State.SETTLED, outcome=f"cancelled:{CANCELLED}", settled_at=now)
    )
    session.execute(
        update(CheckIn)
        .where(CheckIn.id.in_(checkins), CheckIn.progress == Progress.PLANNED)
        .values(progress=Progress.CLOSED, closed_because=CANCELLED)
    )


def replan(session: Session, programme_id: int, now: datetime) -> int:
    """Ask the planner for everybody's times in a programme anew; return how many are to be asked something.

    Nothing is said to be skipped: what the cadence no longer asks was not owed. Whoever stopped stays so.
    """
    staying = select(Person.id).where(Person.standing != Standing.STOPPED)
    step = (Subscription.asks == Asks.STEP) & Subscription.battery.is_(None)
    changed = session.scalars(
        update(Subscription)
        .where(Subscription.programme_id == programme_id, Subscription.person_id.in_(staying), ~step)
        .values(
            next_at=now,
            next_day=None,
            owed_day=None,
            battery=case((Subscription.asks == Asks.STEP, Subscription.battery), else_=None),
        )
        .returning(Subscription.person_id)
    )
    return len(set(changed))


def was_asked(
    session: Session, programme_id: int, before: date, after: date, besides: Collection[int]
) -> None:
    """Let whoever was asked on a date count as asked on a later one; `besides` are check-ins called off."""
    called_off = select(CheckIn.subscription_id).where(CheckIn.id.in_(besides))
    session.execute(
        update(Subscription)
        .where(
            Subscription.programme_id == programme_id,
            Subscription.last_day == before,
            Subscription.id.not_in(called_off),
        )
        .values(last_day=after)
        .execution_options(synchronize_session=False)
    )


def set_hour(session: Session, programme_id: int, hour: time) -> None:
    """Set the hour at which the families of a programme are asked."""
    families = select(Enrolment.person_id).where(
        Enrolment.programme_id == programme_id,
        Enrolment.role == Role.CAREGIVER,
        Enrolment.left_at.is_(None),
    )
    session.execute(
        update(Person)
        .where(Person.id.in_(families))
        .values(asked_at=hour)
        .execution_options(synchronize_session=False)
    )


def families(session: Session, programme_id: int) -> int:
    """Return how many families have a place in a programme."""
    query = select(func.count()).where(
        Enrolment.programme_id == programme_id,
        Enrolment.role == Role.CAREGIVER,
        Enrolment.left_at.is_(None),
    )
    return session.scalar(query) or 0
