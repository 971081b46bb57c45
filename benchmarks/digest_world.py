"""A database for digests: caregivers who answered for so many weeks, written straight into the tables."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from benchmarks.worlds import KEYS
from db.crypto import parse_keys, unlock
from db.models import Role
from db.session import Database
from db.upgrade import upgrade
from tests import cast

MONDAY = date(2026, 1, 5)
A_WEEK = timedelta(days=7)
FIRST, AT_A_TIME = 1000, 50_000
MOMENT = "%Y-%m-%d %H:%M:%S.000000"
PERSON = """INSERT INTO people (id, site_id, role, standing, language, zone, asked_at, shares_phone,
    created_at, joined_at)
    VALUES (?, ?, 'caregiver', 'active', 'zh-Hans', 'UTC', '09:00:00.000000', 0, ?, ?)"""
PLACE = """INSERT INTO enrolments (id, site_id, programme_id, person_id, role, label, arm, since)
    VALUES (?, ?, ?, ?, 'caregiver', ?, 'intervention', ?)"""
CHECKIN = """INSERT INTO checkins (id, site_id, programme_id, person_id, battery, day, progress,
    planned_at, sent_at, opened_at, done_at, expires_at)
    VALUES (?, ?, ?, ?, 'micro', ?, 'done', ?, ?, ?, ?, ?)"""
ANSWER = """INSERT INTO answers (id, site_id, checkin_id, person_id, instrument, version, item, value,
    answered_at)
    VALUES (?, ?, ?, ?, ?, '1', ?, ?, ?)"""


@dataclass(frozen=True)
class World:
    """A database, its first Monday, its worker, and how many answers are in it."""

    path: Path
    start: str
    worker: int
    answers: int = 0


def found(path: Path, people: int, weeks: int) -> World:
    """Make a programme in which everybody answered mood and load each week, and burden in each other."""
    worker, site, programme = _open(path)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("PRAGMA synchronous=OFF")
        then = datetime(2025, 12, 1, tzinfo=UTC).strftime(MOMENT)
        ids = range(FIRST, FIRST + people)
        connection.executemany(PERSON, ((n, site, then, then) for n in ids))
        connection.executemany(PLACE, ((n, site, programme, n, f"X-{n}", then) for n in ids))
        connection.executemany(CHECKIN, _checkins(site, programme, people, weeks))
        connection.executemany(ANSWER, _answers(site, people, weeks))
        [answers] = connection.execute("SELECT count(*) FROM answers").fetchone()
        connection.execute("ANALYZE")
    return World(path, MONDAY.isoformat(), worker, answers)


def ward(path: Path) -> World:
    """Make the ward of a digest's tests: twelve families in everything that can happen to them."""
    from tests.digest.programme import lived

    unlock(parse_keys(KEYS))
    with closing(Database(f"sqlite:///{path}")) as database:
        upgrade(database)
        with database.begin() as session:
            return World(path, "2026-04-06", lived(session, "zh-Hans").worker.id)


def _open(path: Path) -> tuple[int, int, int]:
    unlock(parse_keys(KEYS))
    with closing(Database(f"sqlite:///{path}")) as database:
        upgrade(database)
        with database.begin() as session:
            site = cast.site(session, zone="UTC")
            programme = cast.programme(session, site)
            worker = cast.worker(session, site, programme, zone="UTC", role=Role.SOCIAL_WORKER)
            return worker.id, site.id, programme.id


def _moments(people: int, weeks: int) -> Iterator[tuple[int, int, int, datetime]]:
    number = 0
    for week in range(weeks):
        for n in range(people):
            number += 1
            at = datetime(2026, 1, 5, 9, tzinfo=UTC) + week * A_WEEK + timedelta(seconds=n % 500_000)
            yield number, FIRST + n, week, at


def _checkins(site: int, programme: int, people: int, weeks: int) -> Iterator[tuple[Any, ...]]:
    for number, person, _, at in _moments(people, weeks):
        done, over = at + timedelta(minutes=3), at + timedelta(hours=20)
        moments = [each.strftime(MOMENT) for each in (at, at, at, done, over)]
        yield number, site, programme, person, at.date().isoformat(), *moments


def _answers(site: int, people: int, weeks: int) -> Iterator[tuple[Any, ...]]:
    key = 0
    for number, person, week, at in _moments(people, weeks):
        said = (at + timedelta(minutes=1)).strftime(MOMENT)
        items = [("micro", "mood"), ("micro", "load")] + [("weekly", "burden")] * (week % 2)
        for turn, (instrument, item) in enumerate(items):
            key += 1
            yield key, site, number, person, instrument, item, 1 + (person * 7 + week + turn) % 5, said
