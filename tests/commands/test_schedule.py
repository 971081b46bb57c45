"""What a programme asks when: shown, changed, and what that does to the messages that wait already."""

from datetime import date, time, timedelta

import pytest
from sqlalchemy import select

from bot.clock import WallClock
from db.models import Asks, CheckIn, Delivery, Kind, Person, Programme, Progress, Standing, Subscription
from scheduler.cadence import monday_of
from scheduler.planner import plan
from tests import cast

CADENCE = [
    {"weeks": [1, 4], "weekday": 0, "battery": "micro"},
    {"weeks": [1, 4], "weekday": 6, "battery": "weekly"},
]


@pytest.fixture
def monday() -> date:
    """The Monday of this week, on which the programme began."""
    return monday_of(WallClock().now().date())


@pytest.fixture
def families(house, monday):
    """Two families of the house's programme, of whom one has a question queued for the Monday."""
    now = WallClock().now()
    with house.session() as session:
        run = session.get_one(Programme, 1)
        run.starts_on, run.cadence = monday, CADENCE
        people = [cast.caregiver(session, cast.site(session), run, label=f"C-0{number}") for number in (1, 2)]
        for person in people:
            for asks in (Asks.MICRO, Asks.WEEKLY):
                how = {"battery": None, "next_at": now, "next_day": None}
                cast.subscription(session, person, run, asks=asks, **how)
        while plan(session, now):
            pass
        asked = cast.checkin(
            session, people[0], run, day=monday, subscription_id=1, progress=Progress.PLANNED, sent_at=None
        )
        cast.delivery(session, people[0], about_id=asked.id, due_at=now + timedelta(hours=1))
        session.get_one(Subscription, 1).last_day = monday
        return [person.id for person in people]


def row(house, table, key):
    with house.session() as session:
        return session.get_one(table, key)


def cadence(house):
    return [(slot["weekday"], slot["battery"]) for slot in row(house, Programme, 1).cadence]


def test_a_schedule_is_shown_with_what_is_queued(respite, families, monday):
    result = respite("schedule", "show", 1)

    assert result.stdout.splitlines() == [
        f"programme 1 (First programme), from {monday} without an end",
        "1-4:mon:micro",
        "1-4:sun:weekly",
        "families: 2; queued: 1 checkin",
    ]


def test_what_touches_queued_messages_asks_what_becomes_of_them_and_changes_nothing(respite, house, families):
    before = house.dump()

    result = respite("schedule", "set", 1, "--move", "mon=tue")

    assert (result.exit_code, house.dump()) == (2, before)
    assert "1 queued messages belong to what changes: say --queued keep or --queued cancel" in result.stderr


def test_kept_messages_go_out_and_whoever_gets_one_is_not_asked_again_on_the_new_day(
    respite, house, families, monday
):
    result = respite("schedule", "set", 1, "--move", "mon=tue", "--queued", "keep")

    assert result.stdout == "2 people are planned anew; of the queued messages 1 kept, 0 called off\n"
    assert cadence(house) == [(1, "micro"), (6, "weekly")]
    assert row(house, Delivery, 1).state == "pending"
    assert row(house, Subscription, 1).last_day == monday + timedelta(days=1)


def test_called_off_messages_end_with_their_reason_and_are_asked_on_the_new_day(
    respite, house, families, monday
):
    result = respite("schedule", "set", 1, "--move", "mon=tue", "--queued", "cancel")

    assert "0 kept, 1 called off" in result.stdout
    assert row(house, Delivery, 1).outcome == "cancelled:schedule"
    assert (row(house, CheckIn, 1).progress, row(house, CheckIn, 1).closed_because) == ("closed", "schedule")
    assert row(house, Subscription, 1).last_day == monday


def test_slots_are_put_in_and_taken_out_and_the_planner_is_asked_anew(respite, house, families):
    result = respite("schedule", "set", 1, "--drop", "1-4:sun:weekly", "--add", "2:thu:weekly_phq4")

    assert result.exit_code == 0
    assert cadence(house) == [(0, "micro"), (3, "weekly_phq4")]
    with house.session() as session:
        assert set(session.scalars(select(Subscription.next_day))) == {None}


