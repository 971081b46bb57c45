"""The plain aggregation in one statement: each person's mean by week and item, then their number and mean."""

import json
import resource
import sqlite3
import sys
import time

QUERY = """SELECT week, instrument, item, count(*), avg(mean) FROM (
    SELECT CAST((julianday(answered_at) - julianday(?)) / 7 AS INTEGER) AS week, person_id, instrument, item,
        avg(value) AS mean
    FROM answers WHERE value IS NOT NULL GROUP BY 1, 2, 3, 4)
    GROUP BY 1, 2, 3"""


def main(path: str, start: str, weeks: str, _worker: str) -> None:
    connection = sqlite3.connect(path)
    empty, begun = peak(), time.perf_counter()
    rows = connection.execute(QUERY, (start,)).fetchall()
    taken = time.perf_counter() - begun
    assert len({row[0] for row in rows}) == int(weeks), "every week is there"
    print(json.dumps({"s": taken, "megabytes": peak() - empty}))


def peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main(*sys.argv[1:])
