"""The sandbox's clock."""

import time

from sandbox.clock import Clock
from tests.sandbox.cast import MONDAY


def test_by_default_it_is_the_machines():
    before = time.time()

    assert before <= Clock().time() <= time.time()


def test_a_running_clock_runs_on_from_where_it_is_set():
    clock = Clock()
    clock.set(MONDAY)
    first = clock.time()
    time.sleep(0.01)

    assert MONDAY <= first < clock.time() < MONDAY + 60


def test_a_stopped_clock_stands_until_it_is_moved():
    clock = Clock(at=MONDAY)
    clock.advance(90)

    assert clock.time() == MONDAY + 90
