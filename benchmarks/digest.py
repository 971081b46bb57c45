"""P5: the figures of a digest, counted in the database, against the plain aggregation and against pandas.

    python -m benchmarks.digest [--people 100000] [--weeks 12] [--rounds 5]

The plain aggregation is one statement that groups a week's answers by person and item and reads what comes
of it, in the standard library alone. pandas fetches every answer and does the same. Ours gives everything
that a digest says about its weeks: rates, medians, quartiles and changes. Each runs in a process of its own,
whose peak of memory above an empty one is measured; then one worker's digest of twelve families is composed
with its document, in a process that has started.
"""

import tempfile
from pathlib import Path

from benchmarks.digest_world import found, ward
from benchmarks.rounds import arguments, at_most, interleaved, ratios, table
from benchmarks.sides import Side, run

OURS = Side("Respite", "benchmarks.ours.digest", peer=False)
SQL = Side("plain SQL", "benchmarks.peers.digest_sql", peer=False)
PANDAS = Side("pandas on fetched rows", "benchmarks.peers.digest_pandas", peer=False)
ONE = Side("one worker's digest", "benchmarks.ours.digest_page", peer=False)
OF_SQL, MEGABYTES, MILLISECONDS = 1.3, 150.0, 150.0


def main() -> None:
    wanted = arguments(__doc__, people=100_000, weeks=12, rounds=5)
    with tempfile.TemporaryDirectory() as scratch:
        world = found(Path(scratch) / "many.db", wanted.people, wanted.weeks)
        print(f"{wanted.people} caregivers, {wanted.weeks} weeks, {world.answers} answers")
        works = {
            side.name: (lambda side=side: run(side, world.path, world.start, wanted.weeks, world.worker))
            for side in (SQL, OURS, PANDAS)
        }
        taken = interleaved(works, wanted.rounds)
        table(taken, s=2, megabytes=0)
        at_most(OF_SQL, ratios(taken[OURS.name]["s"], taken[SQL.name]["s"]), "P5: ours / plain SQL")
        at_most(MEGABYTES, taken[OURS.name]["megabytes"], "P5: memory above an empty process, MB", 0)
        small = ward(Path(scratch) / "few.db")
        page = interleaved({ONE.name: lambda: run(ONE, small.path, small.start, small.worker)}, wanted.rounds)
    table(page, ms=0)
    at_most(MILLISECONDS, page[ONE.name]["ms"], "P5: one worker's digest with its document, ms", 0)


if __name__ == "__main__":
    main()
