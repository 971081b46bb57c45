"""The drill: a backup under load, everything lost, put back, looked through, held, released."""

import asyncio
import threading
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot.backup.restoring import restore
from bot.backup.taking import check, take
from bot.backup.vault import NotOurs
from bot.clock import VirtualClock
from db import copies, erasing, holds
from db.models import Answer, Delivery, Heard, Kind, Person, State, Table
from db.people import chat_index, of_telegram
from tests import cast
from tests.backup.conftest import KEY
from tests.db.rows import fill
from tests.journeys.days import answer, asked, newest
from tests.journeys.ward import AMINA, OTHER, WORKER, open_bot, open_box, settle_in


def counts(database) -> dict[str, int]:
    return {name: kept.rows for name, kept in copies.contents(database).items()}


def put_back(path, url, home, now=cast.MONDAY, marks=()):
    return restore(path, KEY, url, home, marks, now)


@pytest.fixture
def people(database):
    with database.begin() as session:
        return settle_in(session)


async def test_the_drill(database, people, source, empty_place, opened, tmp_path):
    clock = VirtualClock(cast.MONDAY)
    async with open_box(clock) as box:
        async with open_bot(box, database, clock) as ward:
            for user in (AMINA, OTHER, WORKER):
                await ward.text(user, "/help")
            await asked(ward)
            await answer(ward, newest(ward, people.amina).id, mood=2, load=4)
            await ward.tap(OTHER, "help")
            path = await asyncio.to_thread(take, source, tmp_path / "b", clock.now())
            kept = counts(database)
            await ward.beat()
        database.close()
        clock.advance_to(clock.now() + timedelta(minutes=20))

        restored = put_back(path, empty_place, tmp_path / "new", clock.now())

        again = opened(empty_place)
        assert counts(again) == kept | {"restores": 1, "audit_events": 1}, "besides the restore itself"
        assert restored.alerts == [1]
        assert (tmp_path / "new" / "instruments" / "mspss.yaml").read_text("utf-8") == "words of the site"
        with again.read() as session:
            assert holds.tally(session)[Kind.ALERT] == 1
            assert session.scalar(select(func.count()).select_from(Answer)) == 2
            assert of_telegram(session, AMINA) is not None
        async with open_bot(box, again, clock) as ward:
            await in_hold_and_after(ward, again)


async def in_hold_and_after(ward, database):
    before = {user: len(ward.said(user)) for user in (AMINA, OTHER, WORKER)}
    for _ in range(3):
        await ward.pass_time(minutes=5)
    rings = ward.said(WORKER)[before[WORKER] :]
    assert set(rings) == {"🔴 Case 1 still waits for somebody. Please look at once."}, (
        "an open alert climbs on"
    )
    before[WORKER] += len(rings)
    assert {user: len(ward.said(user)) for user in before} == before, "0 messages sent in hold"

    await ward.text(AMINA, "/help")
    await ward.tap(AMINA, "help")
    await ward.beat()
    assert len(ward.said(WORKER)) == before[WORKER] + 1, "what is raised after it rings"

    with database.begin() as session:
        assert holds.release(session, ward.clock.now()) >= 1
    await ward.beat()
    assert len(ward.said(WORKER)) == before[WORKER] + 2
    with database.read() as session:
        assert holds.tally(session) == {}


def test_a_backup_while_others_write_is_one_moment_and_keeps_nobody_waiting(
    database, people, source, empty_place, opened, tmp_path
):
    """A writer adds a check-in and its answer together, as fast as it can."""
    stop, written = threading.Event(), 0

    def write() -> None:
        nonlocal written
        while not stop.is_set():
            with database.begin() as session:
                person = session.get_one(Person, people.amina)
                programme = cast.programme(session, cast.site(session))
                checkin = cast.checkin(session, person, programme)
                cast.answer(session, checkin, "mood", 3)
            written += 1

    writer = threading.Thread(target=write)
    writer.start()
    try:
        while written < 20:
            stop.wait(0.01)
        before = written
        path = take(source, tmp_path / "b", cast.MONDAY)
        while written < before + 20:
            stop.wait(0.01)
    finally:
        stop.set()
        writer.join()

    put_back(path, empty_place, tmp_path / "new")

    kept = counts(opened(empty_place))
    assert kept["checkins"] == kept["answers"] >= before


def test_a_row_in_every_table_comes_back_as_it_was(database, source, empty_place, opened, tmp_path):
    with database.engine.begin() as connection:
        fill(connection, Table.metadata, "阿米娜")
    before = everything(database)
    path = take(source, tmp_path / "b", cast.MONDAY)

    put_back(path, empty_place, tmp_path / "new")

    after = everything(opened(empty_place))
    changed = {"deliveries", "inbox", "restores", "audit_events"}
    assert {name: rows for name, rows in after.items() if name not in changed} == {
        name: rows for name, rows in before.items() if name not in changed
    }


def everything(database):
    with database.read() as session:
        return {
            table.name: [tuple(row) for row in session.execute(select(table))]
            for table in Table.metadata.sorted_tables
        }


