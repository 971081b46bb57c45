"""The clock of one machine: APScheduler calls each beat; the database knows what is late."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

from apscheduler.schedulers.asyncio import AsyncIOScheduler

Beat = Callable[[], Awaitable[object]]


class LocalScheduler:
    """A handful of beats in UTC, in memory: a beat that comes late runs once, never twice at a time."""

    def __init__(self) -> None:
        self._scheduler = AsyncIOScheduler(
            timezone=UTC, job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
        )

    def every(self, seconds: float, name: str, beat: Beat) -> None:
        """Call `beat` every so many seconds, the first time at once."""
        self._scheduler.add_job(beat, "interval", seconds=seconds, id=name)

    def soon(self, name: str, now: datetime) -> None:
        """Call the beat now, not at its next turn: something urgent was written, or the clock was set."""
        self._scheduler.modify_job(name, next_run_time=now)

    def start(self) -> None:
        """Begin; needs a running event loop."""
        self._scheduler.start()

    def stop(self) -> None:
        """End without waiting for a running beat."""
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)
