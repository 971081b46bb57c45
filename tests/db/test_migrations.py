"""Migrations: they build exactly the models' tables, and carry every older database along."""

import pytest
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import MetaData, func, inspect, select, text

from db import revision, upgrade
from db.models import Table
from tests.db.rows import fill

KEPT_TO_THE_LETTER = ("answers", "scores")


def reflected(connection) -> MetaData:
    """The tables as the database knows them."""
    tables = MetaData()
    tables.reflect(connection)
    return tables


def types(tables, dialect) -> dict[str, str]:
    """The type of every column, in the words of the database."""
    return {
        f"{table.name}.{column.name}": column.type.compile(dialect)
        for table in tables.sorted_tables
        for column in table.columns
        if table.name != "alembic_version"
    }


def contents(connection, tables, names) -> dict[str, list]:
    """Every row of the named tables."""
    return {
        name: [row._asdict() for row in connection.execute(select(tables.tables[name]))] for name in names
    }


def test_the_migrations_build_what_the_models_say(database):
    assert upgrade.drift(database) == []


def test_a_column_more_would_be_noticed(database):
    with database.engine.begin() as connection:
        connection.execute(text("ALTER TABLE sites ADD COLUMN forgotten INTEGER"))

    assert "forgotten" in str(upgrade.drift(database))


def test_every_column_has_the_type_its_model_says(database):
    dialect = database.engine.dialect
    with database.engine.connect() as connection:
        assert types(reflected(connection), dialect) == types(Table.metadata, dialect)


def test_a_fresh_database_is_at_the_newest_revision(database, empty):
    assert revision.current(database) == revision.newest() == revision.revisions()[-1]
    assert revision.current(empty) is None


def test_an_upgrade_that_has_nothing_to_do_does_nothing(database):
    upgrade.upgrade(database)

    assert revision.current(database) == revision.newest()


@pytest.mark.parametrize("earlier", revision.revisions())
def test_a_database_of_any_earlier_revision_keeps_its_rows(empty, earlier):
    upgrade.upgrade(empty, earlier)
    with empty.engine.begin() as connection:
        old = reflected(connection)
        filled = fill(connection, old)
        before = contents(connection, old, KEPT_TO_THE_LETTER)

    upgrade.upgrade(empty)

    with empty.engine.connect() as connection:
        new = reflected(connection)
        counts = {
            name: connection.scalar(select(func.count()).select_from(new.tables[name]))
            for name in filled
            if name in new.tables
        }
        assert counts == dict.fromkeys(counts, 1)
        assert set(counts) >= set(KEPT_TO_THE_LETTER)
        after = contents(connection, old, KEPT_TO_THE_LETTER)
    assert after == before
    assert upgrade.drift(empty) == []


def test_every_step_down_works_on_an_empty_database(database):
    with database.engine.begin() as connection:
        config = Config(attributes={"connection": connection})
        config.set_main_option("script_location", str(upgrade.FOLDER))
        command.downgrade(config, "base")

    assert revision.current(database) is None
    assert inspect(database.engine).get_table_names() == ["alembic_version"]


def test_a_migration_that_fails_leaves_the_database_as_it_was(empty):
    with empty.engine.begin() as connection:
        connection.execute(text("CREATE TABLE scores (id INTEGER)"))

    with pytest.raises(Exception, match="scores"):
        upgrade.upgrade(empty)

    assert inspect(empty.engine).get_table_names() == ["scores"]
    assert revision.current(empty) is None


def test_the_file_names_tell_the_revisions_as_alembic_reads_them():
    config = Config()
    config.set_main_option("script_location", str(revision.FOLDER))
    known = [each.revision for each in ScriptDirectory.from_config(config).walk_revisions()]

    assert revision.revisions() == known[::-1]
