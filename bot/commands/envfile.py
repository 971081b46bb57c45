"""The file `.env`: settings are added to it; keys alone are changed in it, whole or not at all."""

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


def change(path: Path, name: str, value: str) -> None:
    """Put `value` in place of what `NAME=` says in the file; raises ValueError where it says nothing."""
    lines = path.read_text("utf-8").splitlines()
    places = [n for n, line in enumerate(lines) if line.partition("=")[0].strip() == name]
    if not places:
        raise ValueError(f"{path}: there is no line with {name}=")
    lines[places[-1]] = f"{name}={value}"
    write_private(path, ("\n".join(lines) + "\n").encode())


def write_private(path: Path, content: bytes) -> None:
    """Write a file that only its owner may read; it is there whole or as it was before."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def is_open_to_others(path: Path) -> bool:
    """Whether somebody besides its owner may read or write the file; false if it is not there."""
    return path.exists() and bool(path.stat().st_mode & 0o077)
