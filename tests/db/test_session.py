"""The database as it is opened: durable, checked, one writer at a time, and read-only where it must be."""

import stat
from datetime import UTC, datetime, timedelta, timezone
from threading import Event, Thread

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import StatementError

from db.models import SiteRow, ToldChat
from db.session import Database, DatabaseFault, IntegrityError
from tests import cast

SHANGHAI = timezone(timedelta(hours=8))


def test_an_instant_comes_back_aware_and_in_utc(database):
    with database.begin() as session:
        site = cast.site(session, created_at=datetime(2026, 3, 2, 16, 0, tzinfo=SHANGHAI))

    with database.read() as session:
        found = session.get_one(SiteRow, site.id).created_at
        assert (found, found.tzinfo) == (cast.MONDAY, UTC)


def test_instants_from_different_zones_are_compared_as_instants(database):
    later = datetime(2026, 3, 2, 16, 1, tzinfo=SHANGHAI)
    with database.begin() as session:
        cast.site(session, created_at=cast.MONDAY)

    with database.read() as session:
        assert session.scalar(select(func.count()).where(SiteRow.created_at < later)) == 1
        assert session.scalar(select(func.count()).where(SiteRow.created_at > later)) == 0


def test_a_naive_instant_is_refused(database):
    with pytest.raises(StatementError, match="must carry its zone"), database.begin() as session:
        cast.site(session, created_at=datetime(2026, 3, 2, 8, 0))  # noqa: DTZ001 - the fault under test


def test_an_error_leaves_nothing_behind(database):
    def act() -> None:
        with database.begin() as session:
            cast.site(session)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        act()

    with database.read() as session:
        assert session.scalar(select(func.count(SiteRow.id))) == 0


def test_reading_keeps_no_change(database):
    with database.read() as session:
        cast.site(session)

    with database.read() as session:
        assert session.scalar(select(func.count(SiteRow.id))) == 0


def test_a_row_that_refers_to_nothing_is_refused(database):
    with pytest.raises(IntegrityError), database.begin() as session:
        cast.programme(session, cast.site(session), site_id=404)


def test_sqlite_is_opened_durable_and_with_its_references_checked(sqlite_url):
    wanted = {"journal_mode": "wal", "foreign_keys": 1, "synchronous": 2, "secure_delete": 1}
    opened = Database(sqlite_url)

    with opened.read() as session:
        assert {name: session.scalar(text(f"PRAGMA {name}")) for name in wanted} == wanted
    opened.close()


def test_a_read_only_database_shows_but_refuses_to_write(database, database_url):
    with database.begin() as session:
        cast.site(session, name="seen")

    reader = Database(database_url, read_only=True)
    with reader.read() as session:
        assert session.scalar(select(SiteRow.name)) == "seen"
    with pytest.raises(DatabaseFault, match=r"(?i)read.?only"), reader.begin() as session:
        cast.site(session)
    reader.close()


def test_a_reader_is_not_kept_waiting_by_a_writer(database, database_url):
    reader = Database(database_url, read_only=True)
    with database.begin() as session:
        cast.site(session)
        with reader.read() as other:
            assert other.scalar(select(func.count(SiteRow.id))) == 0
    with reader.read() as other:
        assert other.scalar(select(func.count(SiteRow.id))) == 1
    reader.close()


def test_a_second_writer_on_sqlite_waits_for_the_first_and_then_sees_its_work(sqlite_url):
    first, second = Database(sqlite_url), Database(sqlite_url)
    knocking, seen = Event(), []

    def write() -> None:
        knocking.set()
        with second.begin() as session:
            seen.append(session.scalar(select(func.count(SiteRow.id))))
            cast.site(session)

    thread = Thread(target=write)
    with first.begin() as session:
        cast.site(session)
        thread.start()
        knocking.wait()
        thread.join(timeout=0.3)
        assert seen == []
    thread.join()

    with first.read() as session:
        assert (seen, session.scalar(select(func.count(SiteRow.id)))) == ([1], 2)
    first.close()
    second.close()


def test_many_writers_lose_nothing(database, database_url):
    def write(number: int) -> None:
        own = Database(database_url, pool=1)
        for turn in range(10):
            with own.begin() as session:
                session.add(ToldChat(chat_index=bytes([number, turn]), told_at=cast.MONDAY))
        own.close()

    threads = [Thread(target=write, args=[number]) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    with database.read() as session:
        assert session.scalar(select(func.count(ToldChat.chat_index))) == 40


@pytest.mark.parametrize(
    ("url", "words"),
    [
        pytest.param("mysql://localhost/respite", "mysql is not supported; write sqlite:///FILE", id="mysql"),
        pytest.param("respite.db", "not a database address; write sqlite:///FILE", id="a bare file name"),
        pytest.param("", "not a database address", id="nothing"),
    ],
)
def test_an_address_we_cannot_use_is_refused_in_plain_words(url, words):
    with pytest.raises(ValueError, match=words):
        Database(url)


@pytest.mark.parametrize("scheme", ["postgresql", "postgres", "postgresql+psycopg", "postgresql+asyncpg"])
def test_every_spelling_of_a_postgresql_address_gets_our_driver(scheme):
    database = Database(f"{scheme}://me:secret@localhost/respite")

    assert database.url == "postgresql+psycopg://me:secret@localhost/respite"
    assert not database.is_sqlite
    database.close()


def test_a_new_sqlite_file_is_for_its_owner_alone(tmp_path):
    path = tmp_path / "new.db"

    database = Database(f"sqlite:///{path}")
    with database.begin() as session:
        session.execute(text("SELECT 1"))
    database.close()

    assert stat.S_IMODE(path.stat().st_mode) == 0o600
