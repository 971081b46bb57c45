"""What people are asked and when: claiming what is due, a set at a time."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import Integer, Row, Select, and_, bindparam, func, insert, select, update
from sqlalchemy.orm import aliased

from db import digest_days
from db.models import Asks, CheckIn, Person, Programme, Subscription, UtcDateTime
from db.session import Session, run


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
    owed_day: date | None
    zone: str
    asked_at: time
    # When the person's blocks of a wave in the same programme were asked last and come next.
    wave_last: date | None
    wave_next: date | None
    language: str
    standing: str
    starts_on: date
    ends_on: date | None
    cadence: list[dict[str, Any]]
    # For a digest: from that of which week on it comes on which weekday, oldest first.
    digest_days: Sequence[tuple[str, int]] = ()


def due(session: Session, now: datetime, limit: int) -> Sequence[Due]:
    """Return up to `limit` subscriptions due by `now`, earliest first; the cost grows with these alone.

    They are locked, and those that another planner has locked are left to it.
    """
    return _with_runs(session, run(session, _DUE, now=now, most=limit).all())


def of_people(session: Session, people: Collection[int]) -> Sequence[Due]:
    """Return people's subscriptions that are to bring anything more, whenever that is."""
    return _with_runs(session, run(session, _OF_PEOPLE, people=list(people)).all())


def _facts() -> Select[*tuple[Any, ...]]:
    wave = aliased(Subscription)
    same = and_(
        wave.person_id == Subscription.person_id,
        wave.programme_id == Subscription.programme_id,
        wave.asks == Asks.WAVE,
    )
    return (
        select(
            Subscription.id, Subscription.site_id, Subscription.person_id, Subscription.programme_id,
            Subscription.asks, Subscription.battery, Subscription.next_at, Subscription.next_day,
            Subscription.last_day, Subscription.owed_day, Person.zone, Person.asked_at, wave.last_day,
            wave.next_day, Person.language, Person.standing,
        )
        .join(Person, Person.id == Subscription.person_id)
        .outerjoin(wave, same)
        .order_by(Subscription.next_at, Subscription.id)
    )  # fmt: skip


# Made once: they are asked at every beat, and for many a message.
_DUE = (
    _facts()
    .where(Subscription.next_at <= bindparam("now", type_=UtcDateTime))
    .limit(bindparam("most", type_=Integer))
    .with_for_update(of=Subscription, skip_locked=True)
)
_OF_PEOPLE = _facts().where(
    Subscription.person_id.in_(bindparam("people", expanding=True)), Subscription.next_at.is_not(None)
)


def _with_runs(session: Session, rows: Sequence[Row[*tuple[Any, ...]]]) -> Sequence[Due]:
    runs = _runs(session, {row.programme_id for row in rows})
    days = digest_days.of_people(session, {row.person_id for row in rows if row.asks == Asks.DIGEST})
    found = [Due(*row, *runs[row.programme_id]) for row in rows]
    return [replace(each, digest_days=days.get(each.person_id, ())) for each in found] if days else found


def _runs(session: Session, programmes: Collection[int]) -> dict[int, tuple[Any, ...]]:
    """Return when these programmes begin and end, and their cadences, which are read once each."""
    if not programmes:
        return {}
    query = select(Programme.id, Programme.starts_on, Programme.ends_on, Programme.cadence)
    rows = session.execute(query.where(Programme.id.in_(programmes)))
    return {key: (starts_on, ends_on, cadence) for key, starts_on, ends_on, cadence in rows}


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
            owed_day=None,
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
    """Insert planned check-ins, all with the same columns, and return their ids in the order given."""
    if not rows:
        return []
    session.connection().execute(insert(CheckIn.__table__), list(rows))  # type: ignore[arg-type]
    days = [row["day"] for row in rows]
    query = select(CheckIn.subscription_id, CheckIn.day, CheckIn.id).where(
        CheckIn.subscription_id.in_({row["subscription_id"] for row in rows}),
        CheckIn.day.between(min(days), max(days)),
    )
    ids = {(subscription, day): key for subscription, day, key in session.execute(query)}
    return [ids[row["subscription_id"], row["day"]] for row in rows]


def next_at(session: Session) -> datetime | None:
    """Return when the next subscription is due."""
    return session.scalar(select(func.min(Subscription.next_at)))
