"""What people are asked and when: claiming what is due, a set at a time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, cast

from sqlalchemy import bindparam, func, insert, select, update

from db.models import CheckIn, Person, Programme, Progress, Subscription
from db.session import Session


@dataclass(frozen=True)
class Due:
    """A subscription whose moment has come, with all the rules need; `day` None only asks for a new plan."""

    id: int
    site_id: int
    person_id: int
    programme_id: int
    asks: str
    battery: str | None
    due_at: datetime
    day: date | None
    last_day: date | None
    zone: str
    asked_at: time
    starts_on: date
    cadence: list[dict[str, Any]]


def due(session: Session, now: datetime, limit: int) -> Sequence[Due]:
    """Return up to `limit` subscriptions due by `now`, earliest first; the cost grows with these alone.

    They are locked, and those that another planner has locked are left to it.
    """
    query = (
        select(
            Subscription.id, Subscription.site_id, Subscription.person_id, Subscription.programme_id,
            Subscription.asks, Subscription.battery, Subscription.next_at, Subscription.next_day,
            Subscription.last_day, Person.zone, Person.asked_at, Programme.starts_on, Programme.cadence,
        )
        .join(Person, Person.id == Subscription.person_id)
        .join(Programme, Programme.id == Subscription.programme_id)
        .where(Subscription.next_at <= now)
        .order_by(Subscription.next_at, Subscription.id)
        .limit(limit)
        .with_for_update(of=Subscription, skip_locked=True)
    )  # fmt: skip
    return [Due(*row) for row in cast(Sequence[tuple[Any, ...]], session.execute(query).all())]


def move_on(session: Session, moves: Sequence[Mapping[str, Any]]) -> int:
    """Move subscriptions to their next moments; each mapping has `key`, `was` and the new columns.

    A row that another planner moved meanwhile keeps that planner's plan: `was` no longer holds.
    """
    if not moves:
        return 0
    statement = (
        update(Subscription.__table__)  # type: ignore[arg-type]
        .where(Subscription.id == bindparam("key"), Subscription.next_at == bindparam("was"))
        .values(
            next_at=bindparam("new_at"),
            next_day=bindparam("new_day"),
            last_day=bindparam("new_last"),
            battery=bindparam("new_battery"),
        )
    )
    return session.connection().execute(statement, list(moves)).rowcount


def plan_checkins(session: Session, rows: Sequence[Mapping[str, Any]]) -> Sequence[int]:
    """Insert planned check-ins and return their ids in the order given."""
    if not rows:
        return []
    statement = insert(CheckIn).returning(CheckIn.id, sort_by_parameter_order=True)
    return session.scalars(statement, [{"progress": Progress.PLANNED, **row} for row in rows]).all()


def next_at(session: Session) -> datetime | None:
    """Return when the next subscription is due."""
    return session.scalar(select(func.min(Subscription.next_at)))
