"""The week in numbers: medians, quartiles and changes of a small table that SQL has summed up."""

from collections.abc import Mapping
from dataclasses import asdict

import pandas as pd

from reports.groups import percent, screening, step
from reports.model import ITEMS, Change, Group, PersonItem, PersonWeek, Screening, WeekFigures, WeekRows
from reports.weeks import monday_of

COMPARED = ("mood", "load")
"""The items whose change since last week is told."""

_COUNTS = ["sent", "answered", "unfinished", "expired"]


def weekly(rows: WeekRows) -> tuple[WeekFigures, ...]:
    """Return one entry a week, oldest first, from the first week in which anything was sent or answered."""
    counts = _counts(rows)
    groups = _groups(_means(rows), rows.k)
    weeks = [span.week for span in rows.spans]
    seen = [week for week in weeks if week in counts or any(key[0] == week for key in groups)]
    first = weeks.index(seen[0]) if seen else len(weeks) - 1
    return tuple(_week(week, rows, counts.get(week), groups) for week in weeks[first:])


def changes(rows: WeekRows) -> Mapping[str, Change]:
    """Return the change of the last week since the one before, over those who answered in both."""
    weeks = [span.week for span in rows.spans]
    means = _means(rows)
    return {item: _change(means, item, weeks[-2:], rows.k) for item in COMPARED}


def screened(rows: WeekRows) -> Screening:
    """Return the last week's PHQ-4 results by band."""
    return screening(rows.bands, rows.view)


def _counts(rows: WeekRows) -> dict[str, dict[str, int]]:
    table = pd.DataFrame([asdict(row) for row in rows.checkins], columns=list(PersonWeek.__annotations__))
    sums = table.groupby("week")[_COUNTS].sum()
    return {str(week): {name: int(entry[name]) for name in _COUNTS} for week, entry in sums.iterrows()}


def _means(rows: WeekRows) -> pd.DataFrame:
    """Return one row a person, week and item, with the mean of that person's answers."""
    table = pd.DataFrame([asdict(row) for row in rows.answers], columns=list(PersonItem.__annotations__))
    table["mean"] = table["total"].astype(float) / table["count"].astype(float)
    return table[["week", "item", "person_id", "mean"]]


def _groups(means: pd.DataFrame, k: int) -> dict[tuple[str, str], Group]:
    return {
        (str(week), str(item)): _group(part["mean"], k)
        for (week, item), part in means.groupby(["week", "item"])
    }


def _group(means: "pd.Series[float]", k: int) -> Group:
    n = len(means)
    if n < k:
        return Group(n)
    q1, median, q3 = (round(float(cut), 2) for cut in means.quantile([0.25, 0.5, 0.75]))
    return Group(n, median, q1, q3, round(float(means.mean()), 2))


def _change(means: pd.DataFrame, item: str, weeks: list[str], k: int) -> Change:
    table = means[means["item"] == item].pivot(index="person_id", columns="week", values="mean")
    both = table.reindex(columns=weeks).dropna()
    if len(weeks) < 2 or len(both) < k:
        return Change(len(both) if len(weeks) == 2 else 0)
    mean = round(float((both[weeks[1]] - both[weeks[0]]).mean()), 2)
    return Change(len(both), mean, step(mean))


def _week(
    week: str, rows: WeekRows, counts: dict[str, int] | None, groups: Mapping[tuple[str, str], Group]
) -> WeekFigures:
    counted = counts or dict.fromkeys(_COUNTS, 0)
    known = counted["answered"] + counted["unfinished"] + counted["expired"]
    return WeekFigures(
        week=week,
        monday=monday_of(week),
        caregivers=rows.enrolled.get(week, 0),
        waiting=counted["sent"] - known,
        rate=percent(counted["answered"], counted["sent"]),
        items={item: groups.get((week, item), Group(0)) for item in ITEMS},
        **counted,
    )
