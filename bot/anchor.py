"""Anchors: length and last hash of the audit record, kept outside of the database, day by day."""

import asyncio
import logging
import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from db import audit
from scheduler.acts import Acts

log = logging.getLogger(__name__)
FILE = "audit.anchors"
OWNER_ONLY = 0o600


@dataclass(frozen=True)
class Anchor:
    """How long the record was at a moment, and the hash of its last entry in hexadecimal digits."""

    at: str
    length: int
    head: str

    def __str__(self) -> str:
        return f"{self.at} {self.length} {self.head}"


def read(folder: Path) -> Sequence[Anchor]:
    """Return the anchors of a data folder, oldest first; raises ValueError for a line that is none."""
    file = folder / FILE
    lines = file.read_text("ascii").splitlines() if file.is_file() else []
    return [parse(line) for line in lines if line.strip()]


def parse(line: str) -> Anchor:
    """Return the anchor of a line such as `2026-03-02T08:00:00+00:00 41 9f86d0…`."""
    parts = line.split()
    if len(parts) != 3 or not parts[1].isdigit():
        raise ValueError(f"this is no anchor of the audit record: {line[:80]}")
    return Anchor(parts[0], int(parts[1]), parts[2].lower())


async def drop(acts: Acts, folder: Path, now: datetime) -> None:
    """Add today's anchor to the folder's file, once a day.

    It goes to the log, too, which may be kept on another machine.
    """
    known = await asyncio.to_thread(read, folder)
    if known and known[-1].at[:10] == now.isoformat()[:10]:
        return
    length, head = await acts(audit.head)
    anchor = Anchor(now.isoformat(timespec="seconds"), length, head.hex())
    await asyncio.to_thread(_add, folder, anchor)
    log.info("the audit record has %d entries and ends in %s", length, anchor.head)


def _add(folder: Path, anchor: Anchor) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(folder / FILE, os.O_WRONLY | os.O_CREAT | os.O_APPEND, OWNER_ONLY)
    with os.fdopen(descriptor, "a", encoding="ascii") as file:
        file.write(f"{anchor}\n")
