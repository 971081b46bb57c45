"""Rehearsals are long: each is run once, and every test and every process of the tests reads it."""

import fcntl
from pathlib import Path

import pytest

from tests.rehearsal.stage import Rehearsed, rehearse


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """A folder that all processes of this session share."""
    base = tmp_path_factory.getbasetemp()
    return base if worker_id == "master" else base.parent


@pytest.fixture(scope="session")
def first(shared: Path) -> Rehearsed:
    return _once(shared, "first", seed=1)


@pytest.fixture(scope="session")
def again(shared: Path) -> Rehearsed:
    return _once(shared, "again", seed=1)


@pytest.fixture(scope="session")
def other(shared: Path) -> Rehearsed:
    return _once(shared, "other", seed=2)


@pytest.fixture(params=["first", "other"])
def rehearsed(request: pytest.FixtureRequest) -> Rehearsed:
    """Each of two seeds in turn."""
    return request.getfixturevalue(request.param)


def _once(shared: Path, name: str, seed: int) -> Rehearsed:
    with (shared / f"rehearsal-{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        out = shared / f"rehearsal-{name}"
        return Rehearsed(out, seed) if (out / "summary.json").exists() else rehearse(out, seed)
