"""What people are asked and when: claiming what is due, a set at a time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, cast

from sqlalchemy import and_, bindparam, func, insert, select, update
from sqlalchemy.orm import aliased

from db.models import Asks, CheckIn, Person, Programme, Progress, Subscription
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
    # When the person's blocks of a wave in the same programme were asked last and come next.
    wave_last: date | None
    wave_next: date | None
    language: str


def due(session: Session, now: datetime, limit: int) -> Sequence[Due]:
    """Return up to `limit` subscriptions due by `now`, earliest first; the cost grows with these alone.

    They are locked, and those that another planner has locked are left to it.
    """
    wave = aliased(Subscription)
    same = and_(
        wave.person_id == Subscription.person_id,
        wave.programme_id == Subscription.programme_id,
        wave.asks == Asks.WAVE,
    )
    query = (
        select(
            Subscription.id, Subscription.site_id, Subscription.person_id, Subscription.programme_id,
            Subscription.asks, Subscription.battery, Subscription.next_at, Subscription.next_day,
            Subscription.last_day, Person.zone, Person.asked_at, Programme.starts_on, Programme.cadence,
            wave.last_day, wave.next_day, Person.language,
        )
        .join(Person, Person.id == Subscription.person_id)
        .join(Programme, Programme.id == Subscription.programme_id)
        .outerjoin(wave, same)
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


def step_of(session: Session, person_id: int, programme_id: int) -> Subscription | None:
    """Return the person's subscription to what is brought forward, if anything ever was."""
    query = select(Subscription).where(Subscription.person_id == person_id, Subscription.asks == Asks.STEP)
    return session.scalar(query.where(Subscription.programme_id == programme_id))


def bring_forward(session: Session, checkin: CheckIn, battery: str, now: datetime) -> None:
    """Ask the planner to find a day for a battery that the person is asked before its turn."""
    step = step_of(session, checkin.person_id, checkin.programme_id)
    if step is None:
        step = Subscription(
            site_id=checkin.site_id,
            person_id=checkin.person_id,
            programme_id=checkin.programme_id,
            asks=Asks.STEP,
        )
        session.add(step)
    step.battery, step.next_at, step.next_day = battery, now, None


def plan_checkins(session: Session, rows: Sequence[Mapping[str, Any]]) -> Sequence[int]:
    """Insert planned check-ins and return their ids in the order given; each has every column it sets."""
    if not rows:
        return []
    statement = insert(CheckIn).returning(CheckIn.id, sort_by_parameter_order=True)
    return session.scalars(statement, [{"progress": Progress.PLANNED, **row} for row in rows]).all()


def next_at(session: Session) -> datetime | None:
    """Return when the next subscription is due."""
    return session.scalar(select(func.min(Subscription.next_at)))
