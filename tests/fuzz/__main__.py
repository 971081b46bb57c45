"""A long run on its own: `make fuzz UPDATES=50000 SEED=1`."""

import argparse
import asyncio
import sys
import tempfile
import time
import warnings
from pathlib import Path

from db import crypto
from db.session import Database
from db.upgrade import upgrade
from tests import cast
from tests.fuzz.run import Outcome, run


def main() -> int:
    """Run, report, and return 1 if anything was wrong."""
    parser = argparse.ArgumentParser(prog="make fuzz", description=__doc__)
    parser.add_argument("--updates", type=int, default=50_000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    warnings.simplefilter("error")
    crypto.unlock(crypto.parse_keys(cast.KEYS))
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'respite.db'}"
        migrated = Database(url)
        upgrade(migrated)
        migrated.close()
        database = Database(url)
        begun = time.monotonic()
        outcome = asyncio.run(run(database, asked.updates, asked.seed))
        database.close()
    _report(outcome, asked.seed, time.monotonic() - begun)
    return 1 if outcome.faults else 0


def _report(outcome: Outcome, seed: int, seconds: float) -> None:
    lines = [
        f"{outcome.updates} updates of {len(outcome.kinds)} kinds, seed {seed}, in {seconds:.0f} s",
        f"ends: {dict(outcome.ends.most_common())}",
        f"rows: {outcome.rows}",
        *outcome.faults,
        f"{len(outcome.faults)} faults",
    ]
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    sys.exit(main())
