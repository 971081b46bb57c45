"""Retention: a database ages, and what its time is over for goes, and nothing else."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from db import retention
from db.models import (
    Alert,
    AlertState,
    Delivery,
    Draft,
    Erasure,
    Heard,
    Invite,
    Letter,
    Person,
    Programme,
    SiteRow,
    Standing,
    State,
    Table,
    ToldChat,
)
from db.people import chat_index
from tests import cast

DAY = timedelta(days=1)
NOW = cast.MONDAY + 400 * DAY
POLICY = retention.Policy()


@pytest.fixture(autouse=True)
def _the_usual_policy():
    """Whatever a test says, the next finds the defaults."""
    yield
    retention.use(retention.Policy())


@pytest.fixture
def ward(database):
    """A site with a programme, and what adds a person to it."""
    with database.begin() as session:
        site = cast.site(session)
        return site.id, cast.programme(session, site).id


def person(session, **columns) -> Person:
    return cast.person(session, session.get_one(SiteRow, 1), **columns)


def count(database, model) -> int:
    with database.read() as session:
        return session.scalar(select(func.count()).select_from(model)) or 0


def age(database, now=NOW) -> dict[str, int]:
    """Forget what is to be forgotten at a moment; only what there was of it."""
    with database.begin() as session:
        return {name: n for name, n in retention.forget(session, now, 100).items() if n}


@pytest.mark.parametrize("over", [-1, 1])
def test_who_stopped_is_forgotten_when_their_time_is_over_and_not_before(database, ward, over):
    stopped = NOW - POLICY.left - over * timedelta(hours=1)
    with database.begin() as session:
        person(session, standing=Standing.STOPPED, stopped_at=stopped)
        person(session)

    assert age(database) == ({"people": 1} if over > 0 else {})

    assert (count(database, Person), count(database, Erasure)) == ((1, 1) if over > 0 else (2, 0))


def test_nobody_is_forgotten_while_an_alert_of_theirs_is_open(database, ward):
    with database.begin() as session:
        gone = person(session, standing=Standing.STOPPED, stopped_at=cast.MONDAY)
        cast.alert(session, gone, session.get_one(Programme, 1))
    assert age(database) == {}

    with database.begin() as session:
        session.scalars(select(Alert)).one().state = AlertState.CLOSED

    assert age(database) == {"people": 1}


def test_who_began_to_join_and_never_went_on_is_forgotten(database, ward):
    with database.begin() as session:
        for days in (31, 29):
            newcomer = person(session, standing=Standing.JOINING, joined_at=None)
            ended = NOW - days * DAY
            session.add(
                Draft(
                    person_id=newcomer.id, kind="joining", step="called", said={}, changed_at=ended,
                    expires_at=ended,
                )
            )  # fmt: skip

    assert age(database) == {"people": 1}
    assert count(database, Draft) == 1


def test_a_dialogue_that_is_over_goes_and_one_that_is_open_stays(database, ward):
    with database.begin() as session:
        for ends in (NOW - DAY, NOW + DAY):
            writer = person(session)
            session.add(
                Draft(
                    person_id=writer.id, kind="composing", step="text", said={}, changed_at=ends,
                    expires_at=ends,
                )
            )  # fmt: skip

    assert age(database) == {"drafts": 1}


LONG_AGO, LATELY = NOW - POLICY.letters - DAY, NOW - POLICY.letters + DAY


@pytest.mark.parametrize(
    ("columns", "goes"),
    [
        ({"done_at": LONG_AGO}, True),
        ({"returned_at": LONG_AGO}, True),
        ({}, False),
        ({"read_at": LONG_AGO}, False),
        ({"from_family": False, "arrived_at": LONG_AGO}, True),
        ({"from_family": False, "returned_at": LONG_AGO}, True),
        ({"from_family": False}, False),
        ({"written_at": LATELY, "done_at": LATELY}, False),
        ({"written_at": LATELY, "from_family": False, "arrived_at": LATELY}, False),
    ],
)
def test_a_letter_of_long_ago_goes_unless_somebody_waits_for_it(database, ward, columns, goes):
    with database.begin() as session:
        site, programme = session.get_one(SiteRow, 1), session.get_one(Programme, 1)
        worker = cast.worker(session, site, programme)
        cast.letter(session, person(session), programme, worker, **{"written_at": LONG_AGO} | columns)

    assert age(database) == ({"letters": 1} if goes else {})

    assert count(database, Letter) == (0 if goes else 1)


@pytest.mark.parametrize("state", [State.PENDING, State.HELD, State.SENDING, State.SETTLED])
def test_a_message_that_is_over_goes_after_ninety_days_and_one_that_is_owed_never(database, ward, state):
    with database.begin() as session:
        owed = person(session)
        for days in (91, 89):
            cast.delivery(
                session, owed, subject=f"{days}", state=state, due_at=NOW - days * DAY,
                settled_at=NOW - days * DAY if state == State.SETTLED else None,
            )  # fmt: skip

    assert age(database) == ({"deliveries": 1} if state == State.SETTLED else {})
    assert count(database, Delivery) == (1 if state == State.SETTLED else 2)


def test_numbers_of_updates_go_after_a_week_and_what_was_set_aside_says_nothing_after_a_month(database, ward):
    with database.begin() as session:
        for number, shown, dead in ((1, 8, None), (2, 6, None), (3, None, 31), (4, None, 29)):
            session.add(
                Heard(
                    bot_id=1, update_id=number, chat_key=chat_index(7), received_at=cast.MONDAY,
                    payload=None if shown else {"text": "words"},
                    shown_at=NOW - shown * DAY if shown else None,
                    dead_at=NOW - dead * DAY if dead else None,
                )
            )  # fmt: skip

    assert age(database) == {"inbox": 1, "set aside": 1}

    with database.read() as session:
        left = session.scalars(select(Heard).order_by(Heard.update_id)).all()
    assert [(each.update_id, each.payload is None) for each in left] == [(2, True), (3, True), (4, False)]
    assert left[1].chat_key == bytes(16)


def test_invites_and_foreign_chats_go_long_after_their_time(database, ward):
    with database.begin() as session:
        for number, days in enumerate((91, 89)):
            session.add(
                Invite(
                    site_id=1, role="caregiver", token_hash=bytes([number]) * 32, uses_left=0,
                    expires_at=NOW - days * DAY, created_at=cast.MONDAY,
                )
            )  # fmt: skip
        for number, days in enumerate((366, 364)):
            session.add(ToldChat(chat_index=bytes([number]) * 16, told_at=NOW - days * DAY))

    assert age(database) == {"invites": 1, "chats": 1}


def test_a_poster_stays_with_who_came_by_it_and_stops_nothing_else_from_going(database, ward):
    with database.begin() as session:
        cast.admission(session, person(session), session.get_one(Programme, 1))
        session.add(ToldChat(chat_index=bytes(16), told_at=NOW - 366 * DAY))

    assert age(database) == {"chats": 1}
    assert count(database, Invite) == 1


def test_a_site_that_keeps_less_long_forgets_sooner(database, ward):
    with database.begin() as session:
        person(session, standing=Standing.STOPPED, stopped_at=NOW - 8 * DAY)
    assert age(database) == {}

    retention.use(retention.Policy(left=7 * DAY))

    assert age(database) == {"people": 1}


def test_whoever_is_here_is_never_forgotten_by_time_alone(database, ward):
    with database.begin() as session:
        person(session)
        person(session, standing=Standing.PAUSED, paused_until=cast.MONDAY)
    before = {table.name: count(database, table) for table in Table.metadata.sorted_tables}

    assert age(database, cast.MONDAY + 3650 * DAY) == {}

    assert {table.name: count(database, table) for table in Table.metadata.sorted_tables} == before


def test_much_is_forgotten_some_at_a_time(database, ward):
    with database.begin() as session:
        owed = person(session)
        for number in range(7):
            cast.delivery(session, owed, subject=f"{number}", state=State.SETTLED, settled_at=cast.MONDAY)
    forgotten = []
    while True:
        with database.begin() as session:
            done = retention.forget(session, NOW, 3)["deliveries"]
        if not done:
            break
        forgotten.append(done)

    assert forgotten == [3, 3, 1]
