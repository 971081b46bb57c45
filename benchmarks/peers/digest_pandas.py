"""pandas on every answer, fetched as rows: each person's mean by week and item, then quartiles."""

import json
import resource
import sqlite3
import sys
import time

import pandas as pd

COLUMNS = ["at", "person", "instrument", "item", "value"]
QUERY = "SELECT answered_at, person_id, instrument, item, value FROM answers WHERE value IS NOT NULL"


def main(path: str, start: str, weeks: str, _worker: str) -> None:
    connection = sqlite3.connect(path)
    empty, begun = peak(), time.perf_counter()
    table = pd.DataFrame(connection.execute(QUERY).fetchall(), columns=COLUMNS)
    table["week"] = (pd.to_datetime(table["at"]) - pd.Timestamp(start)).dt.days // 7
    means = table.groupby(["week", "instrument", "item", "person"])["value"].mean()
    told = means.groupby(["week", "instrument", "item"]).quantile([0.25, 0.5, 0.75])
    taken = time.perf_counter() - begun
    assert told.index.get_level_values("week").nunique() == int(weeks), "every week is there"
    print(json.dumps({"s": taken, "megabytes": peak() - empty}))


def peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main(*sys.argv[1:])
