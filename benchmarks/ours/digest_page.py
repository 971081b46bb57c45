"""One worker's digest with its document, in a process that has made one before."""

import json
import sys
import time
from datetime import UTC, date, datetime, timedelta

from benchmarks.worlds import KEYS
from db.crypto import parse_keys, unlock
from db.session import Database
from flows.digest import compose
from reports.weeks import name_of


def main(path: str, start: str, worker_id: str) -> None:
    unlock(parse_keys(KEYS))
    monday = date.fromisoformat(start)
    now = datetime(monday.year, monday.month, monday.day, tzinfo=UTC) + timedelta(days=7)
    database = Database(f"sqlite:///{path}", read_only=True, pool=1)
    for _ in range(2):
        begun = time.perf_counter()
        with database.read() as session:
            made = compose(session, worker_id=int(worker_id), week=name_of(monday), now=now)
        taken = time.perf_counter() - begun
    assert made.pdf.startswith(b"%PDF"), "a document was made"
    print(json.dumps({"ms": 1000 * taken}))


if __name__ == "__main__":
    main(*sys.argv[1:])
