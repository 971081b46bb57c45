"""A migration that rebuilds a table keeps the rows that refer to it."""

import pytest
from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import String, func, select, text

from db import upgrade
from db.models import Table
from tests.db.rows import fill


def counts(database) -> dict[str, int]:
    """How many rows each table has."""
    with database.read() as session:
        return {
            table.name: session.scalar(select(func.count()).select_from(table))
            for table in Table.metadata.sorted_tables
        }


def test_rebuilding_the_table_of_people_loses_nothing_of_theirs(database):
    with database.engine.begin() as connection:
        fill(connection, Table.metadata)

    with upgrade.migrating(database) as connection:
        operations = Operations(MigrationContext.configure(connection))
        with operations.batch_alter_table("people") as people:
            people.alter_column("language", type_=String(20))

    assert set(counts(database).values()) == {1}


def test_a_migration_that_leaves_a_row_without_its_person_is_undone(sqlite_database):
    with sqlite_database.engine.begin() as connection:
        fill(connection, Table.metadata)

    with (
        pytest.raises(RuntimeError, match="refers to nothing"),
        upgrade.migrating(sqlite_database) as connection,
    ):
        connection.execute(text("DELETE FROM people"))

    assert set(counts(sqlite_database).values()) == {1}


def test_references_are_checked_again_after_a_migration(sqlite_database):
    with upgrade.migrating(sqlite_database):
        pass

    with sqlite_database.read() as session:
        assert session.scalar(text("PRAGMA foreign_keys")) == 1
