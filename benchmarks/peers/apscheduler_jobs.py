"""APScheduler with a daily job for each person, as it comes: PEOPLE."""

import asyncio
import sys
from collections.abc import Callable, Coroutine
from datetime import UTC, datetime
from typing import Any

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from benchmarks.peers.jobs import measure


async def main(people: int) -> None:
    scheduler = AsyncIOScheduler(timezone=UTC, job_defaults={"misfire_grace_time": None})

    def register(when: datetime, job: Callable[..., Coroutine[Any, Any, None]]) -> None:
        at = {"hour": when.hour, "minute": when.minute, "second": when.second}
        scheduler.add_job(job, "cron", **at)

    scheduler.start()
    await measure(scheduler, register, people)
    scheduler.shutdown(wait=False)


asyncio.run(main(int(sys.argv[1])))
