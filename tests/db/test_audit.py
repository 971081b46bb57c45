"""The audit record: what was written stays, and whoever meddles with it is found out."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import select, text

from db import audit, audit_chain
from db.audit_chain import Fault
from db.models import Act, AuditEvent
from db.session import Database, DatabaseFault
from tests import cast
from tests.cast import MONDAY
from tests.db.conftest import FOREIGN, NEW, OLD

COLUMNS = [column.key for column in AuditEvent.__table__.columns]
LENGTH = 6


@pytest.fixture
def site_id(database) -> int:
    """A site with a record of six looks by person 7."""
    with database.begin() as session:
        found = cast.site(session).id
        write(session, found, LENGTH)
    return found


def write(session, site_id: int, times: int) -> None:
    """So many looks, a minute apart."""
    for number in range(times):
        audit.record(
            session,
            site_id=site_id,
            actor_id=7,
            act=Act.LOOKED,
            person_id=number,
            about="card",
            now=MONDAY + timedelta(minutes=number),
        )


def checked(database, numbers=()) -> audit_chain.Verdict:
    """What the check says."""
    with database.read() as session:
        return audit_chain.verify(session, numbers)


def meddle(database, *statements: str) -> None:
    """Change the record as somebody with the run of the database would: the triggers are off."""
    off, on = (
        ([f"DROP TRIGGER audit_events_no_{act}" for act in ("update", "delete")], [])
        if database.is_sqlite
        else (
            ["ALTER TABLE audit_events DISABLE TRIGGER USER"],
            ["ALTER TABLE audit_events ENABLE TRIGGER USER"],
        )
    )
    with database.engine.begin() as connection:
        for statement in (*off, *statements, *on):
            connection.execute(text(statement))


def test_what_was_written_can_be_read_and_holds_together(database, site_id):
    with database.read() as session:
        entries = session.scalars(select(AuditEvent).order_by(AuditEvent.id)).all()

    assert [entry.id for entry in entries] == [1, 2, 3, 4, 5, 6]
    assert (entries[0].actor_id, entries[0].act, entries[0].at) == (7, "looked", MONDAY)
    verdict = checked(database, [4])
    assert (verdict.length, verdict.head, verdict.faults) == (LENGTH, entries[-1].hash, [])
    assert verdict.hashes == {4: entries[3].hash}


@pytest.mark.parametrize(
    "statement",
    ["UPDATE audit_events SET about = 'nothing' WHERE id = 3", "DELETE FROM audit_events WHERE id = 3"],
)
def test_the_database_itself_refuses_to_change_or_delete_an_entry(database, site_id, statement):
    with pytest.raises(DatabaseFault, match="append-only"), database.engine.begin() as connection:
        connection.execute(text(statement))

    assert checked(database).length == LENGTH


def test_a_server_refuses_to_empty_the_record(database, site_id):
    empty = "DELETE FROM audit_events" if database.is_sqlite else "TRUNCATE audit_events"

    with pytest.raises(DatabaseFault, match="append-only"), database.engine.begin() as connection:
        connection.execute(text(empty))


@pytest.mark.parametrize("column", [name for name in COLUMNS if name not in {"id", "site_id"}])
def test_an_edit_of_any_column_is_found(database, site_id, column):
    values = {
        "at": "'2026-03-02 09:00:00'",
        "actor_id": "8",
        "act": "'noted'",
        "person_id": "NULL",
        "about": "'digest'",
        "typed_by": "'somebody'",
    }
    foreign = "X'00'" if database.is_sqlite else "'\\x00'"
    meddle(
        database,
        " ".join(["UPDATE audit_events SET", column, "=", values.get(column, foreign), "WHERE id = 3"]),
    )

    assert 3 in [number for number, _ in checked(database).faults]


def test_an_entry_taken_out_is_found(database, site_id):
    meddle(database, "DELETE FROM audit_events WHERE id = 3")

    assert set(checked(database).faults) == {(4, Fault.MISSING), (4, Fault.UNLINKED)}


def test_two_entries_that_changed_places_are_found(database, site_id):
    meddle(
        database,
        "UPDATE audit_events SET id = 99 WHERE id = 3",
        "UPDATE audit_events SET id = 3 WHERE id = 4",
        "UPDATE audit_events SET id = 4 WHERE id = 99",
    )

    assert {3, 4} <= {number for number, _ in checked(database).faults}


def test_entries_cut_off_the_end_are_told_by_the_length(database, site_id):
    before = checked(database)
    meddle(database, "DELETE FROM audit_events WHERE id > 4")

    after = checked(database, [before.length])

    assert (after.faults, after.length) == ([], 4)
    assert after.hashes.get(before.length) != before.head


def test_a_record_rebuilt_without_the_key_is_found(database, site_id, unlock):
    unlock(FOREIGN)
    meddle(database, "DELETE FROM audit_events")
    with database.begin() as session:
        write(session, site_id, LENGTH)
    unlock(OLD)

    assert checked(database).faults == [(LENGTH, Fault.FORGED)]


def test_after_a_change_of_keys_the_older_entries_are_vouched_for_by_the_newer(database, unlock):
    unlock(OLD)
    with database.begin() as session:
        site_id = cast.site(session).id
        write(session, site_id, 3)
    unlock(NEW)
    with database.begin() as session:
        write(session, site_id, 2)

    assert (checked(database).faults, checked(database).unsealed) == ([], 3)
    meddle(database, "UPDATE audit_events SET about = 'edited' WHERE id = 2")
    assert (2, Fault.CHANGED) in checked(database).faults


def test_an_act_that_fails_leaves_no_entry(database, site_id):
    def fail() -> None:
        with database.begin() as session:
            write(session, site_id, 1)
            raise RuntimeError("the act failed")

    with pytest.raises(RuntimeError):
        fail()

    assert checked(database).length == LENGTH


def test_writers_side_by_side_make_one_chain(database, site_id, database_url):
    def many(_: int) -> None:
        other = Database(database_url)
        for _ in range(10):
            with other.begin() as session:
                write(session, site_id, 1)
        other.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(many, range(4)))

    assert (checked(database).length, checked(database).faults) == (LENGTH + 40, [])
