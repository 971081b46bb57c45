"""The sides of a comparison: each a script in its own process, ours and the peers' in two environments."""

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

ROOT = Path(__file__).parents[1]
PEERS_PYTHON = ROOT / ".venv-bench/bin/python"
TICKS = os.sysconf("SC_CLK_TCK")
GRACE, LAST_WORDS = 20, 2000


@dataclass(frozen=True)
class Side:
    """One side: what it is called, the module it runs, in whose environment, and its arguments."""

    name: str
    module: str
    peer: bool = True
    arguments: tuple[str, ...] = ()

    def command(self, *more: object) -> list[str]:
        python = str(PEERS_PYTHON) if self.peer else sys.executable
        return [python, "-m", self.module, *self.arguments, *map(str, more)]


def environment(**more: str) -> dict[str, str]:
    """Return our environment with bytecode written, and nothing of the reader's own settings."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("RESPITE_", "PYTHON"))}
    return {**kept, "PYTHONPATH": str(ROOT), **more}


def run(side: Side, *more: object, **variables: str) -> dict[str, Any]:
    """Run a side to its end and return the figures it printed last, as JSON."""
    done = subprocess.run(
        side.command(*more),
        env=environment(**variables),
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    figures: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return figures


@dataclass(frozen=True)
class Running:
    """A side that runs until it is told to stop, seen through /proc (so these need Linux)."""

    process: subprocess.Popen[bytes]
    said: IO[bytes] | None = None

    @property
    def cpu(self) -> float:
        """CPU seconds so far, all threads."""
        stat = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(stat[11]) + int(stat[12])) / TICKS

    @property
    def memory(self) -> float:
        """Megabytes that it holds now, its children left out."""
        status = dict(
            line.split(":", 1) for line in Path(f"/proc/{self.process.pid}/status").read_text().splitlines()
        )
        return int(status["VmRSS"].split()[0]) / 1024

    def check(self) -> None:
        """Raise RuntimeError, with the last it said, if it has ended by itself."""
        if self.process.poll() is not None and self.said is not None:
            self.said.seek(0)
            last = self.said.read()[-LAST_WORDS:].decode("utf-8", "replace")
            raise RuntimeError(f"it ended by itself with status {self.process.returncode}: {last}")


@contextmanager
def running(side: Side, *more: object, variables: Mapping[str, str]) -> Iterator[Running]:
    """Yield a side while it runs."""
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(
            side.command(*more), env=environment(**variables), cwd=ROOT, stdout=said, stderr=said
        )
        try:
            yield Running(process, said)
        finally:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(GRACE)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


@dataclass(frozen=True)
class Talking:
    """A side that does one thing for each line it is given, and prints its figures as one line of JSON."""

    process: subprocess.Popen[str]

    def heard(self) -> dict[str, float]:
        """Return the next figures it prints."""
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError(f"it ended by itself with status {self.process.wait()}")
        figures: dict[str, float] = json.loads(line)
        return figures

    def ask(self, *words: object) -> dict[str, float]:
        """Give it a line and return the figures of what it did."""
        assert self.process.stdin is not None
        print(*words, file=self.process.stdin, flush=True)
        return self.heard()


@contextmanager
def talking(side: Side, *more: object, **variables: str) -> Iterator[Talking]:
    """Yield a side that waits for lines; it is to end when there are no more."""
    with subprocess.Popen(
        side.command(*more),
        env=environment(**variables),
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        yield Talking(process)


def settle_down(side: Running, seconds: float = 1.0) -> None:
    """Return once a side has used next to no CPU for a while: it has started."""
    before = side.cpu
    while True:
        time.sleep(seconds)
        side.check()
        now = side.cpu
        if now - before < 0.1 * seconds:
            return
        before = now
