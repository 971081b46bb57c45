"""The archive: what a backup holds, as a tape of named parts inside a vault.

First a manifest, then the database (an SQLite file, or PostgreSQL's tables in pieces), then the site's own
files: its words of instruments and its voices. Keys and settings are never in it.
"""

import io
import tarfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Any

import orjson

from bot.backup.vault import NotOurs, Opening
from db.copies import Kept

FORMAT = 1
MANIFEST, SQLITE, TABLES, FILES = "manifest.json", "database.sqlite", "tables", "files"
FOLDERS = ("instruments", "voices")
PIECE = 4 << 20
MOST_FILE = 32 << 20


@dataclass(frozen=True)
class Manifest:
    """What a backup says of itself: when, of which kind of database, at which revision, and how much."""

    taken_at: datetime
    kind: str
    revision: str
    tables: Mapping[str, Kept]

    def to_json(self) -> bytes:
        """Return it as it stands in the archive."""
        tables = {name: {"rows": kept.rows, "columns": kept.columns} for name, kept in self.tables.items()}
        known = {"format": FORMAT, "taken_at": self.taken_at, "kind": self.kind, "revision": self.revision}
        return orjson.dumps({**known, "tables": tables})

    @classmethod
    def from_json(cls, content: bytes) -> "Manifest":
        """Return what `to_json` wrote; NotOurs for another format."""
        said: dict[str, Any] = orjson.loads(content)
        if said.get("format") != FORMAT:
            raise NotOurs("another version of Respite made this backup: restore it with that version")
        tables = {name: Kept(each["rows"], tuple(each["columns"])) for name, each in said["tables"].items()}
        return cls(datetime.fromisoformat(said["taken_at"]), said["kind"], said["revision"], tables)


class Tape:
    """Writes the parts of an archive one after the other."""

    def __init__(self, sink: Any) -> None:  # noqa: ANN401 - whatever has `write`
        self._tar = tarfile.open(fileobj=sink, mode="w|gz", format=tarfile.PAX_FORMAT)  # noqa: SIM115 - closed by `close`

    def add(self, name: str, content: bytes) -> None:
        """Add a part."""
        self._add(name, len(content), io.BytesIO(content))

    def add_file(self, name: str, path: Path) -> None:
        """Add a file as a part."""
        with path.open("rb") as file:
            self._add(name, path.stat().st_size, file)

    def add_pieces(self, name: str, pieces: Iterator[bytes]) -> None:
        """Add what comes in pieces of any size, as numbered parts."""
        number, held = 0, bytearray()
        for piece in pieces:
            held += piece
            if len(held) >= PIECE:
                self.add(f"{name}/{number:06d}", bytes(held))
                number, held = number + 1, bytearray()
        self.add(f"{name}/{number:06d}", bytes(held))

    def close(self) -> None:
        """End the tape."""
        self._tar.close()

    def _add(self, name: str, size: int, content: IO[bytes]) -> None:
        part = tarfile.TarInfo(name)
        part.size, part.mode = size, 0o600
        self._tar.addfile(part, content)


@dataclass(frozen=True)
class Part:
    """One part, to be read before the next is asked for."""

    name: str
    file: IO[bytes]

    def copy_to(self, target: IO[bytes]) -> None:
        """Write the part into a file."""
        while some := self.file.read(PIECE):
            target.write(some)


def parts(opening: Opening) -> Iterator[Part]:
    """Yield the parts of an archive in their order; NotOurs where it is none, or not whole."""
    try:
        with tarfile.open(fileobj=opening, mode="r|gz") as tar:  # type: ignore[call-overload]
            for each in tar:
                file = tar.extractfile(each)
                if file is None:
                    raise NotOurs("there is something in the backup that is no file")
                yield Part(each.name, file)
    except (tarfile.TarError, EOFError, OSError):
        raise NotOurs("the backup was changed or cut off") from None
    while opening.read(PIECE):  # the end of the vault must have been reached
        pass


def site_files(data_dir: Path) -> Iterator[tuple[str, Path]]:
    """Yield the site's own files, each with its name in the archive."""
    for folder in FOLDERS:
        for path in sorted((data_dir / folder).rglob("*")):
            if path.is_file() and not path.is_symlink():
                yield f"{FILES}/{path.relative_to(data_dir).as_posix()}", path


def place_of(name: str, data_dir: Path) -> Path:
    """Return where a file of the archive goes; NotOurs for one that would lie anywhere else."""
    inside = Path(name).relative_to(FILES)
    if inside.parts[0] not in FOLDERS or ".." in inside.parts or inside.is_absolute():
        raise NotOurs("there is a file in the backup that is none of a site's")
    return data_dir / inside
