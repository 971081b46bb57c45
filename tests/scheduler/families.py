"""Families whose subscriptions wait for the planner, and what it made of them."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import event, select

from db.deliveries import tally
from db.models import Asks, CheckIn, Delivery, Person, Programme, Subscription
from db.session import Database, Session
from db.subscriptions import next_at
from scheduler.planner import plan
from scheduler.sweep import sweep
from tests import cast

EVERY_DAY = [{"weeks": [1, 52], "weekday": day, "battery": "micro"} for day in range(7)]


def at(zone: str, year: int, month: int, day: int, hour: int, minute: int = 0) -> datetime:
    """A moment by the wall clock of a zone, the first of two where there are two."""
    return datetime(year, month, day, hour, minute, tzinfo=ZoneInfo(zone)).astimezone(UTC)


def enrolled(
    session: Session,
    *,
    zone: str = "Asia/Shanghai",
    asked_at: time = time(19, 30),
    asks: tuple[Asks, ...] = (Asks.MICRO,),
    now: datetime = cast.MONDAY,
    **programme: Any,
) -> Person:
    """A caregiver of a new programme, as joining leaves them: the planner is asked for their first moment."""
    site = cast.site(session)
    group = cast.programme(session, site, **programme)
    person = cast.caregiver(session, site, group, zone=zone, asked_at=asked_at)
    for each in asks:
        subscribed(session, person, group, asks=each, now=now)
    return person


def subscribed(
    session: Session, person: Person, group: Programme, *, asks: Asks, now: datetime
) -> Subscription:
    """What joining writes: a subscription that waits to be planned."""
    return cast.subscription(session, person, group, asks=asks, battery=None, next_at=now, next_day=None)


def planned(database: Database, now: datetime) -> None:
    """What one beat of the planner does."""

    def whole(session: Session) -> None:
        sweep(session, now)
        while plan(session, now):
            pass
        sweep(session, now)

    with database.begin() as session:
        whole(session)


def planned_through(database: Database, end: datetime) -> None:
    """Let the planner beat whenever something is due, until `end`."""
    while True:
        with database.read() as session:
            due = next_at(session)
        if due is None or due > end:
            return
        planned(database, due)


def asked_days(database: Database) -> list[date]:
    """The dates for which there is a check-in, in order."""
    with database.read() as session:
        return list(session.scalars(select(CheckIn.day).order_by(CheckIn.day, CheckIn.id)))


def due_at(database: Database) -> list[datetime]:
    """The moments at which deliveries are due, in order."""
    with database.read() as session:
        return list(session.scalars(select(Delivery.due_at).order_by(Delivery.due_at)))


def the_subscription(database: Database) -> Subscription:
    """The one subscription there is."""
    with database.read() as session:
        return session.scalars(select(Subscription)).one()


def outcomes(database: Database) -> dict[str, int]:
    """How many deliveries there are by state, or by outcome."""
    with database.read() as session:
        return dict(tally(session))


def counting(database: Database, doing: Callable[[Session], object]) -> int:
    """Do something in one transaction and return how many statements that took."""
    seen: list[str] = []

    def note(connection: Any, cursor: Any, statement: str, *rest: Any) -> None:
        if not statement.startswith("BEGIN"):
            seen.append(statement)

    with database.begin() as session:
        event.listen(database.engine, "before_cursor_execute", note)
        try:
            doing(session)
            session.flush()
        finally:
            event.remove(database.engine, "before_cursor_execute", note)
    return len(seen)
