"""P7: what it costs to start.

    python -m benchmarks.starting [--rounds 5]

`respite --help`, and `respite run` until it listens, each a process of its own with bytecode at hand;
against a Python that imports python-telegram-bot and SQLAlchemy and ends. CPU seconds are of the whole
process.
"""

import os
import subprocess
import sys
import tempfile
import time
from functools import partial
from pathlib import Path

from benchmarks.floor import floor
from benchmarks.rounds import Figures, arguments, at_most, interleaved, ratios, table
from benchmarks.sides import ROOT, Running, environment
from benchmarks.worlds import World, found_world

HELP_MS, OF_IMPORTS = 150.0, 1.3
HELP = [sys.executable, "-m", "bot", "--help"]
RUN = [sys.executable, "-m", "bot", "run"]
IMPORTS = [sys.executable, "-c", "import telegram.ext, sqlalchemy.orm"]
LISTENING = b"listening as"


def to_its_end(command: list[str]) -> Figures:
    """Return what a process took until it ended by itself."""
    start = time.perf_counter()
    process = subprocess.Popen(command, env=environment(), cwd=ROOT, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, f"{command} ended with {process.returncode}"
    return {"cpu_ms": 1000 * (used.ru_utime + used.ru_stime), "ms": 1000 * wall}


def until_it_listens(world: World, address: str) -> Figures:
    """Return what the bot took until it said that it listens, and end it."""
    start, variables = time.perf_counter(), world.variables(address)
    with subprocess.Popen(RUN, env=environment(**variables), cwd=ROOT, stderr=subprocess.PIPE) as process:
        assert process.stderr is not None
        if not any(LISTENING in line for line in process.stderr):
            raise RuntimeError(f"it never listened, and ended with status {process.wait()}")
        wall, cpu = time.perf_counter() - start, Running(process).cpu
        process.terminate()
    return {"cpu_ms": 1000 * cpu, "ms": 1000 * wall}


def main() -> None:
    wanted = arguments(__doc__, rounds=5)
    with floor() as at, tempfile.TemporaryDirectory() as scratch:
        world = found_world(Path(scratch) / "world", 100)
        works = {
            "respite --help": partial(to_its_end, HELP),
            "respite run, until it listens": partial(until_it_listens, world, at.address),
            "importing PTB and SQLAlchemy": partial(to_its_end, IMPORTS),
        }
        interleaved(works, 1)  # writes the bytecode
        taken = interleaved(works, wanted.rounds)
    table(taken, cpu_ms=0, ms=0)
    help_, ready, imports = (figures["cpu_ms"] for figures in taken.values())
    at_most(HELP_MS, help_, "P7: respite --help, ms of CPU", 0)
    at_most(OF_IMPORTS, ratios(ready, imports), "P7: CPU of respite run until it listens / of the imports")


if __name__ == "__main__":
    main()
