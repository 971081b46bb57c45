"""Restoring: a backup goes into an empty place, whole or not at all, and holds what it owes."""

import os
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from pathlib import Path

from bot.backup.archive import FILES, MANIFEST, SQLITE, TABLES, Manifest, Part, parts, place_of
from bot.backup.taking import check
from bot.backup.vault import NotOurs, Opening
from bot.commands.envfile import write_private
from db import copies, deeds, erasing, holds, wiping
from db.models import Act
from db.revision import revisions
from db.session import PRIVATE, Database
from db.upgrade import upgrade


@dataclass(frozen=True)
class Restored:
    """What came of a restore: what the backup said, what is held, who was forgotten again, what is open."""

    manifest: Manifest
    held: int
    forgotten: int
    alerts: list[int]


def restore(
    path: Path, key: bytes, url: str, data_dir: Path, marks: Collection[str], now: datetime
) -> Restored:
    """Put a backup into the empty place that `url` names; raises ValueError in plain words.

    The whole backup is read and checked before anything is written. Whoever was forgotten since is forgotten
    again before the place is in use, and what was due before `now` is held.
    """
    manifest = check(path, key)
    _known(manifest, url)
    made = _restore_sqlite if manifest.kind == "sqlite" else _restore_postgres
    restored = made(path, key, url, manifest, marks, now)
    with path.open("rb") as file:
        for part in parts(Opening(file, key)):
            if part.name.startswith(f"{FILES}/"):
                place = place_of(part.name, data_dir)
                place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                write_private(place, part.file.read())
    return restored


def _known(manifest: Manifest, url: str) -> None:
    if manifest.revision not in revisions():
        raise NotOurs(f"this backup is of revision {manifest.revision}: install the version that made it")
    here = "sqlite" if url.startswith("sqlite") else "postgresql"
    if manifest.kind != here:
        raise ValueError(f"this backup is of {manifest.kind}: RESPITE_DATABASE_URL must name such a place")


def _restore_sqlite(
    path: Path, key: bytes, url: str, manifest: Manifest, marks: Collection[str], now: datetime
) -> Restored:
    target = Path(url.removeprefix("sqlite:///").partition("?")[0])
    if target.exists():
        raise ValueError(f"{target} is there already: a backup is restored into an empty place only")
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = target.with_name(f".{target.name}.restoring")
    _remove(part)
    try:
        _unpack(path, key, part)
        copies.check_sqlite(part)
        database = Database(f"sqlite:///{part}")
        try:
            if {name: kept.rows for name, kept in copies.contents(database).items()} != {
                name: kept.rows for name, kept in manifest.tables.items()
            }:
                raise copies.Spoilt(copies.Spoilt.__doc__)
            upgrade(database)
            restored = _hold(database, manifest, marks, now)
        finally:
            database.close()
        part.replace(target)
    finally:
        _remove(part)
    return restored


def _restore_postgres(
    path: Path, key: bytes, url: str, manifest: Manifest, marks: Collection[str], now: datetime
) -> Restored:
    database = Database(url)
    try:
        if any(kept.rows for kept in copies.contents(database).values()):
            raise ValueError("there are rows already: a backup is restored into an empty database only")
        upgrade(database, manifest.revision)
        with path.open("rb") as file, copies.writing_postgres(database, manifest.tables) as load:
            for name, pieces in groupby(parts(Opening(file, key)), key=_table_of):
                if name:
                    load.table(name, manifest.tables[name], _contents(pieces))
        upgrade(database)
        return _hold(database, manifest, marks, now)
    finally:
        database.close()


def _hold(database: Database, manifest: Manifest, marks: Collection[str], now: datetime) -> Restored:
    with database.begin() as session:
        forgotten = erasing.erase_marked(session, marks, now)
        held = holds.begin(session, manifest.taken_at, now)
        restored = Restored(manifest, held, forgotten, holds.open_alerts(session))
        about = f"as of {manifest.taken_at:%Y-%m-%d %H:%M} UTC; {held} held, {forgotten} forgotten again"
        deeds.note(session, Act.RESTORED, about, now)
    wiping.wipe(database)
    return restored


def _unpack(path: Path, key: bytes, into: Path) -> None:
    descriptor = os.open(into, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE)
    with path.open("rb") as file, os.fdopen(descriptor, "wb") as target:
        for part in parts(Opening(file, key)):
            if part.name == SQLITE:
                part.copy_to(target)
        target.flush()
        os.fsync(target.fileno())


def _table_of(part: Part) -> str:
    folder, _, rest = part.name.partition("/")
    return rest.rpartition("/")[0] if folder == TABLES and part.name != MANIFEST else ""


def _contents(pieces: Iterator[Part]) -> Iterator[bytes]:
    for piece in pieces:
        yield piece.file.read()


def _remove(part: Path) -> None:
    for left in part.parent.glob(f"{part.name}*"):
        left.unlink()
