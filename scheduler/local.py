"""The clock of one machine: APScheduler calls each beat; the database knows what is late."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

from apscheduler.schedulers.asyncio import AsyncIOScheduler

log = logging.getLogger(__name__)

LOOKS_EVERY, LOOKS_OFTEN = 1.0, 0.02
GRACE = 10.0
WORTH_A_WORD = 2.0
AT_A_TIME = 8
Beat = Callable[[], Awaitable[object]]


class LocalScheduler:
    """A handful of beats in UTC, in memory: a beat that comes late runs once.

    One that is held up, by a halted chat or a digest in the making, does not hold up its next turns: every
    beat is safe to call again while it runs.
    """

    def __init__(self) -> None:
        self._scheduler = AsyncIOScheduler(
            timezone=UTC,
            job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": AT_A_TIME},
        )
        self._running = 0

    def every(self, seconds: float, name: str, beat: Beat, first: datetime) -> None:
        """Call `beat` every so many seconds, for the first time at `first`."""

        async def run() -> None:
            # APScheduler awaits only what it can see to be a coroutine function; a lambda is none.
            self._running += 1
            try:
                await beat()
            finally:
                self._running -= 1

        self._scheduler.add_job(run, "interval", seconds=seconds, id=name, next_run_time=first)

    def all_now(self, now: datetime) -> None:
        """Let every beat run now and count its next turn from here."""
        for job in self._scheduler.get_jobs():
            job.modify(next_run_time=now)

    async def watch(self, now: Callable[[], datetime], steady: Callable[[], float]) -> None:
        """Notice, until cancelled, when the machine's clock was set, and start every beat anew.

        APScheduler counts on the wall clock: set back by an hour it would be silent for an hour.
        """
        ahead = now().timestamp() - steady()
        while True:
            await asyncio.sleep(LOOKS_EVERY)
            moved = now().timestamp() - steady() - ahead
            if abs(moved) > WORTH_A_WORD:
                log.warning("the clock was set by %.0f s: every beat starts anew", moved)
                ahead += moved
                self.all_now(now())

    def start(self) -> None:
        """Begin; needs a running event loop."""
        self._scheduler.start()

    async def stop(self) -> None:
        """Start no beat any more, let a running one end, then close; after ten seconds it is cut off."""
        if not self._scheduler.running:
            return
        self._scheduler.pause()
        waited = 0.0
        while self._running and waited < GRACE:
            await asyncio.sleep(LOOKS_OFTEN)
            waited += LOOKS_OFTEN
        self._scheduler.shutdown(wait=False)
