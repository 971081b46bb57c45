"""The week in numbers: medians, quartiles and changes of a small table that SQL has summed up."""

from collections.abc import Mapping
from dataclasses import asdict

import pandas as pd

from reports.groups import percent, screening, step
from reports.model import ITEMS, Alike, Change, Group, Screening, WeekCount, WeekFigures, WeekRows
from reports.weeks import monday_of

COMPARED = ("mood", "load")
"""The items whose change since last week is told."""


def weekly(rows: WeekRows) -> tuple[WeekFigures, ...]:
    """Return one entry a week, oldest first, from the first week in which anything was sent or answered."""
    counts = {row.week: row for row in rows.checkins}
    groups = _groups(rows)
    weeks = [span.week for span in rows.spans]
    seen = [week for week in weeks if week in counts or any(key[0] == week for key in groups)]
    first = weeks.index(seen[0]) if seen else len(weeks) - 1
    return tuple(_week(week, rows, counts.get(week), groups) for week in weeks[first:])


def changes(rows: WeekRows) -> Mapping[str, Change]:
    """Return the change of the last week since the one before, over those who answered in both."""
    return {item: _change(*rows.moves.get(item, (0, 0.0)), rows.k) for item in COMPARED}


def screened(rows: WeekRows) -> Screening:
    """Return the last week's PHQ-4 results by band."""
    return screening(rows.bands, rows.view)


def _groups(rows: WeekRows) -> dict[tuple[str, str], Group]:
    """Return what is said of each item in each week, from people counted by the mean of their answers."""
    table = pd.DataFrame([asdict(row) for row in rows.answers], columns=list(Alike.__annotations__))
    table["mean"] = table["total"].astype(float) / table["count"].astype(float)
    return {
        (str(week), str(item)): _group(part["mean"].repeat(part["people"].tolist()), rows.k)
        for (week, item), part in table.groupby(["week", "item"])
    }


def _group(means: "pd.Series[float]", k: int) -> Group:
    n = len(means)
    if n < k:
        return Group(n)
    q1, median, q3 = (round(float(cut), 2) for cut in means.quantile([0.25, 0.5, 0.75]))
    return Group(n, median, q1, q3, round(float(means.mean()), 2))


def _change(n: int, total: float, k: int) -> Change:
    if n < k:
        return Change(n)
    mean = round(total / n, 2)
    return Change(n, mean, step(mean))


def _week(
    week: str, rows: WeekRows, found: WeekCount | None, groups: Mapping[tuple[str, str], Group]
) -> WeekFigures:
    seen = found or WeekCount(week, 0, 0, 0, 0)
    return WeekFigures(
        week=week,
        monday=monday_of(week),
        caregivers=rows.enrolled.get(week, 0),
        sent=seen.sent,
        answered=seen.answered,
        unfinished=seen.unfinished,
        expired=seen.expired,
        waiting=seen.sent - seen.answered - seen.unfinished - seen.expired,
        rate=percent(seen.answered, seen.sent),
        items={item: groups.get((week, item), Group(0)) for item in ITEMS},
    )
