"""Taking a backup: one moment of the database, sealed, checked by reading it again, and only then named."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO

from bot.backup import shelf
from bot.backup.archive import MANIFEST, SQLITE, TABLES, Manifest, Tape, parts, site_files
from bot.backup.vault import NotOurs, Opening, Sealing
from db import copies
from db.revision import current
from db.session import PRIVATE, Database


@dataclass(frozen=True)
class Source:
    """What is backed up, and with which key."""

    database: Database
    data_dir: Path
    key: bytes


def take(source: Source, folder: Path, now: datetime) -> Path:
    """Take a backup into a folder and return its file, which only its owner may read.

    It is read again whole before it gets its name: a file of that name is a good backup.
    """
    shelf.make(folder)
    path = folder / shelf.name_at(now)
    part = path.with_suffix(".part")
    part.unlink(missing_ok=True)
    try:
        with _private(part) as file:
            _write(source, file, now)
        manifest = check(part, source.key)
        if manifest.taken_at != now:
            raise NotOurs("the backup was changed while it was written")
        part.replace(path)
        shelf.sync(folder)
    finally:
        part.unlink(missing_ok=True)
    return path


def check(path: Path, key: bytes) -> Manifest:
    """Read a backup from end to end and return its manifest; NotOurs where it is not whole."""
    with path.open("rb") as file:
        manifest = None
        for part in parts(Opening(file, key)):
            if part.name == MANIFEST:
                manifest = Manifest.from_json(part.file.read())
            else:
                while part.file.read(1 << 20):
                    pass
    if manifest is None:
        raise NotOurs(NotOurs.__doc__)
    return manifest


def _write(source: Source, file: IO[bytes], now: datetime) -> None:
    sealing = Sealing(file, source.key)
    tape = Tape(sealing)
    if source.database.is_sqlite:
        _write_sqlite(source, tape, now)
    else:
        _write_postgres(source, tape, now)
    for name, path in site_files(source.data_dir):
        tape.add_file(name, path)
    tape.close()
    sealing.close()


def _write_sqlite(source: Source, tape: Tape, now: datetime) -> None:
    """Copy into a file beside the database, where what it holds is kept anyhow, and take that."""
    home = Path(source.database.engine.url.database or "")
    copy = home.with_name(f".{home.name}.{os.getpid()}.copy")
    copy.unlink(missing_ok=True)
    try:
        copies.copy_sqlite(source.database, copy)
        copied = Database(f"sqlite:///{copy}", read_only=True)
        try:
            manifest = Manifest(now, "sqlite", current(copied) or "", copies.contents(copied))
        finally:
            copied.close()
        tape.add(MANIFEST, manifest.to_json())
        tape.add_file(SQLITE, copy)
    finally:
        for left in home.parent.glob(f"{copy.name}*"):
            left.unlink()


def _write_postgres(source: Source, tape: Tape, now: datetime) -> None:
    revision = current(source.database) or ""
    with copies.reading_postgres(source.database) as (tables, dump):
        tape.add(MANIFEST, Manifest(now, "postgresql", revision, tables).to_json())
        for name, kept in tables.items():
            tape.add_pieces(f"{TABLES}/{name}", dump.table(name, kept))


@contextmanager
def _private(path: Path) -> Iterator[IO[bytes]]:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE)
    with os.fdopen(descriptor, "wb") as file:
        yield file
        file.flush()
        os.fsync(file.fileno())
