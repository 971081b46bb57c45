"""A site's folder as setup leaves it, and ways to look into it."""

import sqlite3
from contextlib import closing, contextmanager
from pathlib import Path

from db.session import Database

TOKEN = "4711:CANARY-token-of-nobody"
NOWHERE = "http://127.0.0.1:9"


class House:
    """A working directory with `.env` and the database in `data`."""

    def __init__(self, home: Path) -> None:
        self.env = home / ".env"
        self.file = home / "data" / "respite.db"
        self.url = f"sqlite:///{self.file}"

    @contextmanager
    def session(self):
        """A transaction in the house's database."""
        database = Database(self.url)
        try:
            with database.begin() as session:
                yield session
        finally:
            database.close()

    def sql(self, *statements: str) -> list[tuple]:
        """Do to the file what no command does, and return what the last statement found."""
        with closing(sqlite3.connect(self.file)) as connection, connection:
            return [connection.execute(statement).fetchall() for statement in statements][-1]

    def dump(self) -> list[str]:
        """Everything in the database, as text."""
        with closing(sqlite3.connect(self.file)) as connection:
            return list(connection.iterdump())

    def read_env(self) -> dict[str, str]:
        """What `.env` says."""
        return dict(line.split("=", 1) for line in self.env.read_text().splitlines())
