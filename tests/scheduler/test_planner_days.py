"""What the calendar does to the planner: outages, journeys, nights on which the clocks change."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from db.models import Asks, CheckIn, Delivery, Person
from db.programmes import replan
from db.session import Database
from tests import cast
from tests.scheduler.families import (
    EVERY_DAY,
    asked_days,
    at,
    due_at,
    enrolled,
    outcomes,
    planned,
    planned_through,
    subscribed,
    the_subscription,
)

SHANGHAI, NEW_YORK, BERLIN = "Asia/Shanghai", "America/New_York", "Europe/Berlin"


def test_what_an_outage_missed_expires_and_says_so(database: Database) -> None:
    with database.begin() as session:
        enrolled(session, asks=(Asks.MICRO, Asks.WEEKLY))
    planned(database, cast.MONDAY)

    planned(database, at(SHANGHAI, 2026, 3, 12, 12))

    assert asked_days(database) == [date(2026, 3, day) for day in (2, 5, 8, 9)]
    assert outcomes(database) == {"expired": 4}
    with database.read() as session:
        closed = session.execute(select(CheckIn.progress, CheckIn.closed_because)).all()
    assert {tuple(row) for row in closed} == {("closed", "not_sent")}


def test_the_latest_one_is_caught_up_if_it_is_not_too_late(database: Database) -> None:
    with database.begin() as session:
        enrolled(session, asks=(Asks.MICRO, Asks.WEEKLY))
    planned(database, cast.MONDAY)

    planned(database, at(SHANGHAI, 2026, 3, 9, 21))

    assert outcomes(database) == {"expired": 3, "pending": 1}


def test_of_two_that_could_still_be_sent_one_is_caught_up(database: Database) -> None:
    both = [*EVERY_DAY, {"weeks": [1, 4], "weekday": 0, "battery": "weekly"}]
    with database.begin() as session:
        enrolled(session, asks=(Asks.MICRO, Asks.WEEKLY), cadence=both)
    planned(database, cast.MONDAY)

    planned(database, at(SHANGHAI, 2026, 3, 2, 20, 30))

    assert outcomes(database) == {"expired": 1, "pending": 1}


def test_two_that_come_at_their_hour_are_both_asked(database: Database) -> None:
    both = [*EVERY_DAY, {"weeks": [1, 4], "weekday": 0, "battery": "weekly"}]
    with database.begin() as session:
        enrolled(session, asks=(Asks.MICRO, Asks.WEEKLY), cadence=both)
    planned(database, cast.MONDAY)

    planned(database, at(SHANGHAI, 2026, 3, 2, 19, 31))

    assert outcomes(database) == {"pending": 2}


def test_an_outage_of_one_takes_nothing_from_another(database: Database) -> None:
    with database.begin() as session:
        enrolled(session, asks=(Asks.MICRO,))
        site_and_all = session.scalars(select(Person)).one()
        group = cast.programme(session, cast.site(session))
        other = cast.person(session, cast.site(session), zone=site_and_all.zone)
        cast.subscription(session, other, group, battery=None, next_day=None)
    planned(database, cast.MONDAY)

    planned(database, at(SHANGHAI, 2026, 3, 2, 21))

    assert outcomes(database) == {"pending": 2}


def skipped_days(database: Database) -> list[date]:
    """The dates on which nothing was asked because a journey had put the hour into the past."""
    with database.read() as session:
        return list(session.scalars(select(CheckIn.day).where(CheckIn.closed_because == "moved")))


def travel(database: Database, zone: str, now: datetime) -> None:
    """Move the one person to another zone, as their preferences do."""
    with database.begin() as session:
        person = session.scalars(select(Person)).one()
        person.zone = zone
        replan(session, person.id, now)
    planned(database, now)


@pytest.mark.parametrize(("home", "away"), [(SHANGHAI, NEW_YORK), (NEW_YORK, SHANGHAI), (SHANGHAI, BERLIN)])
@pytest.mark.parametrize("hour", [3, 11, 12, 20])
def test_whoever_travels_is_asked_once_on_each_date_of_their_calendar(
    database: Database, home: str, away: str, hour: int
) -> None:
    with database.begin() as session:
        enrolled(session, zone=home, cadence=EVERY_DAY)
    leaves = datetime(2026, 3, 5, hour, tzinfo=UTC)
    planned_through(database, leaves)

    travel(database, away, leaves)
    planned_through(database, leaves + timedelta(days=4))

    days, moments, skipped = asked_days(database), due_at(database), skipped_days(database)
    assert len(days) == len(set(days)) == len(moments) + len(skipped)
    assert days == [days[0] + timedelta(days=ahead) for ahead in range(len(days))], (
        "each date is accounted for"
    )
    assert len(skipped) <= 1
    assert all(later - earlier > timedelta(hours=6) for earlier, later in pairwise(moments))


@pytest.mark.parametrize(
    "night", [date(2026, 3, 29), date(2026, 10, 25), date(2026, 3, 8), date(2026, 11, 1)], ids=str
)
@pytest.mark.parametrize("zone", [BERLIN, NEW_YORK])
def test_on_the_nights_when_the_clocks_change_each_date_is_asked_once(
    database: Database, zone: str, night: date
) -> None:
    first = night - timedelta(days=2)
    noon = datetime.combine(first, time(12), ZoneInfo(zone)).astimezone(UTC)
    with database.begin() as session:
        for hour in (time(1, 30), time(2, 30), time(3)):
            enrolled(session, zone=zone, asked_at=hour, cadence=EVERY_DAY, starts_on=first, now=noon)

    planned_through(database, noon + timedelta(days=4))

    assert asked_days(database) == [first + timedelta(days=day) for day in (1, 2, 3, 4) for _ in range(3)]


def test_a_worker_of_two_programmes_gets_one_digest_a_week(database: Database) -> None:
    with database.begin() as session:
        site = cast.site(session)
        first, second = cast.programme(session, site), cast.programme(session, site, name="Other group")
        worker = cast.worker(session, site, first)
        for group in (first, second):
            subscribed(session, worker, group, asks=Asks.DIGEST, now=cast.MONDAY)

    for day in range(15):
        planned(database, cast.MONDAY + timedelta(days=day))

    with database.read() as session:
        owed = [
            tuple(row)
            for row in session.execute(select(Delivery.subject, Delivery.due_at).order_by(Delivery.id))
        ]
    assert owed == [
        ("digest:1/2026-W10", at(SHANGHAI, 2026, 3, 9, 8)),
        ("digest:1/2026-W11", at(SHANGHAI, 2026, 3, 16, 8)),
    ]


def test_a_new_hour_counts_from_the_next_day_on_which_nothing_was_asked(database: Database) -> None:
    with database.begin() as session:
        person = enrolled(session)
    planned(database, cast.MONDAY)
    planned(database, at(SHANGHAI, 2026, 3, 2, 19, 30))

    with database.begin() as session:
        session.merge(person).asked_at = time(21)
        replan(session, person.id, at(SHANGHAI, 2026, 3, 2, 19, 30) + timedelta(minutes=5))
    planned(database, at(SHANGHAI, 2026, 3, 2, 19, 30) + timedelta(minutes=5))

    assert the_subscription(database).next_at == at(SHANGHAI, 2026, 3, 5, 21)
