"""`respite backup`, `respite restore` and `respite hold`: a copy of everything, and its way back."""

from contextlib import closing
from datetime import datetime
from pathlib import Path

import typer

from bot.backup import shelf
from bot.backup.restoring import Restored
from bot.backup.restoring import restore as put_back
from bot.backup.taking import Source, check, take
from bot.commands.database import open_migrated, unlock
from bot.retaining import keep_as_said
from bot.settings import Settings, load
from db import deeds, holds, retention
from db.crypto import parse_key
from db.models import Act
from db.session import Database

NO_FOLDER = "say where: --out FOLDER, or set RESPITE_BACKUP_DIR"


def backup(out: Path | None, now: datetime) -> None:
    """Take a backup now and say where it lies; old ones go as they do at night."""
    settings = load("keys", "backup_key")
    keep_as_said(settings)
    folder = out or settings.backup_dir
    if folder is None:
        raise ValueError(NO_FOLDER)
    with closing(open_migrated(settings)) as database:
        path = take(Source(database, settings.data_dir, _key(settings)), folder, now)
        with database.begin() as session:
            deeds.note(session, Act.BACKED_UP, "by command", now)
    rows = sum(kept.rows for kept in check(path, _key(settings)).tables.values())
    typer.echo(f"{path}: {rows} rows, {path.stat().st_size} bytes, sealed and read again")
    gone = shelf.clear(folder, now, retention.in_use().backups)
    if gone:
        typer.echo(f"{gone} older than {retention.in_use().backups.days} days deleted", err=True)


def restore(file: Path, forgotten: Path | None, now: datetime) -> None:
    """Put a backup into the empty place that the settings name, and hold what it owes."""
    settings = load("keys", "backup_key")
    unlock(settings)
    lists = [file.parent / shelf.FORGOTTEN, settings.data_dir / shelf.FORGOTTEN]
    if forgotten is not None and not forgotten.is_file():
        raise ValueError(f"{forgotten} is not there")
    marks = shelf.read_marks(*lists, *([forgotten] if forgotten else []))
    url = Database(settings.database_url.get_secret_value()).url
    _tell(put_back(file, _key(settings), url, settings.data_dir, marks, now))
    shelf.write_marks(shelf.make(settings.data_dir), marks)


def hold_list() -> None:
    """Say what is held since a restore, by kind."""
    with closing(_database()) as database, database.read() as session:
        since, held = holds.since(session), holds.tally(session)
    if since is None and not held:
        typer.echo("nothing is held")
        return
    if since is not None:
        typer.echo(f"restored on {since:%Y-%m-%d %H:%M} UTC; what was due before then waits for you")
    for kind, count in sorted(held.items()):
        typer.echo(f"{count:>6}  {kind}")
    typer.echo(
        "`respite hold release` lets it go out where it is not too late, `respite hold drop` calls it off"
    )


def hold_release(now: datetime) -> None:
    """Let what is held go out."""
    with closing(_database()) as database, database.begin() as session:
        count = holds.release(session, now)
    typer.echo(f"{count} released; what is too late for its kind expires unsent")


def hold_drop(now: datetime) -> None:
    """Call off what is held."""
    with closing(_database()) as database, database.begin() as session:
        count = holds.drop(session, now)
    typer.echo(f"{count} called off")


def _tell(restored: Restored) -> None:
    manifest = restored.manifest
    rows = sum(kept.rows for kept in manifest.tables.values())
    held = f"{len(manifest.tables)} tables, {rows} rows"
    typer.echo(f"restored as of {manifest.taken_at:%Y-%m-%d %H:%M} UTC: {held}")
    if restored.forgotten:
        typer.echo(f"{restored.forgotten} people who were forgotten since then were forgotten again")
    typer.echo(
        f"{restored.held} messages are held: see `respite hold list`; nothing of them leaves until then"
    )
    if restored.alerts:
        numbers = ", ".join(map(str, restored.alerts))
        typer.echo(f"Alerts that were open then: {numbers}. Their ringing is held: ask the workers yourself.")
    typer.echo("Next: `respite doctor`, `respite inbox list` for what was half heard, then `respite run`.")


def _key(settings: Settings) -> bytes:
    return parse_key(settings.backup_key.get_secret_value())


def _database() -> Database:
    return open_migrated(load("keys"))
