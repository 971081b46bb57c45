"""Waves: the blocks of a baseline, also for late-comers; what gives way to them, what is not due yet."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from db import checkins, deliveries
from db.models import Asks, CheckIn, Delivery, Person, Programme, Subscription
from db.programmes import replan
from db.session import Database
from db.subscriptions import bring_forward, next_at
from scales.blocks import BLOCKS
from scheduler.cadence import DEFAULT, Cadence, Slot
from scheduler.rules import local_date
from scheduler.waves import closes, next_block, next_step
from tests import cast
from tests.scheduler.families import at, enrolled, planned, subscribed
from tests.test_rules import times, zones

SHANGHAI = "Asia/Shanghai"
START = date(2026, 3, 9)
FEBRUARY = datetime(2026, 2, 1, tzinfo=UTC)
ALL = (Asks.WAVE, Asks.MICRO, Asks.WEEKLY)


def baseline(joined: datetime, start: date = START, zone: str = SHANGHAI, hour: time = time(19, 30)):
    """The blocks of the baseline for somebody who joined at this moment: (day, battery)."""
    found: list[tuple[date, str]] = []
    after, last = joined, None
    while True:
        block = next_block(
            DEFAULT, start=start, at=hour, zone=zone, after=after, last_day=last, asked=[b for _, b in found]
        )
        if block is None or block.day > closes(start):
            return found
        found.append((block.day, block.battery))
        after, last = block.due_at, block.day


@pytest.mark.parametrize(
    ("joined", "days"),
    [
        pytest.param((2, 20), (3, 5, 6), id="weeks before"),
        pytest.param((3, 2), (3, 5, 6), id="Monday of week 0"),
        pytest.param((3, 3), (5, 6, 8), id="Tuesday night: Thursday, Friday, Sunday"),
        pytest.param((3, 4), (5, 6, 8), id="Wednesday"),
        pytest.param((3, 6), (8, 9, 10), id="Friday night"),
        pytest.param((3, 9), (10, 12, 13), id="first Monday night, the silent Wednesday stays silent"),
        pytest.param((3, 12), (13, 15), id="too late for all three"),
        pytest.param((3, 15), (), id="after it has closed"),
    ],
)
def test_whoever_joins_late_is_asked_the_blocks_on_the_next_days(joined, days):
    moment = at(SHANGHAI, 2026, *joined, 21)

    assert baseline(moment) == list(zip((date(2026, 3, day) for day in days), BLOCKS, strict=False))


def test_the_end_wave_and_both_follow_ups_keep_their_days():
    found, after, last = [], at(SHANGHAI, 2026, 3, 20, 12), None
    while block := next_block(
        DEFAULT, start=START, at=time(19, 30), zone=SHANGHAI, after=after, last_day=last, asked=BLOCKS
    ):
        found.append((block.day, block.battery))
        after, last = block.due_at, block.day

    week_5, week_9, week_18 = date(2026, 4, 6), date(2026, 5, 4), date(2026, 7, 6)
    assert found == [
        *((week_5 + timedelta(days=day), block) for day, block in zip((1, 3, 4), BLOCKS, strict=True)),
        (week_9 + timedelta(days=4), "follow_up"),
        (week_18 + timedelta(days=4), "follow_up"),
    ]


@given(
    joined=st.integers(0, 47 * 24 * 60).map(lambda minutes: FEBRUARY + timedelta(minutes=minutes)),
    zone=zones,
    hour=times,
    start=st.dates(date(2026, 3, 2), date(2026, 3, 15)),
)
def test_a_baseline_is_one_block_a_day_in_order_and_never_on_a_silent_day(joined, zone, hour, start):
    found = baseline(joined, start, zone, hour)

    days = [day for day, _ in found]
    assert days == sorted(set(days))
    assert [block for _, block in found] == list(BLOCKS[: len(found)])
    assert {day.weekday() for day in days}.isdisjoint({2, 5})
    assert all(local_date(joined, zone) <= day <= closes(start) for day in days)


def test_what_is_brought_forward_comes_on_the_next_day_that_asks_nothing():
    sunday = at(SHANGHAI, 2026, 3, 22, 19, 40)  # week 2: Monday's micro is in the way
    step = next_step(DEFAULT, "gad7", start=START, at=time(19, 30), zone=SHANGHAI, after=sunday)

    assert step is not None
    assert (step.day, step.battery) == (date(2026, 3, 24), "gad7")


def test_where_every_day_is_taken_it_shares_the_first():
    daily = Cadence(tuple(Slot((1, 52), day, "micro") for day in range(7)))
    step = next_step(
        daily, "phq8", start=START, at=time(9), zone=SHANGHAI, after=at(SHANGHAI, 2026, 3, 22, 19)
    )

    assert step is not None
    assert step.day == date(2026, 3, 23)


def test_after_the_last_week_nothing_is_brought_forward():
    short = Cadence((Slot((1, 2), 6, "weekly_phq4"),))
    sunday = at(SHANGHAI, 2026, 3, 22, 20)

    assert next_step(short, "gad7", start=START, at=time(19, 30), zone=SHANGHAI, after=sunday) is None


def lived_through(database: Database, end: datetime) -> None:
    """Let the planner beat whenever something is due, and let everything it owes reach its person."""
    while True:
        with database.read() as session:
            due = next_at(session)
        if due is None or due > end:
            return
        planned(database, due)
        with database.begin() as session:
            waiting = session.execute(
                select(Delivery.id, Delivery.about_id).where(Delivery.state == "pending")
            )
            for delivery, checkin in waiting.all():
                deliveries.settle(session, delivery, "sent", due)
                checkins.sent(session, checkin, due, due + timedelta(days=2))


def asked(database: Database) -> list[tuple[int, int, str]]:
    """Every check-in: month, day and battery."""
    with database.read() as session:
        rows = session.execute(select(CheckIn.day, CheckIn.battery).order_by(CheckIn.day, CheckIn.id))
        return [(day.month, day.day, battery) for day, battery in rows]


def answered(database: Database, day: date, *cards: str) -> None:
    """The person has answered these cards in a check-in of this day, which is no block."""
    with database.begin() as session:
        person, group = session.scalars(select(Person)).one(), session.scalars(select(Programme)).one()
        earlier = cast.checkin(session, person, group, day=day, battery="phq8", progress="done")
        for card in cards:
            cast.answer(session, earlier, "some_item", 1, instrument=card)


def test_a_late_comer_is_asked_the_baseline_before_anything_else(database: Database) -> None:
    monday = at(SHANGHAI, 2026, 3, 9, 9)
    with database.begin() as session:
        enrolled(session, asks=ALL, starts_on=START, cadence=DEFAULT.to_json(), now=monday)

    lived_through(database, at(SHANGHAI, 2026, 3, 16, 23))

    assert asked(database) == [
        (3, 9, BLOCKS[0]), (3, 10, BLOCKS[1]), (3, 12, BLOCKS[2]), (3, 15, "weekly"), (3, 16, "micro"),
    ]  # fmt: skip


def test_whoever_was_asked_on_time_gets_every_check_in(database: Database) -> None:
    with database.begin() as session:
        enrolled(session, asks=ALL, starts_on=START, cadence=DEFAULT.to_json())

    lived_through(database, at(SHANGHAI, 2026, 3, 12, 23))

    assert asked(database) == [
        *((3, day, block) for day, block in zip((3, 5, 6), BLOCKS, strict=True)),
        (3, 9, "micro"), (3, 12, "micro"),
    ]  # fmt: skip


def test_another_hour_in_the_middle_asks_no_block_twice(database: Database) -> None:
    with database.begin() as session:
        enrolled(session, asks=(Asks.WAVE,), starts_on=START, cadence=DEFAULT.to_json())
    lived_through(database, at(SHANGHAI, 2026, 3, 5, 23))

    with database.begin() as session:
        person = session.scalars(select(Person)).one()
        person.asked_at = time(8)
        replan(session, person.id, at(SHANGHAI, 2026, 3, 5, 23))
    lived_through(database, at(SHANGHAI, 2026, 3, 20, 23))

    assert [block for _, _, block in asked(database)] == list(BLOCKS)


def test_a_card_whose_interval_has_not_passed_is_left_out_and_said_so(database: Database) -> None:
    with database.begin() as session:
        enrolled(session, asks=(Asks.WAVE,), starts_on=START, cadence=DEFAULT.to_json())
    lived_through(database, at(SHANGHAI, 2026, 3, 5, 23))
    answered(database, date(2026, 3, 20), "phq15", "who5")

    lived_through(database, at(SHANGHAI, 2026, 4, 9, 23))

    with database.read() as session:
        end = session.scalars(
            select(CheckIn).where(CheckIn.battery == "phq15_who5", CheckIn.day > START)
        ).one()
    assert (end.day, end.left_out, end.progress) == (date(2026, 4, 9), {"phq15": "not_due"}, "sent")


@pytest.mark.parametrize(("days", "left"), [(27, {"phq15": "not_due"}), (28, None)])
def test_twenty_eight_days_are_enough_and_twenty_seven_are_not(
    database: Database, days: int, left: dict[str, str] | None
) -> None:
    with database.begin() as session:
        enrolled(session, asks=(Asks.WAVE,), starts_on=START, cadence=DEFAULT.to_json())
    lived_through(database, at(SHANGHAI, 2026, 3, 5, 23))
    answered(database, date(2026, 4, 9) - timedelta(days=days), "phq15")

    lived_through(database, at(SHANGHAI, 2026, 4, 9, 23))

    with database.read() as session:
        end = session.scalars(
            select(CheckIn).where(CheckIn.battery == "phq15_who5", CheckIn.day > START)
        ).one()
    assert end.left_out == left


def test_a_phq9_counts_as_the_phq8_it_holds(database: Database) -> None:
    with database.begin() as session:
        enrolled(session, asks=(Asks.WAVE,), starts_on=START, cadence=DEFAULT.to_json())
    answered(database, date(2026, 2, 24), "phq9")

    lived_through(database, at(SHANGHAI, 2026, 3, 3, 23))

    with database.read() as session:
        block = session.scalars(select(CheckIn).where(CheckIn.day == date(2026, 3, 3))).one()
    assert block.left_out == {"phq8": "not_due"}


def test_a_battery_of_which_nothing_is_due_is_not_sent_and_says_why(database: Database) -> None:
    with database.begin() as session:
        person = enrolled(session, asks=(), starts_on=START, cadence=DEFAULT.to_json())
        group = session.scalars(select(Programme)).one()
        earlier = cast.checkin(session, person, group, day=date(2026, 3, 20), battery="gad7", progress="done")
        cast.answer(session, earlier, "nervous", 1, instrument="gad7")
        bring_forward(session, earlier, "gad7", at(SHANGHAI, 2026, 3, 22, 20))

    lived_through(database, at(SHANGHAI, 2026, 3, 30, 23))

    with database.read() as session:
        step = session.scalars(select(CheckIn).where(CheckIn.id != 1)).one()
        assert (step.progress, step.closed_because, step.left_out) == (
            "closed",
            "not_due",
            {"gad7": "not_due"},
        )
        assert session.scalars(select(Delivery)).all() == []


def test_what_is_brought_forward_waits_through_a_new_plan_and_comes_once(database: Database) -> None:
    with database.begin() as session:
        person = enrolled(session, asks=(), starts_on=START, cadence=DEFAULT.to_json())
        group = session.scalars(select(Programme)).one()
        earlier = cast.checkin(session, person, group, day=date(2026, 3, 22), progress="done")
        bring_forward(session, earlier, "gad7_phq8", at(SHANGHAI, 2026, 3, 22, 20))
    lived_through(database, at(SHANGHAI, 2026, 3, 23, 12))
    with database.begin() as session:
        replan(session, session.scalars(select(Person)).one().id, at(SHANGHAI, 2026, 3, 23, 13))

    lived_through(database, at(SHANGHAI, 2026, 5, 23, 12))

    assert asked(database)[1:] == [(3, 24, "gad7_phq8")]
    with database.read() as session:
        step = session.scalars(select(Subscription)).one()
    assert (step.next_at, step.battery, step.last_day) == (None, None, date(2026, 3, 24))


def test_a_step_gives_way_to_a_baseline_and_comes_after_it(database: Database) -> None:
    monday = at(SHANGHAI, 2026, 3, 9, 9)
    with database.begin() as session:
        person = enrolled(session, asks=(), starts_on=START, cadence=DEFAULT.to_json(), now=monday)
        group = session.scalars(select(Programme)).one()
        earlier = cast.checkin(session, person, group, day=date(2026, 3, 8), progress="done")
        bring_forward(session, earlier, "gad7", monday)
        subscribed(session, person, group, asks=Asks.WAVE, now=monday)

    lived_through(database, at(SHANGHAI, 2026, 3, 18, 23))

    assert asked(database)[1:] == [
        (3, 9, BLOCKS[0]), (3, 10, BLOCKS[1]), (3, 12, BLOCKS[2]), (3, 13, "gad7"),
    ]  # fmt: skip
