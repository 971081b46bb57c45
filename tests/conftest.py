"""What every test may ask for: keys, and a database of either kind, freshly migrated."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from db import crypto, upgrade
from db.session import Database
from tests import cast, postgres

settings.register_profile("house", deadline=None)  # two cores shared with a database server are not punctual
settings.load_profile("house")

KINDS = ("sqlite", "postgresql")


@pytest.fixture(scope="session", autouse=True)
def keys() -> None:
    """Unlock the encrypted columns with fixed keys; a process that a test starts gets them as `cast.KEYS`."""
    crypto.unlock(crypto.parse_keys(cast.KEYS))


@pytest.fixture(scope="session")
def server(request: pytest.FixtureRequest) -> Iterator[postgres.Server]:
    """The PostgreSQL of this session, started when the first test asks for it."""
    try:
        with postgres.serving(os.environ.get(postgres.VARIABLE)) as running:
            yield running
    except postgres.NoServer as fault:
        request.session.shouldfail = "no PostgreSQL for the tests"
        raise pytest.fail.Exception(str(fault), pytrace=False) from None


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file that nobody writes to."""
    path = tmp_path_factory.mktemp("template") / "respite.db"
    _migrate(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def postgresql_template(server: postgres.Server) -> str:
    """The name of a migrated PostgreSQL database that nobody connects to."""
    name = server.create()
    _migrate(server.url(name))
    return name


def _migrate(url: str) -> None:
    database = Database(url)
    upgrade.upgrade(database)
    database.close()


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """The address of a freshly migrated SQLite file."""
    return f"sqlite:///{shutil.copy(sqlite_template, tmp_path / 'respite.db')}"


@pytest.fixture
def sqlite_database(sqlite_url: str) -> Iterator[Database]:
    """A freshly migrated SQLite database, for what only SQLite does."""
    opened = Database(sqlite_url)
    yield opened
    opened.close()


@pytest.fixture
def postgresql_url(server: postgres.Server, postgresql_template: str) -> Iterator[str]:
    """The address of a freshly migrated PostgreSQL database."""
    name = server.create(postgresql_template)
    yield server.url(name)
    server.drop(name)


@pytest.fixture(params=KINDS)
def database_url(request: pytest.FixtureRequest) -> str:
    """The address of a freshly migrated database, once of each kind, for a test that starts a process."""
    return str(request.getfixturevalue(f"{request.param}_url"))


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """A freshly migrated database; a test that asks for it runs once on each kind."""
    opened = Database(database_url)
    yield opened
    opened.close()


@pytest.fixture(params=KINDS)
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database without any table, once of each kind."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.db'}"
        return
    server: postgres.Server = request.getfixturevalue("server")
    name = server.create()
    yield server.url(name)
    server.drop(name)


@pytest.fixture
def empty(empty_url: str) -> Iterator[Database]:
    """A database without any table, once of each kind."""
    opened = Database(empty_url)
    yield opened
    opened.close()
