"""Nothing that a beat asks looks through a whole table: its cost is that of what is due."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event

from db import broadcasts, deliveries, inbox, instants, leaving, outbox, people, rota, spent, subscriptions
from db.backlog import waiting_in_chat
from db.models import Asks, Heard, Kind, Person, Priority, Programme, Standing, State
from db.session import Database, Session
from scheduler.guard import Candidate, over_budget
from scheduler.planner import plan
from scheduler.sweep import sweep
from tests import cast
from tests.scheduler.families import EVERY_DAY

NOW = cast.MONDAY + timedelta(hours=5)
LARGE = ("deliveries", "subscriptions", "people", "checkins", "answers", "alerts", "enrolments")
LATER = timedelta(days=2)


@pytest.fixture
def crowd(database: Database) -> Database:
    """People of whom a few have something due, and all have something later."""
    with database.begin() as session:
        site = cast.site(session)
        group = cast.programme(session, site, cadence=EVERY_DAY)
        for number in range(40):
            person = cast.caregiver(session, site, group, label=f"C-{number:02d}")
            due = number < 4
            how = {"next_at": NOW if due else NOW + LATER, "next_day": NOW.date()}
            cast.subscription(session, person, group, **how)
            cast.subscription(session, person, group, asks=Asks.WAVE, **how)
            _owed(session, person, group, due=due)
    return database


def _owed(session: Session, person: Person, group: Programme, *, due: bool) -> None:
    at = NOW - timedelta(hours=1) if due else NOW + LATER
    states = [State.PENDING, State.PENDING, State.SENDING if due else State.SETTLED]
    for number, state in enumerate(states):
        ended = {"outcome": "sent", "settled_at": NOW} if state == State.SETTLED else {}
        day = NOW.date() - timedelta(days=number + 1)
        asked = cast.checkin(session, person, group, day=day, expires_at=at)
        cast.delivery(
            session, person, subject=f"x{number}", about_id=asked.id, state=state, due_at=at,
            not_after=at + timedelta(minutes=30), claimed_at=at, **ended,
        )  # fmt: skip
    cast.delivery(session, person, kind=Kind.REMINDER, subject="r", due_at=at, priority=Priority.MATERIAL)
    if due:
        person.standing, person.paused_until = Standing.PAUSED, NOW


def everything(session: Session) -> None:
    """What beats ask of the database."""
    deliveries.adopt(session, NOW, timedelta(minutes=2))
    sweep(session, NOW)
    plan(session, NOW)
    broadcasts.wind_up(session, NOW, 10)
    owed = deliveries.due(session, NOW, 20, [1, 2])
    outbox.claim(session, [each.id for each in owed], NOW)
    outbox.with_people(session, [each.id for each in owed])
    over_budget(session, [Candidate(each.id, each.person_id, each.zone, 7) for each in owed], NOW)
    instants.soonest(session)
    leaving.due(session, NOW, 10)


@contextmanager
def listened(database: Database) -> Iterator[list[tuple[str, Any]]]:
    """Every statement with its values, while this is open."""
    heard: list[tuple[str, Any]] = []

    def note(connection: Any, cursor: Any, statement: str, values: Any, context: Any, many: bool) -> None:
        if not statement.startswith("BEGIN"):
            heard.append((statement, values[0] if many else values))

    event.listen(database.engine, "before_cursor_execute", note)
    try:
        yield heard
    finally:
        event.remove(database.engine, "before_cursor_execute", note)


def explained(database: Database, statement: str, values: Any) -> list[str]:
    """How the database goes about a statement, a line for each step."""
    with database.engine.connect() as connection:
        if database.is_sqlite:
            rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values).all()
            return [str(row[3]) for row in rows]
        # Small tables are read whole where that is allowed: what is left to forbid needs no index.
        connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
        return [str(row[0]) for row in connection.exec_driver_sql(f"EXPLAIN {statement}", values)]


def reads_it_all(step: str, alias: Callable[[str], bool]) -> bool:
    """Whether a step of a plan looks through a whole table."""
    sqlite = step.startswith("SCAN ") and " USING " not in step and alias(step.split()[1])
    postgresql = "Seq Scan on " in step and alias(step.split("Seq Scan on ")[1].split()[0])
    return sqlite or postgresql


def test_every_statement_of_a_beat_goes_by_an_index(crowd: Database) -> None:
    with crowd.begin() as session, listened(crowd) as heard:
        everything(session)

    assert len(heard) > 15
    for statement, values in heard:
        steps = explained(crowd, statement, values)
        assert not any(reads_it_all(step, lambda name: name in LARGE) for step in steps), (statement, steps)


def test_what_was_heard_and_shown_is_not_passed_on_the_way_to_what_waits(crowd: Database) -> None:
    with crowd.begin() as session:
        for number in range(40):
            row = {"bot_id": 1, "update_id": number, "chat_key": bytes(16), "received_at": NOW, "attempts": 0}
            session.add(Heard(**row, shown_at=NOW if number < 38 else None))
    with crowd.begin() as session, listened(crowd) as heard:
        inbox.waiting(session, 1, 0, 20)
        waiting_in_chat(session, 1, bytes(16), 0, 40, 20)
        inbox.count_open(session, 1)

    assert len(heard) == 3
    for statement, values in heard:
        steps = explained(crowd, statement, values)
        assert any("ix_inbox_open" in step for step in steps), (statement, steps)


def test_what_waits_for_later_is_not_passed_on_the_way_to_what_is_due(crowd: Database) -> None:
    """Of each priority the rows that are due are a range of the index, the first at its head."""
    with crowd.begin() as session, listened(crowd) as heard:
        deliveries.due(session, NOW, 20)
        instants.soonest(session)
        subscriptions.due(session, NOW, 20)

    for statement, values in heard[:2]:
        ranges = [step for step in explained(crowd, statement, values) if "ix_deliveries_due" in step]
        assert len(ranges) >= len(Priority), statement


def test_a_table_read_whole_would_be_seen(crowd: Database) -> None:
    steps = explained(crowd, "SELECT id FROM deliveries WHERE attempts = 3", ())

    assert any(reads_it_all(step, lambda name: name in LARGE) for step in steps)


def test_what_the_budget_counts_is_found_by_person(crowd: Database) -> None:
    with crowd.begin() as session, listened(crowd) as heard:
        spent.messages(session, [1, 2], (NOW - LATER, NOW + LATER))

    assert any("ix_deliveries_person_id_state_settled_at" in step for step in explained(crowd, *heard[0]))


def test_who_works_here_is_found_without_a_look_at_the_families(crowd: Database) -> None:
    """A start asks it, and every alarm."""
    with crowd.begin() as session, listened(crowd) as heard:
        people.staff_chats(session)
        people.staff(session, 1)
        people.admins(session, 1)
        people.workers(session)
        people.workers_at(session, 1)
        rota.seniors(session, 1)

    assert len(heard) == 6
    for statement, values in heard:
        steps = explained(crowd, statement, values)
        assert any("ix_people_staff" in step for step in steps), (statement, steps)
