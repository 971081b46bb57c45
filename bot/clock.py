"""The one clock: real time for a running bot, settable time for the rehearsal."""

import asyncio
import heapq
import math
import time
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """What tells the time and lets it pass."""

    def now(self) -> datetime:
        """Return this moment, aware and in UTC."""

    def steady(self) -> float:
        """Return seconds since an unnamed start; they never step back, so they measure how long."""

    async def sleep(self, seconds: float) -> None:
        """Return once `seconds` have passed on this clock."""


class WallClock:
    """Real time, as the machine tells it."""

    def now(self) -> datetime:
        """Return this moment, aware and in UTC."""
        return datetime.now(UTC)  # noqa: TID251 - the one place where the clock is read

    def steady(self) -> float:
        """Return seconds that a correction of the machine's clock does not touch."""
        return time.monotonic()

    async def sleep(self, seconds: float) -> None:
        """Return once `seconds` have passed."""
        await asyncio.sleep(seconds)


class VirtualClock:
    """Time that moves only when it is told to, so that a month passes in a moment."""

    def __init__(self, start: datetime) -> None:
        if start.tzinfo is None:
            raise ValueError("a virtual clock starts at an aware time")
        self._now = start.astimezone(UTC)
        self._sleepers: list[tuple[datetime, int, asyncio.Future[None]]] = []
        self._slept = 0
        self._woken = 0

    @property
    def woken(self) -> int:
        """How many released sleepers have not run yet; time should stand still until it is zero."""
        return self._woken

    def now(self) -> datetime:
        """Return the moment to which the clock was last advanced, aware and in UTC."""
        return self._now

    def time(self) -> float:
        """Return that moment in seconds since 1970."""
        return self._now.timestamp()

    def steady(self) -> float:
        """Return the same as `time`: this clock never steps back."""
        return self.time()

    async def sleep(self, seconds: float) -> None:
        """Return once the clock has been advanced by `seconds`, rounded up to a microsecond."""
        if seconds <= 0:
            await asyncio.sleep(0)
            return
        wake = self._now + timedelta(microseconds=math.ceil(seconds * 1_000_000))
        released = asyncio.get_running_loop().create_future()
        self._slept += 1
        heapq.heappush(self._sleepers, (wake, self._slept, released))
        try:
            await released
        finally:
            if released.done() and not released.cancelled():
                self._woken -= 1

    def next_wake(self) -> datetime | None:
        """Return when the earliest sleeper wakes, or None if nobody sleeps."""
        while self._sleepers and self._sleepers[0][2].done():
            heapq.heappop(self._sleepers)
        return self._sleepers[0][0] if self._sleepers else None

    def advance_to(self, when: datetime) -> None:
        """Move the clock to `when` and release whoever slept until then, earliest wake first.

        Those released run when the event loop comes to them, and all of them read `when`.
        Raises ValueError if `when` lies in the past: time never runs back.
        """
        if when < self._now:
            raise ValueError(f"the clock stands at {self._now.isoformat()}, after {when.isoformat()}")
        self._now = when.astimezone(UTC)
        while (wake := self.next_wake()) is not None and wake <= when:
            heapq.heappop(self._sleepers)[2].set_result(None)
            self._woken += 1
