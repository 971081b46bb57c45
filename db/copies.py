"""Copies: the whole database as it stands at one moment, out and in again, while everything goes on."""

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from psycopg import sql
from sqlalchemy import Connection, MetaData, func, select, text
from sqlalchemy import Table as Rows

from db.session import PRIVATE, Database

VERSION_TABLE = "alembic_version"


@dataclass(frozen=True)
class Kept:
    """What a copy holds of one table."""

    rows: int
    columns: tuple[str, ...]


class Spoilt(ValueError):
    """What was put back is not what was taken: nothing of it was kept."""


def copy_sqlite(database: Database, into: Path) -> None:
    """Copy an SQLite database into a new file that only its owner may read.

    It is one consistent state, taken by SQLite's own online backup: writers neither wait nor spoil it, and
    what is still in the write-ahead log is part of it, which a plain copy of the file would miss.
    """
    into.touch(mode=PRIVATE, exist_ok=False)
    with database.engine.connect() as connection, closing(sqlite3.connect(into)) as target:
        source: Any = connection.connection.driver_connection
        source.backup(target)
        target.execute("PRAGMA journal_mode=DELETE")
    check_sqlite(into)


def check_sqlite(file: Path) -> None:
    """Raise Spoilt unless the file is a sound database in which every reference leads somewhere."""
    try:
        with closing(sqlite3.connect(file)) as connection:
            sound = connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            leads = connection.execute("PRAGMA foreign_key_check").fetchone() is None
    except sqlite3.DatabaseError:
        sound = leads = False
    if not (sound and leads):
        raise Spoilt(Spoilt.__doc__)


def contents(database: Database) -> Mapping[str, Kept]:
    """Return what each table of a database holds."""
    with database.engine.connect() as connection:
        return _contents(connection)


@contextmanager
def reading_postgres(database: Database) -> Iterator[tuple[Mapping[str, Kept], "Dump"]]:
    """Yield what the tables hold and a way to read them, all of one moment, however long that takes."""
    isolated = database.engine.execution_options(isolation_level="REPEATABLE READ")
    with isolated.connect() as connection:
        connection.execute(text("SET TRANSACTION READ ONLY"))
        yield _contents(connection), Dump(connection)


class Dump:
    """The tables of a PostgreSQL database at one moment."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def table(self, name: str, kept: Kept) -> Iterator[bytes]:
        """Yield a table as PostgreSQL's COPY writes it."""
        raw: Any = self._connection.connection.driver_connection
        with raw.cursor() as cursor, cursor.copy(_copy(name, kept, "TO STDOUT")) as copy:
            for piece in copy:
                yield bytes(piece)


@contextmanager
def writing_postgres(database: Database, held: Mapping[str, Kept]) -> Iterator["Load"]:
    """Yield a way to fill the empty tables of a database; all of it is kept, or nothing.

    Raises Spoilt at the end if the tables do not hold what the copy held.
    """
    with database.engine.begin() as connection:
        yield Load(connection)
        for table in _tables(connection):
            if "id" in table.columns and held.get(table.name, Kept(0, ())).rows:
                _count_on(connection, table)
        if {name: kept.rows for name, kept in _contents(connection).items()} != {
            name: kept.rows for name, kept in held.items()
        }:
            raise Spoilt(Spoilt.__doc__)
        # Until somebody has decided what of it may go out (`db.holds`), nothing does.
        connection.execute(text("UPDATE deliveries SET state = 'held' WHERE state <> 'settled'"))


class Load:
    """Fills tables, in the order in which `contents` named them, piece by piece."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def table(self, name: str, kept: Kept, pieces: Iterator[bytes]) -> None:
        """Fill one table with what `Dump.table` gave."""
        raw: Any = self._connection.connection.driver_connection
        with raw.cursor() as cursor, cursor.copy(_copy(name, kept, "FROM STDIN")) as copy:
            for piece in pieces:
                copy.write(piece)


def _count_on(connection: Connection, table: Rows) -> None:
    """Let the next row get the number after the highest that was put back."""
    sequence = connection.scalar(select(func.pg_get_serial_sequence(table.name, "id")))
    if sequence:
        highest = connection.scalar(select(func.max(table.c.id)))
        connection.execute(select(func.setval(sequence, highest)))


def _contents(connection: Connection) -> Mapping[str, Kept]:
    return {
        str(table.name): Kept(
            connection.scalar(select(func.count()).select_from(table)) or 0,
            tuple(str(column.name) for column in table.columns),
        )
        for table in _tables(connection)
    }


def _tables(connection: Connection) -> list[Rows]:
    """Return the tables as the database has them, each after those it refers to."""
    found = MetaData()
    found.reflect(connection)
    return [table for table in found.sorted_tables if table.name != VERSION_TABLE]


def _copy(name: str, kept: Kept, way: str) -> sql.Composed:
    """Return COPY of a table; its names come out of a sealed file, and are quoted all the same."""
    columns = sql.SQL(", ").join(map(sql.Identifier, kept.columns))
    return sql.SQL("COPY {} ({}) {}").format(sql.Identifier(name), columns, sql.SQL(way))
