"""Alone: one process a data folder."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO


class AnotherRuns(RuntimeError):
    """Another process serves this data folder: stop it first."""


@contextmanager
def alone(data_dir: Path, *, needed: bool) -> Iterator[None]:
    """Hold the data folder's lock: on one machine it proves that nobody else is alive."""
    if not needed:
        yield
        return
    data_dir.mkdir(parents=True, exist_ok=True)
    with (data_dir / "respite.lock").open("w") as file:
        _lock(file)
        yield


def _lock(file: TextIO) -> None:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise AnotherRuns(AnotherRuns.__doc__) from None
