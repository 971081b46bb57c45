"""Files that were sent, by identifier and by download path."""

import hashlib
import struct
from dataclasses import dataclass

from sandbox.journal import Json


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it arrives with a call, or as a person sends it."""

    filename: str
    mime: str
    data: bytes

    def told(self) -> Json:
        """Return what the journal says of it."""
        return {"filename": self.filename, "size": len(self.data), "mime": self.mime}


@dataclass(frozen=True, slots=True)
class Stored:
    """A file that Telegram keeps: `kind` says as what it was sent, and decides where it may go again."""

    file_id: str
    unique_id: str
    kind: str
    upload: Upload
    path: str

    def told(self) -> Json:
        """Return the fields that every file object of the Bot API has."""
        return {
            "file_id": self.file_id,
            "file_unique_id": self.unique_id,
            "file_size": len(self.upload.data),
        }


class Files:
    """Everything that was uploaded; the same identifiers for the same sequence of uploads."""

    def __init__(self) -> None:
        self._by_id: dict[str, Stored] = {}
        self._by_path: dict[str, Stored] = {}

    def keep(self, kind: str, upload: Upload) -> Stored:
        """Store one upload under new identifiers."""
        number = len(self._by_id)
        unique = hashlib.sha256(upload.data).hexdigest()[:16]
        suffix = upload.filename.rpartition(".")[2] if "." in upload.filename else "bin"
        path = f"{kind}s/file_{number}.{suffix}"
        stored = Stored(f"{kind}-{number}-{unique}", f"Q{unique}", kind, upload, path)
        self._by_id[stored.file_id] = stored
        self._by_path[path] = stored
        return stored

    def find(self, file_id: str) -> Stored | None:
        """Return the file with this identifier, if there is one."""
        return self._by_id.get(file_id)

    def at(self, path: str) -> Stored | None:
        """Return the file that downloads from this path, if there is one."""
        return self._by_path.get(path)


def dimensions(data: bytes) -> tuple[int, int] | None:
    """Return width and height in pixels of a PNG, GIF or JPEG, or None for anything else."""
    if data.startswith(b"\x89PNG\r\n\x1a\n") and len(data) >= 24:
        width, height = struct.unpack(">II", data[16:24])
        return width, height
    if data[:6] in (b"GIF87a", b"GIF89a") and len(data) >= 10:
        width, height = struct.unpack("<HH", data[6:10])
        return width, height
    return _jpeg(data) if data.startswith(b"\xff\xd8") else None


def _jpeg(data: bytes) -> tuple[int, int] | None:
    """Read the frame header, the first segment that knows the size of the picture."""
    at = 2
    while at + 9 <= len(data) and data[at] == 0xFF:
        marker, length = data[at + 1], int.from_bytes(data[at + 2 : at + 4], "big")
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", data[at + 5 : at + 9])
            return width, height
        at += 2 + length
    return None
