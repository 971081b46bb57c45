"""At which revision a database is, and which this version needs. Going there is the work of Alembic."""

from pathlib import Path

from sqlalchemy import inspect, text

from db.session import Database

FOLDER = Path(__file__).parent / "migrations"
_VERSION = text("SELECT version_num FROM alembic_version")


def current(database: Database) -> str | None:
    """Return the revision the database is at, or None for an empty one."""
    with database.engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        return connection.execute(_VERSION).scalar()


def revisions() -> list[str]:
    """Return every revision, oldest first: the number at the head of each migration's file name."""
    return sorted(file.name.partition("_")[0] for file in (FOLDER / "versions").glob("[0-9]*_*.py"))


def newest() -> str:
    """Return the revision this version of the code needs."""
    return revisions()[-1]
