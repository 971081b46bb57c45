"""A daily job for each of many people, in memory: what is the same for both schedulers.

After registering, each line of the standard input is a beat in which so many new jobs come due at once.
"""

import asyncio
import json
import sys
import time
from collections.abc import Callable, Coroutine
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from apscheduler.schedulers.asyncio import AsyncIOScheduler

AHEAD = timedelta(seconds=2)
LIMIT = 60.0
Register = Callable[[datetime, Callable[..., Coroutine[Any, Any, None]]], object]
ran = 0


async def ring(*_: object) -> None:
    global ran
    ran += 1


def now() -> datetime:
    return datetime.fromtimestamp(time.time(), UTC)


def memory() -> float:
    """Megabytes held now."""
    status = Path("/proc/self/status").read_text()
    return int(status.partition("VmRSS:")[2].split()[0]) / 1024


async def measure(scheduler: AsyncIOScheduler, register: Register, people: int) -> None:
    """Register everybody for later today or tomorrow, then do one beat for each line."""
    held, wall, cpu = memory(), time.perf_counter(), time.process_time()
    later = now() + timedelta(hours=3)
    for n in range(people):
        register(later + timedelta(hours=18) * (n / people), ring)
    tell(wall, cpu, megabytes=memory() - held)
    for line in sys.stdin:
        await _beat(scheduler, register, int(line))


async def _beat(scheduler: AsyncIOScheduler, register: Register, due: int) -> None:
    global ran
    ran = 0
    # Jobs that come due while others are registered would run before the beat.
    when = now() + AHEAD + timedelta(milliseconds=5 * due)
    for _ in range(due):
        register(when, ring)
    pause = (when - now()).total_seconds() + 0.01
    time.sleep(max(0, pause))  # noqa: ASYNC251 - nothing else is to run till then
    wall, cpu = time.perf_counter(), time.process_time()
    scheduler._process_jobs()
    while ran < due:
        if time.perf_counter() - wall > LIMIT:
            raise TimeoutError(f"only {ran} of {due} jobs ran")
        await asyncio.sleep(0)
    tell(wall, cpu)
    await asyncio.sleep(0.1)  # each ends what it still has to do


def tell(wall: float, cpu: float, **more: float) -> None:
    figures = {"ms": 1000 * (time.perf_counter() - wall), "cpu_ms": 1000 * (time.process_time() - cpu)}
    print(json.dumps(figures | more), flush=True)
