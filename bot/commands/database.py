"""`respite db`: bringing the tables to this version, and telling whether they are there."""

from contextlib import closing
from pathlib import Path

import typer

from bot.settings import Settings, load
from db import crypto
from db.revision import current, newest, revisions
from db.session import Database

OWNER_ONLY = 0o700
SQLITE = "sqlite:///"
NOT_HERE = "there is no database yet: run `respite setup`"


def open_database(settings: Settings) -> Database:
    """Return the database; raises ValueError if it is a file that is not there, rather than making one."""
    database = Database(settings.database_url.get_secret_value())
    file = _file(database)
    if file is not None and not file.is_file():
        raise ValueError(NOT_HERE)
    return database


def open_migrated(settings: Settings) -> Database:
    """Return the database at this version's tables and with its keys given.

    Raises ValueError with what to do if it is not there, behind, or written by a newer version.
    """
    database = open_database(settings)
    if words := not_at_head(database):
        database.close()
        raise ValueError(f"the database {words}")
    unlock(settings)
    return database


def make_database(settings: Settings) -> Database:
    """Return the database, its folder made if need be and its tables brought to this version.

    Raises ValueError if a newer version wrote it.
    """
    database = Database(settings.database_url.get_secret_value())
    file = _file(database)
    if file is not None:
        file.parent.mkdir(mode=OWNER_ONLY, parents=True, exist_ok=True)
    if current(database) not in {None, *revisions()}:
        raise ValueError(f"the database {not_at_head(database)}")
    _migrate(database)
    return database


def exists(settings: Settings) -> bool:
    """Whether there is a database with tables in it."""
    return _revision(settings) is not None


def unlock(settings: Settings) -> None:
    """Give this process the keys of the encrypted columns."""
    crypto.unlock(crypto.parse_keys(settings.keys.get_secret_value()))


def not_at_head(database: Database) -> str:
    """Return in words how the database's revision differs from this version's; nothing if it does not."""
    found = current(database)
    if found == newest():
        return ""
    if found is None:
        return "has no tables yet: run `respite setup`"
    if found not in revisions():
        return f"is at revision {found}, which a newer version of Respite wrote: install that version"
    return f"is at revision {found}, this version needs {newest()}: run `respite db upgrade`"


def upgrade() -> None:
    """Run every migration that is missing, in an empty database all of them, and say so."""
    settings = load()
    before = _revision(settings)
    make_database(settings).close()
    after = _revision(settings)
    typer.echo(
        f"revision {after}: nothing to do" if before == after else f"revision {before or 'none'} -> {after}"
    )


def upgrade_embedded(settings: Settings) -> None:
    """Bring an SQLite file that is there to this version; a server is upgraded when its operator chooses."""
    with closing(Database(settings.database_url.get_secret_value())) as database:
        file = _file(database)
        if file is not None and file.is_file() and current(database) in {None, *revisions()}:
            _migrate(database)


def check() -> int:
    """Print the revision and how the tables differ from the models; return 1 if they are behind or differ."""
    from db.upgrade import drift

    with closing(open_database(load())) as database:
        found, words = current(database), not_at_head(database)
        differences = drift(database) if found == newest() else []
    typer.echo(f"revision {found or 'none'}, newest {newest()}")
    if found != newest():
        typer.echo(f"the database {words}")
        return 1
    for difference in differences:
        typer.echo(f"differs: {difference}")
    typer.echo(
        "the tables differ from this version's models" if differences else "the tables are as they should be"
    )
    return 1 if differences else 0


def _migrate(database: Database) -> None:
    """Run what is missing; Alembic is loaded for that alone, being a tenth of the start-up."""
    if current(database) != newest():
        from db.upgrade import upgrade as migrate

        migrate(database)


def _revision(settings: Settings) -> str | None:
    """Return the revision of the tables, or None where there are none; no file is made to find out."""
    with closing(Database(settings.database_url.get_secret_value())) as database:
        file = _file(database)
        return current(database) if file is None or file.is_file() else None


def _file(database: Database) -> Path | None:
    """Return the file of an SQLite database."""
    return Path(database.url.removeprefix(SQLITE).partition("?")[0]) if database.is_sqlite else None
