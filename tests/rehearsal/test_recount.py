"""The digest's figures, counted a second time by plain SQL and Python from what the rehearsal left."""

import json
import statistics
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.rehearsal.stage import moment

FEWEST = 5
SITE = ZoneInfo("Asia/Shanghai")
ITEMS = {
    "mood": ("micro", "mood"),
    "load": ("micro", "load"),
    "burden": ("weekly", "burden"),
    "body": ("weekly", "body"),
    "connect": ("weekly", "connect"),
}
OF_CAREGIVERS = "JOIN enrolments e ON e.person_id = c.person_id AND e.role = 'caregiver'"


def span(week):
    """From when until when a week counts, and the moment its digest is due."""
    year, number = (int(part) for part in week.split("-W"))
    monday = datetime.combine(date.fromisocalendar(year, number, 1), time.min, SITE)
    return monday, monday + timedelta(days=7), monday + timedelta(days=7, hours=8)


def checkins(rehearsed, week):
    start, end, due = span(week)
    told = {"sent": 0, "answered": 0, "unfinished": 0, "expired": 0, "waiting": 0}
    query = f"SELECT sent_at, opened_at, done_at, expires_at FROM checkins c {OF_CAREGIVERS}"  # noqa: S608
    for row in rehearsed.rows(query):
        sent_at, opened_at, done_at, expires_at = map(moment, row)
        if sent_at is None or not start <= sent_at < end:
            continue
        told["sent"] += 1
        if done_at and done_at <= due:
            told["answered"] += 1
        elif opened_at and opened_at <= due:
            told["unfinished"] += 1
        elif expires_at <= due:
            told["expired"] += 1
        else:
            told["waiting"] += 1
    return told


def means(rehearsed, week, item):
    """Each caregiver's mean answer to an item in a week."""
    start, end, _ = span(week)
    query = (
        f"SELECT c.person_id, a.value, a.answered_at FROM answers a JOIN checkins c ON c.id = a.checkin_id "  # noqa: S608
        f"{OF_CAREGIVERS} WHERE a.instrument = ? AND a.item = ? AND a.value IS NOT NULL"
    )
    given: dict[int, list[int]] = {}
    for person, value, answered_at in rehearsed.rows(query, *ITEMS[item]):
        if start <= moment(answered_at) < end:
            given.setdefault(person, []).append(value)
    return {person: statistics.mean(values) for person, values in given.items()}


def group(rehearsed, week, item):
    values = sorted(means(rehearsed, week, item).values())
    if len(values) < FEWEST:
        return {"n": len(values), "median": None, "q1": None, "q3": None, "mean": None}
    q1, median, q3 = statistics.quantiles(values, n=4, method="inclusive")
    return {"n": len(values), "median": median, "q1": q1, "q3": q3, "mean": statistics.mean(values)}


def figures(rehearsed, week):
    return json.loads((rehearsed.out / "digests" / f"{week}.json").read_text())


@pytest.mark.parametrize("week", ["2026-W10", "2026-W11"])
def test_what_became_of_the_check_ins_equals_a_recount(rehearsed, week):
    told = figures(rehearsed, week)["weeks"][-1]
    counted = checkins(rehearsed, week)

    assert {name: told[name] for name in counted} == counted
    assert told["rate"] == pytest.approx(100 * counted["answered"] / counted["sent"], abs=0.5)


@pytest.mark.parametrize("item", ITEMS)
@pytest.mark.parametrize("week", ["2026-W10", "2026-W11"])
def test_group_figures_equal_a_recount(rehearsed, week, item):
    told = figures(rehearsed, week)["weeks"][-1]["items"][item]

    assert told == pytest.approx(group(rehearsed, week, item), abs=0.0051)


@pytest.mark.parametrize("item", ["mood", "load"])
def test_the_change_since_last_week_equals_a_recount(rehearsed, item):
    before, after = (means(rehearsed, week, item) for week in ("2026-W10", "2026-W11"))
    both = sorted(before.keys() & after.keys())
    told = figures(rehearsed, "2026-W11")["changes"][item]

    assert told["n"] == len(both)
    if len(both) < FEWEST:
        assert told["mean"] is None
    else:
        assert told["mean"] == pytest.approx(statistics.mean(after[p] - before[p] for p in both), abs=0.0051)


def test_the_chat_text_says_the_same_count_as_the_figures(rehearsed):
    told = figures(rehearsed, "2026-W11")["weeks"][-1]
    text = (rehearsed.out / "digests" / "2026-W11.txt").read_text()

    assert f"发出{told['sent']}次" in text
    assert f"答了{told['answered']}次" in text
