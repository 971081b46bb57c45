"""Our figures of a digest's weeks: counted in SQL, medians and changes made of the small table."""

import json
import resource
import sys
import time
from datetime import UTC, date, datetime, timedelta

from benchmarks.worlds import KEYS
from db import people
from db.crypto import parse_keys, unlock
from db.session import Database
from flows.figures import rows_of, seen_by
from flows.scope import Scope
from reports.suppression import TEAM
from reports.weekly import changes, weekly
from reports.weeks import name_of, spans


def main(path: str, start: str, weeks: str, worker_id: str) -> None:
    unlock(parse_keys(KEYS))
    last = date.fromisoformat(start) + timedelta(days=7 * (int(weeks) - 1))
    now = datetime(last.year, last.month, last.day, tzinfo=UTC) + timedelta(days=30)
    database = Database(f"sqlite:///{path}", read_only=True, pool=1)
    with database.read() as session:
        worker = people.by_id(session, int(worker_id))
        assert worker is not None, "the world has a worker"
        empty, begun = peak(), time.perf_counter()
        scope = Scope(session, seen_by(session, worker), spans(name_of(last), "UTC", now, int(weeks)), {})
        rows = rows_of(scope, (), TEAM)
        told, moved = weekly(rows), changes(rows)
        taken = time.perf_counter() - begun
    assert len(told) == int(weeks), "every week is told"
    assert moved["mood"].n == told[-1].items["mood"].n, "everybody answered in both weeks"
    print(json.dumps({"s": taken, "megabytes": peak() - empty}))


def peak() -> float:
    """Megabytes that this process has held at most."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main(*sys.argv[1:])
