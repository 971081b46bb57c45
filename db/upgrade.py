"""Bringing a database to this version's tables, and telling how it differs from the models."""

from collections.abc import Iterator
from contextlib import contextmanager

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import Connection

from db.models import Table
from db.revision import FOLDER
from db.session import Database


def upgrade(database: Database, revision: str = "head") -> None:
    """Run every migration up to `revision`, in one transaction."""
    with migrating(database) as connection:
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, revision)


@contextmanager
def migrating(database: Database) -> Iterator[Connection]:
    """Yield a connection in one transaction in which SQLite tables can be rebuilt without losing rows.

    SQLite changes a column by copying the table and dropping the old one; with foreign keys on, that drop
    would delete every row that refers to it. They are checked as a whole at the end instead.
    """
    with database.engine.connect() as connection:
        raw = connection.connection.driver_connection
        if not database.is_sqlite or raw is None:
            with connection.begin():
                yield connection
            return
        raw.execute("PRAGMA foreign_keys=OFF")  # before BEGIN: inside a transaction it is ignored
        try:
            with connection.begin():
                yield connection
                broken = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
                if broken is not None:
                    raise RuntimeError(f"the migration left a row of {broken[0]} that refers to nothing")
        finally:
            raw.execute("PRAGMA foreign_keys=ON")


def drift(database: Database) -> list[str]:
    """Return in words how the tables differ from the models; empty when they are equal."""
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": False})
        return [str(difference) for difference in compare_metadata(context, Table.metadata)]


def write_revision(database: Database, message: str, revision: str) -> None:
    """Write the next migration from the difference between models and database (for developers)."""
    with database.engine.begin() as connection:
        config = _config()
        config.attributes["connection"] = connection
        command.revision(config, message, autogenerate=True, rev_id=revision)


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    return config
