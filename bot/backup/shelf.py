"""The shelf: which backups lie in the folder, when the next is due, which have been kept long enough."""

import os
from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.commands.envfile import write_private

NAME = "respite-%Y%m%dT%H%M%SZ.backup"
# Beside the backups and beside the database: who was forgotten, so that a restore forgets them again.
FORGOTTEN = "forgotten.txt"
NIGHT = timedelta(hours=3)
FOLDER_MODE = 0o700


def name_at(moment: datetime) -> str:
    """Return what a backup of this moment is called."""
    return moment.astimezone(UTC).strftime(NAME)


def taken_at(path: Path) -> datetime | None:
    """Return when the backup of that name was taken; None for a file that is none."""
    try:
        return datetime.strptime(path.name, NAME).replace(tzinfo=UTC)
    except ValueError:
        return None


def on_shelf(folder: Path) -> list[Path]:
    """Return the backups in the folder, oldest first."""
    known = {path: moment for path in folder.glob("respite-*.backup") if (moment := taken_at(path))}
    return sorted(known, key=lambda path: known[path])


def newest(folder: Path) -> datetime | None:
    """Return when the newest backup was taken."""
    found = on_shelf(folder)
    return taken_at(found[-1]) if found else None


def is_due(last: datetime | None, now: datetime) -> bool:
    """Whether the nightly backup is to be taken: once a day after three by UTC, later if it was missed."""
    return last is None or (last - NIGHT).date() < (now - NIGHT).date()


def clear(folder: Path, now: datetime, keep: timedelta) -> int:
    """Delete the backups that have been kept long enough, never the newest, and return how many."""
    old = [path for path in on_shelf(folder)[:-1] if (at := taken_at(path)) and at < now - keep]
    for path in old:
        path.unlink()
    return len(old)


def make(folder: Path) -> Path:
    """Return the folder, made for its owner alone if it is not there."""
    folder.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)
    return folder


def read_marks(*files: Path) -> set[str]:
    """Return the marks of everybody who was forgotten, from all of the lists that are there."""
    return {line for file in files if file.is_file() for line in file.read_text("ascii").split()}


def write_marks(folder: Path, marks: Collection[str]) -> None:
    """Add marks to the list in a folder; what stands there stays."""
    file = folder / FORGOTTEN
    known = read_marks(file)
    if not set(marks) <= known:
        write_private(file, "".join(f"{mark}\n" for mark in sorted({*known, *marks})).encode())


def sync(folder: Path) -> None:
    """Wait until the names in a folder are on the disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
