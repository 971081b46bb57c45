"""The file `.env`: settings are added to it, never changed in it."""

import os
from pathlib import Path

OWNER_ONLY = 0o600


def append(path: Path, name: str, value: str) -> None:
    """Add `NAME=value` as the last line, readable for its owner only, and wait until it is on the disk."""
    before = path.read_bytes() if path.exists() else b""
    start = "\n" if before and not before.endswith(b"\n") else ""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, OWNER_ONLY)
    with os.fdopen(descriptor, "ab") as file:
        os.fchmod(file.fileno(), OWNER_ONLY)
        file.write(f"{start}{name}={value}\n".encode())
        file.flush()
        os.fsync(file.fileno())


def is_open_to_others(path: Path) -> bool:
    """Whether somebody besides its owner may read or write the file; false if it is not there."""
    return path.exists() and bool(path.stat().st_mode & 0o077)
