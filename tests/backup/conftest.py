"""A ward whose database can be lost, on either kind."""

from base64 import b64encode
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.backup.taking import Source
from db.session import Database
from tests.postgres import Server

KEY = b"a key that opens a backup only!!"
KEY_TEXT = b64encode(KEY).decode()


@pytest.fixture
def source(database: Database, tmp_path: Path) -> Source:
    """The database of the test, with the data folder of its site."""
    home = tmp_path / "home"
    (home / "instruments").mkdir(parents=True)
    (home / "instruments" / "mspss.yaml").write_text("words of the site", "utf-8")
    return Source(database, home, KEY)


@pytest.fixture
def empty_place(database: Database, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of a place of the same kind in which there is nothing."""
    if database.is_sqlite:
        yield f"sqlite:///{tmp_path / 'elsewhere' / 'respite.db'}"
        return
    server: Server = request.getfixturevalue("server")
    name = server.create()
    yield server.url(name)
    server.drop(name)


@pytest.fixture
def opened() -> Iterator[Callable[[str], Database]]:
    """Open a database that was put back; it is closed afterwards."""
    found: list[Database] = []

    def _open(url: str) -> Database:
        found.append(Database(url))
        return found[-1]

    yield _open
    for each in found:
        each.close()