def test_an_end_stops_every_question_after_it_and_never_takes_it_back(respite, house, families, monday):
    assert respite("schedule", "set", 1, "--ends", monday).exit_code == 0
    with house.session() as session:
        while plan(session, WallClock().now()):
            pass
        # On a Monday its own question may still come.
        assert {day for day in session.scalars(select(Subscription.next_day)) if day != monday} == {None}

    respite("schedule", "set", 1, "--ends", "never")

    assert row(house, Programme, 1).ends_on is None
    with house.session() as session:
        assert None not in set(session.scalars(select(Subscription.next_at)))


def test_a_new_hour_is_everybodys(respite, house, families):
    respite("schedule", "set", 1, "--hour", "20:15")

    assert {row(house, Person, person).asked_at for person in families} == {time(20, 15)}


def test_whoever_stopped_is_not_asked_again_by_a_new_schedule(respite, house, families):
    with house.session() as session:
        session.get_one(Person, families[0]).standing = Standing.STOPPED
        for one in session.scalars(select(Subscription).where(Subscription.person_id == families[0])):
            one.next_at = None

    result = respite("schedule", "set", 1, "--add", "5:mon:micro")

    assert result.stdout.startswith("1 people are planned anew")
    with house.session() as session:
        assert set(
            session.scalars(select(Subscription.next_at).where(Subscription.person_id == families[0]))
        ) == {None}


def test_a_schedule_that_asks_too_much_is_said(respite, house, families):
    daily = [
        word for day in ("tue", "wed", "thu", "fri", "sat", "sun") for word in ("--add", f"1-4:{day}:micro")
    ]

    result = respite("schedule", "set", 1, "--add", "1-4:wed:weekly", *daily)

    assert result.exit_code == 0
    assert "consider: week 1: asks for" in result.stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--move", "mon=someday"], "there is no weekday someday"),
        (["--add", "micro on Mondays"], "write a slot as 1-4:mon:micro"),
        (["--add", "1-4:mon:monthly"], "there is no battery monthly"),
        (["--add", "3:mon:micro"], "meets another of its kind"),
        (["--drop", "1-4:tue:micro"], "the cadence has no slot 1-4:tue:micro"),
        (["--ends", "in May"], "write a day as 2026-05-31"),
        (["--hour", "23:00"], "an hour at night is for each family to choose"),
        (["--hour", "soon"], "write an hour as 19:30"),
        ([], "say what changes"),
    ],
)
def test_what_cannot_be_is_said_and_changes_nothing(respite, house, families, words, said):
    before = house.dump()

    result = respite("schedule", "set", 1, *words)

    assert (result.exit_code, house.dump()) == (2, before)
    assert said in result.stderr


def test_a_programme_that_is_none_is_said(respite, families):
    for words in (["show"], ["set", "--ends", "never"]):
        result = respite("schedule", words[0], 9, *words[1:])
        assert (result.exit_code, result.stderr) == (2, "there is no programme 9\n")


def test_reminders_of_a_slot_that_stays_are_not_touched(respite, house, families):
    with house.session() as session:
        person = session.get_one(Person, families[1])
        asked = cast.checkin(
            session, person, session.get_one(Programme, 1), day=monday_of(WallClock().now().date())
        )
        cast.delivery(session, person, kind=Kind.REMINDER, subject="r", about_id=asked.id)
        session.get_one(Delivery, 1).state = "settled"
        session.get_one(Delivery, 1).outcome = "sent"

    result = respite("schedule", "set", 1, "--drop", "1-4:sun:weekly")

    assert result.exit_code == 0, result.stderr


def test_questions_about_a_child_need_a_joining_that_asks_whether_they_may_be(respite, families):
    said = "consider: questions about a child need a yes: respite programme joining 1 --child"

    assert said in respite("schedule", "set", 1, "--add", "5:tue:child").output
    respite("programme", "joining", 1, "--child")
    assert said not in respite("schedule", "set", 1, "--add", "5:thu:child_self").output
