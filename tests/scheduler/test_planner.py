"""The planner: each occurrence is claimed once, and the next moment set with it."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from db.models import Asks, CheckIn, Delivery, Programme, Subscription
from db.session import Database, Session
from scheduler.cadence import DEFAULT
from scheduler.planner import plan
from tests import cast
from tests.scheduler.families import (
    asked_days,
    at,
    counting,
    due_at,
    enrolled,
    planned,
    the_subscription,
)

SHANGHAI = "Asia/Shanghai"
MONDAY_EVENING = at(SHANGHAI, 2026, 3, 2, 19, 30)
THURSDAY_EVENING = at(SHANGHAI, 2026, 3, 5, 19, 30)


def test_a_new_subscription_is_only_given_its_first_moment(database: Database) -> None:
    with database.begin() as session:
        enrolled(session)

    planned(database, cast.MONDAY)

    waiting = the_subscription(database)
    assert (waiting.next_at, waiting.next_day, waiting.battery) == (MONDAY_EVENING, date(2026, 3, 2), "micro")
    assert due_at(database) == []


def test_what_is_due_becomes_a_checkin_and_a_delivery_and_the_next_moment_is_set(database: Database) -> None:
    with database.begin() as session:
        enrolled(session)
    planned(database, cast.MONDAY)

    planned(database, MONDAY_EVENING)

    waiting = the_subscription(database)
    assert (waiting.next_at, waiting.last_day) == (THURSDAY_EVENING, date(2026, 3, 2))
    with database.read() as session:
        delivery = session.scalars(select(Delivery)).one()
        checkin = session.scalars(select(CheckIn)).one()
    assert (delivery.subject, delivery.about_id, delivery.state) == (
        "checkin:1/2026-03-02",
        checkin.id,
        "pending",
    )
    assert (delivery.due_at, delivery.not_after) == (MONDAY_EVENING, MONDAY_EVENING + timedelta(hours=14))
    assert (checkin.battery, checkin.day, checkin.progress) == ("micro", date(2026, 3, 2), "planned")


def test_planning_again_changes_nothing(database: Database) -> None:
    with database.begin() as session:
        enrolled(session)
    planned(database, cast.MONDAY)
    for _ in range(3):
        planned(database, MONDAY_EVENING)

    assert asked_days(database) == [date(2026, 3, 2)]
    assert due_at(database) == [MONDAY_EVENING]


def test_every_occurrence_has_a_subject_of_its_own(database: Database) -> None:
    with database.begin() as session:
        enrolled(session, asks=(Asks.MICRO, Asks.WEEKLY))

    for day in range(14):
        planned(database, cast.MONDAY + timedelta(days=day))

    with database.read() as session:
        subjects = list(session.scalars(select(Delivery.subject)))
    assert len(subjects) == len(set(subjects)) == 5


def test_the_second_weeks_questions_bring_phq4_and_no_others_do(database: Database) -> None:
    with database.begin() as session:
        enrolled(session, asks=(Asks.WEEKLY,), cadence=DEFAULT.to_json())

    for day in range(40):
        planned(database, cast.MONDAY + timedelta(days=day))

    with database.read() as session:
        asked = [
            tuple(row) for row in session.execute(select(CheckIn.day, CheckIn.battery).order_by(CheckIn.day))
        ]
    assert asked == [
        (date(2026, 3, 8), "weekly"),
        (date(2026, 3, 15), "weekly_phq4"),
        (date(2026, 3, 22), "weekly"),
        (date(2026, 3, 29), "weekly"),
    ]


def test_after_the_last_week_nothing_more_is_to_come(database: Database) -> None:
    with database.begin() as session:
        enrolled(session, asks=(Asks.WEEKLY,), cadence=DEFAULT.to_json())

    for day in range(29):
        planned(database, cast.MONDAY + timedelta(days=day))

    waiting = the_subscription(database)
    assert (waiting.next_at, waiting.next_day, waiting.battery) == (None, None, None)
    assert waiting.last_day == date(2026, 3, 29)


def test_nobody_is_asked_before_the_programme_begins(database: Database) -> None:
    with database.begin() as session:
        enrolled(session, starts_on=date(2026, 3, 18))

    planned(database, cast.MONDAY)

    assert the_subscription(database).next_day == date(2026, 3, 19)


@pytest.mark.parametrize("more", [10, 1000])
def test_the_cost_of_planning_is_that_of_what_is_due(database: Database, more: int) -> None:
    with database.begin() as session:
        _crowd(session, more)
        for person in session.scalars(select(Subscription).limit(5)):
            person.next_at, person.next_day = cast.MONDAY, cast.MONDAY.date()

    assert counting(database, lambda session: plan(session, cast.MONDAY)) == 6
    assert len(asked_days(database)) == 5
    assert counting(database, lambda session: plan(session, cast.MONDAY)) == 1


def _crowd(session: Session, count: int) -> None:
    """So many subscriptions that are due in a month."""
    person = enrolled(session)
    later = cast.MONDAY + timedelta(days=30)
    for number in range(count):
        group = Programme(
            site_id=person.site_id,
            name=f"Group {number}",
            starts_on=cast.MONDAY.date(),
            cadence=cast.CADENCE,
            created_at=cast.MONDAY,
        )
        session.add(group)
    session.flush()
    session.execute(
        Subscription.__table__.insert(),
        [
            {
                "site_id": person.site_id,
                "person_id": person.id,
                "programme_id": group,
                "asks": "micro",
                "next_at": later,
            }
            for group in session.scalars(select(Programme.id).where(Programme.name.like("Group %")))
        ],
    )
    session.execute(
        Subscription.__table__.update().values(battery="micro", next_day=later.date(), next_at=later)
    )
