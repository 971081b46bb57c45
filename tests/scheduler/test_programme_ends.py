"""The end of a programme: nothing is asked after it, and the last week's digest still comes."""

from datetime import date, timedelta

from sqlalchemy import select

from db.models import Asks, Delivery, Kind
from db.session import Database
from scheduler.cadence import DEFAULT
from tests import cast
from tests.scheduler.families import EVERY_DAY, asked_days, enrolled, planned, subscribed, the_subscription

WEDNESDAY = date(2026, 3, 11)


def test_the_last_day_is_asked_and_no_other_after_it(database: Database) -> None:
    with database.begin() as session:
        enrolled(session, cadence=EVERY_DAY, ends_on=WEDNESDAY)

    for day in range(20):
        planned(database, cast.MONDAY + timedelta(days=day))

    assert asked_days(database)[-1] == WEDNESDAY
    assert the_subscription(database).next_at is None


def test_neither_waves_nor_what_was_brought_forward_outlast_the_end(database: Database) -> None:
    with database.begin() as session:
        person = enrolled(session, asks=(), cadence=DEFAULT.to_json(), ends_on=date(2026, 3, 3))
        group = session.merge(cast.programme(session, cast.site(session), cadence=DEFAULT.to_json()))
        group.ends_on = date(2026, 3, 3)
        subscribed(session, person, group, asks=Asks.WAVE, now=cast.MONDAY)
        step = subscribed(session, person, group, asks=Asks.STEP, now=cast.MONDAY + timedelta(days=1))
        step.battery = "gad7"

    for day in range(40):
        planned(database, cast.MONDAY + timedelta(days=day))

    assert max(asked_days(database)) <= date(2026, 3, 3)


def test_the_digest_of_the_last_week_is_the_last(database: Database) -> None:
    with database.begin() as session:
        site = cast.site(session)
        group = cast.programme(session, site, ends_on=WEDNESDAY)
        worker = cast.worker(session, site, group)
        subscribed(session, worker, group, asks=Asks.DIGEST, now=cast.MONDAY)

    for day in range(30):
        planned(database, cast.MONDAY + timedelta(days=day))

    with database.read() as session:
        owed = session.scalars(select(Delivery.subject).where(Delivery.kind == Kind.DIGEST)).all()
    assert [subject.partition("/")[2] for subject in owed] == ["2026-W10", "2026-W11"]
