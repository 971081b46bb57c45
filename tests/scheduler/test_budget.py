"""The weekly budget: eight messages a week and two a day; who goes first when there is not room for all."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from db import deliveries
from db.models import AlertState, Arm, Asks, CheckIn, Delivery, Kind, Person, Priority, Programme, Role, Tier
from db.programmes import enrolment_of
from db.session import Database, Session
from flows import broadcast
from scheduler import settling
from scheduler.budget import DAILY, WEEKLY, ToCome, allows, rank_of
from scheduler.guard import withheld
from scheduler.preparing import Granted, prepare
from tests import cast
from tests.scheduler.families import EVERY_DAY, enrolled, planned

CHECKIN, REMINDER = rank_of(Kind.CHECKIN, Priority.CHECKIN), rank_of(Kind.REMINDER, Priority.CHECKIN)
SHANGHAI = "Asia/Shanghai"
FRIDAY = cast.MONDAY + timedelta(days=4)


def days_before(*days: int) -> list[datetime]:
    """Moments so many days before FRIDAY."""
    return [FRIDAY - timedelta(days=day) for day in days]


@pytest.mark.parametrize(
    ("spent", "fits"),
    [
        ([], True),
        (days_before(4, 4, 3, 3, 2, 2, 1), True),
        (days_before(4, 4, 3, 3, 2, 2, 1, 1), False),
        (days_before(0), True),
        (days_before(0, 0), False),
        (days_before(5, 5, 6, 6, 7, 7, 8, 8), True),
    ],
)
def test_eight_a_week_and_two_a_day(spent, fits):
    assert allows(REMINDER, FRIDAY, SHANGHAI, spent, []) == fits


def test_the_week_is_the_one_on_the_wall_of_the_person():
    """Sunday 17:00 UTC is Monday in Shanghai and still Sunday in New York."""
    sunday = datetime(2026, 3, 8, 17, tzinfo=UTC)
    spent = [sunday - timedelta(days=day) for day in (1, 1, 2, 2, 3, 3, 4, 4)]

    assert allows(CHECKIN, sunday, SHANGHAI, spent, [])
    assert not allows(CHECKIN, sunday, "America/New_York", spent, [])


def test_room_is_left_for_what_ranks_higher_and_for_nothing_else():
    spent = days_before(4, 4, 3, 3, 2, 2, 1)
    question = ToCome(FRIDAY.date() + timedelta(days=2), CHECKIN)

    assert not allows(REMINDER, FRIDAY, SHANGHAI, spent, [question])
    assert allows(CHECKIN, FRIDAY, SHANGHAI, spent, [question])
    assert allows(REMINDER, FRIDAY, SHANGHAI, spent, [ToCome(FRIDAY.date() + timedelta(days=3), CHECKIN)])


def test_the_order_is_that_of_the_priorities_and_a_reminder_comes_after_every_question():
    ranks = [
        rank_of("session", Priority.SESSION),
        CHECKIN,
        REMINDER,
        rank_of("material", Priority.MATERIAL),
        rank_of("broadcast", Priority.BROADCAST),
    ]
    assert ranks == sorted(ranks)
    assert len(set(ranks)) == len(ranks)


@pytest.mark.parametrize(
    ("kind", "priority", "chosen"),
    [
        (Kind.ALERT, Priority.SAFETY, False),
        ("reply", Priority.REPLY, False),
        (Kind.DIGEST, Priority.DIGEST, False),
        (Kind.REMINDER, Priority.CHECKIN, True),
    ],
)
def test_safety_replies_work_and_what_the_person_asked_for_take_nothing(kind, priority, chosen):
    assert rank_of(kind, priority, free=chosen) is None


@given(
    st.lists(st.tuples(st.timedeltas(timedelta(0), timedelta(days=30)), st.sampled_from([CHECKIN, REMINDER])))
)
def test_whoever_asks_in_whatever_order_the_limits_hold(asking):
    spent: list[datetime] = []
    for after, rank in sorted(asking):
        if allows(rank, FRIDAY + after, SHANGHAI, spent, []):
            spent.append(FRIDAY + after)

    weeks = [moment.astimezone(UTC) + timedelta(hours=8) for moment in spent]
    per_week = [week.isocalendar()[:2] for week in weeks]
    per_day = [week.date() for week in weeks]
    assert all(per_week.count(week) <= WEEKLY for week in per_week)
    assert all(per_day.count(day) <= DAILY for day in per_day)


def spent(session: Session, person: Person, *moments: datetime, **how: object) -> None:
    """Messages that went out at these moments."""
    for moment in moments:
        columns = {"subject": "before:", "state": "settled", "outcome": "sent", "settled_at": moment} | how
        columns["subject"] = f"{columns['subject']}{moment:%d%H%M}{columns['outcome']}"
        cast.delivery(session, person, **columns)


def verdict(session: Session, person: Person, now: datetime, **how: object) -> str | None:
    """What the guard says of a message that is about to go out."""
    columns = {"kind": Kind.REMINDER, "subject": "now", "due_at": now, "state": "sending", "claimed_at": now}
    delivery = cast.delivery(session, person, **columns | how)
    said = withheld(session, delivery, person, now)
    session.delete(delivery)
    session.flush()
    return said


WEEK = [FRIDAY - timedelta(days=day, minutes=minute) for day in (1, 2, 3, 4) for minute in (0, 1)]


def test_over_the_budget_a_message_is_held_back(database: Database) -> None:
    with database.begin() as session:
        person = enrolled(session, asks=())
        spent(session, person, *WEEK[1:])
        assert verdict(session, person, FRIDAY) is None
        spent(session, person, WEEK[0])
        assert verdict(session, person, FRIDAY, subject="then") == "withheld:budget"
        assert verdict(session, person, FRIDAY, subject="later:1/2") is None
        assert verdict(session, person, FRIDAY, kind=Kind.ALERT, priority=Priority.SAFETY) is None


def test_what_may_have_arrived_counts_and_what_was_asked_for_or_called_off_does_not(
    database: Database,
) -> None:
    with database.begin() as session:
        person = enrolled(session, asks=())
        spent(session, person, *WEEK[:7], outcome="cancelled:answered")
        spent(session, person, *WEEK[:7], subject="later:1/", kind=Kind.REMINDER)
        assert verdict(session, person, FRIDAY) is None
        spent(session, person, *WEEK, outcome="unknown")
        assert verdict(session, person, FRIDAY, subject="then") == "withheld:budget"


def test_the_reminder_leaves_room_for_the_questions_of_the_week(database: Database) -> None:
    with database.begin() as session:
        person = enrolled(session, cadence=EVERY_DAY).id
    planned(database, FRIDAY)
    with database.begin() as session:
        who = session.get_one(Person, person)
        spent(session, who, *WEEK[:5])
        assert verdict(session, who, FRIDAY) == "withheld:budget"
        assert verdict(session, who, FRIDAY, kind=Kind.CHECKIN, subject="q") is None


def test_the_work_of_staff_is_not_counted(database: Database) -> None:
    with database.begin() as session:
        person = enrolled(session, asks=())
        person.role = Role.SOCIAL_WORKER
        spent(session, person, *WEEK)
        assert verdict(session, person, FRIDAY) is None


@pytest.mark.parametrize("priority", [Priority.MATERIAL, Priority.BROADCAST])
def test_the_control_arm_gets_nothing_of_the_programme_until_a_red_alert_releases_it(
    database: Database, priority: Priority
) -> None:
    with database.begin() as session:
        person = enrolled(session, asks=(Asks.MICRO,))
        place = enrolment_of(session, person.id)
        assert place is not None
        place.arm = Arm.WAITLIST
        assert verdict(session, person, cast.MONDAY, priority=priority) == "withheld:arm"
        assert verdict(session, person, cast.MONDAY, subject="question") is None

        programme = session.get_one(Programme, place.programme_id)
        alert = cast.alert(session, person, programme, tier=Tier.RED)
        assert verdict(session, person, cast.MONDAY, subject="open", priority=priority) == "withheld:alert"
        alert.state, alert.closed_at = AlertState.CLOSED, cast.MONDAY
        session.flush()

        assert verdict(session, person, cast.MONDAY, subject="after", priority=priority) is None


def test_a_question_that_is_held_back_closes_its_check_in_with_the_reason(database: Database) -> None:
    with database.begin() as session:
        person = enrolled(session)
    planned(database, cast.MONDAY)
    planned(database, cast.MONDAY + timedelta(hours=4))
    with database.begin() as session:
        owed = deliveries.due(session, cast.MONDAY + timedelta(hours=4), 1)[0]
        delivery = deliveries.by_id(session, owed.id)
        assert delivery is not None
        settling.end(session, delivery, "withheld:budget", cast.MONDAY + timedelta(hours=4))
        asked = session.get_one(CheckIn, owed.about_id)
        session.refresh(asked)
        assert (asked.progress, asked.closed_because, asked.person_id) == ("closed", "budget", person.id)


def announced(session: Session, person: Person, programme_id: int) -> int:
    """A broadcast to the families of a programme; return its delivery to this person."""
    broadcast.queue(session, FRIDAY, programme_id=programme_id, role=Role.CAREGIVER, texts={"en": "Hello"})
    query = select(Delivery.id).where(Delivery.kind == Kind.BROADCAST, Delivery.person_id == person.id)
    return session.scalars(query).one()


def granted(session: Session, delivery: int) -> list[object]:
    """What the loop makes of a delivery for which it has a token."""
    owed = [each for each in deliveries.due(session, FRIDAY, 100) if each.id == delivery]
    return list(prepare(session, [Granted(each, FRIDAY) for each in owed]))


def test_a_broadcast_is_the_first_to_give_way(database: Database) -> None:
    with database.begin() as session:
        person = enrolled(session, asks=())
        place = enrolment_of(session, person.id)
        assert place is not None
        spent(session, person, *WEEK)
        delivery = announced(session, person, place.programme_id)

        assert granted(session, delivery) == [None]

        assert deliveries.by_id(session, delivery).outcome == "withheld:budget"


def test_a_red_alert_releases_somebody_who_waits_to_hear_a_broadcast(database: Database) -> None:
    with database.begin() as session:
        person = enrolled(session, asks=())
        place = enrolment_of(session, person.id)
        assert place is not None
        place.arm = Arm.WAITLIST
        first = announced(session, person, place.programme_id)
        assert granted(session, first) == [None]
        assert deliveries.by_id(session, first).outcome == "withheld:arm"
        group = session.get_one(Programme, place.programme_id)
        cast.alert(session, person, group, tier=Tier.RED, state="closed", closed_at=FRIDAY)
        session.delete(deliveries.by_id(session, first))
        session.flush()

        assert granted(session, announced(session, person, place.programme_id)) != [None]


def test_of_two_that_were_claimed_together_the_question_goes(database: Database) -> None:
    with database.begin() as session:
        person = enrolled(session, asks=())
        spent(session, person, *WEEK[1:])
        columns = {"state": "sending", "claimed_at": FRIDAY, "due_at": FRIDAY}
        reminder = cast.delivery(session, person, kind=Kind.REMINDER, subject="r", **columns)
        question = cast.delivery(session, person, subject="q", **columns)

        assert withheld(session, reminder, person, FRIDAY) == "withheld:budget"
        assert withheld(session, question, person, FRIDAY) is None
