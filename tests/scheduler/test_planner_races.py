"""Two planners at once, on a database that lets them."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

from db.session import Database
from scheduler.planner import plan
from scheduler.sweep import sweep
from tests import cast
from tests.scheduler.families import asked_days, at, due_at, enrolled, planned, the_subscription

MONDAY_EVENING = at("Asia/Shanghai", 2026, 3, 2, 19, 30)


def test_of_two_planners_that_race_one_claims_each_occurrence_and_neither_fails(database: Database) -> None:
    with database.begin() as session:
        enrolled(session)
    planned(database, cast.MONDAY)
    both_there = Barrier(2)

    def race() -> int:
        both_there.wait()
        with database.begin() as session:
            return plan(session, MONDAY_EVENING)

    with ThreadPoolExecutor(2) as threads:
        claimed = [run.result() for run in [threads.submit(race) for _ in range(2)]]

    assert sorted(claimed) == [0, 1]
    assert asked_days(database) == [date(2026, 3, 2)]
    assert due_at(database) == [MONDAY_EVENING]
    assert the_subscription(database).next_at == at("Asia/Shanghai", 2026, 3, 5, 19, 30)


def test_what_one_planner_has_in_hand_another_leaves_alone(postgresql_url: str) -> None:
    database = Database(postgresql_url)
    with database.begin() as session:
        enrolled(session)
    planned(database, cast.MONDAY)

    with database.begin() as first:
        assert plan(first, MONDAY_EVENING) == 1
        with database.begin() as second:
            assert plan(second, MONDAY_EVENING) == 0
            assert sweep(second, MONDAY_EVENING) is False

    assert asked_days(database) == [date(2026, 3, 2)]
    database.close()
