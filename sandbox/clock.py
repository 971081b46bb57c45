"""The sandbox's clock: real by default, and it can be moved or stopped."""

import time
from typing import Protocol


class Ticking(Protocol):
    """Anything that tells the time in seconds since the epoch."""

    def time(self) -> float:
        """Return the present moment."""


class Clock:
    """A clock that runs with the machine's, or stands still at `at` until it is moved."""

    def __init__(self, at: float | None = None) -> None:
        self._ahead = 0.0
        self._stopped_at = at

    def time(self) -> float:
        """Return seconds since the epoch."""
        return time.time() + self._ahead if self._stopped_at is None else self._stopped_at

    def set(self, at: float) -> None:
        """Make it `at` now; a running clock runs on from there, a stopped one stays there."""
        if self._stopped_at is None:
            self._ahead = at - time.time()
        else:
            self._stopped_at = at

    def advance(self, seconds: float) -> None:
        """Move forward by `seconds` at once."""
        self.set(self.time() + seconds)
