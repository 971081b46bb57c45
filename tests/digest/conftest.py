"""What the digest's tests share: an open session, a ward that lived for six weeks, and its digest."""

from collections.abc import Iterator

import pytest

from db.session import Database, Session
from flows.digest import Digest, compose
from tests.digest.ward import DUE, WEEK, Ward


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    """A session on either database, rolled back at the end."""
    with database.read() as opened:
        yield opened


@pytest.fixture(scope="session")
def small_session(sqlite_template, tmp_path_factory) -> Iterator[Session]:
    """One SQLite session for the tests that only look at words and pages."""
    path = tmp_path_factory.mktemp("digest") / "respite.db"
    path.write_bytes(sqlite_template.read_bytes())
    database = Database(f"sqlite:///{path}")
    with database.read() as opened:
        yield opened
    database.close()


@pytest.fixture(scope="session")
def english(small_session: Session) -> Digest:
    """The digest of a full week, in English."""
    return _digest(small_session, "en", 12)


@pytest.fixture(scope="session")
def chinese(small_session: Session) -> Digest:
    """The digest of a full week, in Chinese."""
    return _digest(small_session, "zh-Hans", 12)


def _digest(session: Session, language: str, families: int) -> Digest:
    ward = Ward(session, families, language).live().trouble()
    return compose(session, worker_id=ward.worker.id, week=WEEK, now=DUE)
