"""Rehearsals that were run, and how to read what they left: plain SQL and JSON lines, nothing of ours."""

import json
import os
import sqlite3
import subprocess
import sys
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path

from db.crypto import parse_keys

ROOT = Path(__file__).parents[2]
CAREGIVERS, WEEKS, START = 6, 2, date(2026, 3, 2)
WORKER = 900


@dataclass(frozen=True)
class Rehearsed:
    """The folder of one rehearsal."""

    out: Path
    seed: int

    @cached_property
    def journal(self) -> list[dict]:
        return [json.loads(line) for line in (self.out / "journal.jsonl").read_text().splitlines()]

    @cached_property
    def calls(self) -> list[dict]:
        return [entry for entry in self.journal if "method" in entry]

    @cached_property
    def summary(self) -> dict:
        return json.loads((self.out / "summary.json").read_text())

    @cached_property
    def ended_at(self) -> datetime:
        return datetime(2026, 3, 16, 4, tzinfo=UTC)

    def rows(self, query: str, *values: object) -> list[tuple]:
        connection = sqlite3.connect(f"file:{self.out / 'respite.db'}?immutable=1", uri=True)
        try:
            return connection.execute(query, values).fetchall()
        finally:
            connection.close()

    def chats(self) -> dict[int, int]:
        """The Telegram chat of each person, opened with the rehearsal's own keys."""
        keys = (self.out / "keys.txt").read_text().rpartition("RESPITE_KEYS=")[2].strip()
        ring = parse_keys(keys)
        sealed = self.rows("SELECT id, chat FROM people")
        return {person: int(ring.open(chat, "people.chat")) for person, chat in sealed}


def respite(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command line to its end, with none of this machine's settings."""
    return subprocess.run(
        [sys.executable, "-m", "bot", *arguments],
        cwd=ROOT,
        env=environment(),
        capture_output=True,
        text=True,
        timeout=170,
    )


def environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("RESPITE_")}


def rehearse(out: Path, seed: int) -> Rehearsed:
    ended = respite(
        "rehearse", f"--weeks={WEEKS}", f"--caregivers={CAREGIVERS}",
        f"--seed={seed}", f"--start={START}", f"--out={out}",
    )  # fmt: skip
    assert ended.returncode == 0, ended.stderr
    assert ended.stderr == ""
    return Rehearsed(out, seed)


def moment(text: str | None) -> datetime | None:
    """What the database says of a moment; it keeps UTC."""
    return None if text is None else datetime.fromisoformat(text).replace(tzinfo=UTC)