def test_the_next_row_gets_a_number_of_its_own(database, people, source, empty_place, opened, tmp_path):
    path = take(source, tmp_path / "b", cast.MONDAY)
    put_back(path, empty_place, tmp_path / "new")

    with opened(empty_place).begin() as session:
        newcomer = cast.person(session, cast.site(session), chat=3001)
        assert newcomer.id == max(people.amina, people.other, people.worker) + 1


def test_nothing_due_before_the_restore_is_owed_and_what_is_due_later_is(
    database, people, source, empty_place, opened, tmp_path
):
    later = cast.MONDAY + timedelta(days=1)
    with database.begin() as session:
        amina = session.get_one(Person, people.amina)
        cast.delivery(session, amina, subject="due")
        cast.delivery(session, amina, subject="in the air", state=State.SENDING, claimed_at=cast.MONDAY)
        cast.delivery(session, amina, subject="later", due_at=later)
        cast.delivery(session, amina, subject="over", state=State.SETTLED, outcome="sent")
    path = take(source, tmp_path / "b", cast.MONDAY)

    assert put_back(path, empty_place, tmp_path / "new").held == 2

    with opened(empty_place).read() as session:
        states = dict(session.execute(select(Delivery.subject, Delivery.state)).all())
    assert states == {"due": "held", "in the air": "held", "later": "pending", "over": "settled"}


def test_what_was_half_heard_waits_for_a_human(database, people, source, empty_place, opened, tmp_path):
    with database.begin() as session:
        for number, applied in ((1, None), (2, cast.MONDAY)):
            session.add(
                Heard(
                    bot_id=1, update_id=number, chat_key=chat_index(AMINA), payload={"update_id": number},
                    received_at=cast.MONDAY, applied_at=applied, reply=[] if applied else None,
                )
            )  # fmt: skip
    path = take(source, tmp_path / "b", cast.MONDAY)

    put_back(path, empty_place, tmp_path / "new")

    with opened(empty_place).read() as session:
        first, second = session.scalars(select(Heard).order_by(Heard.update_id)).all()
    assert (first.dead_at, first.error, first.payload) == (cast.MONDAY, "restored", {"update_id": 1})
    assert (second.shown_at, second.payload) == (cast.MONDAY, None)


def test_whoever_was_forgotten_since_is_forgotten_again(
    database, people, source, empty_place, opened, tmp_path
):
    path = take(source, tmp_path / "b", cast.MONDAY)
    with database.begin() as session:
        amina = session.get_one(Person, people.amina)
        mark = erasing.mark_of(amina)
        erasing.erase(session, amina, cast.MONDAY)

    restored = put_back(path, empty_place, tmp_path / "new", marks={mark})

    assert restored.forgotten == 1
    with opened(empty_place).read() as session:
        assert session.get(Person, people.amina) is None
        assert session.get(Person, people.other) is not None


def test_a_place_that_is_not_empty_is_left_alone(database, people, source, tmp_path):
    path = take(source, tmp_path / "b", cast.MONDAY)
    before = counts(database)

    with pytest.raises(ValueError, match="empty"):
        put_back(path, database.url, tmp_path / "new")

    assert counts(database) == before


@pytest.mark.parametrize("cut", [0, 5, 30, 2000])
def test_a_backup_that_is_not_whole_puts_nothing_back(database, people, source, empty_place, tmp_path, cut):
    path = take(source, tmp_path / "b", cast.MONDAY)
    path.write_bytes(path.read_bytes()[: cut or None][:-1])

    with pytest.raises(NotOurs):
        put_back(path, empty_place, tmp_path / "new")

    assert not (tmp_path / "elsewhere").exists()
    assert not (tmp_path / "new").exists()


def test_without_the_key_it_is_a_closed_box(database, people, source, empty_place, tmp_path):
    path = take(source, tmp_path / "b", cast.MONDAY)

    with pytest.raises(NotOurs, match="RESPITE_BACKUP_KEY"):
        restore(path, b"x" * 32, empty_place, tmp_path / "new", (), cast.MONDAY)

    assert b"respite" not in path.read_bytes()[8:].lower()


def test_it_is_for_its_owner_alone_and_leaves_nothing_beside_it(database, people, source, tmp_path):
    path = take(source, tmp_path / "b", cast.MONDAY)

    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert list(path.parent.iterdir()) == [path]
    assert check(path, KEY).tables["people"].rows == 3
    if database.is_sqlite:
        home = Path(database.engine.url.database).parent
        assert [each.name for each in home.iterdir() if each.name.endswith(".copy")] == []


def test_a_backup_that_fails_half_way_has_no_name(database, people, source, tmp_path):
    (source.data_dir / "instruments" / "gone.yaml").symlink_to("nowhere")
    folder = tmp_path / "b"
    folder.mkdir()
    (folder / "respite-20260302T080000Z.part").mkdir()

    with pytest.raises(OSError, match="part"):
        take(source, folder, cast.MONDAY)

    assert list(folder.glob("*.backup")) == []
