"""The pulse: when each beat last came to its end, and how long it took."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from bot.clock import Clock


@dataclass(frozen=True)
class Turn:
    """One turn of a beat, as an observer is told it."""

    beat: str
    seconds: float
    failed: bool


class Pulse:
    """Notes the turns of every beat. Time is steady: a clock that is set neither hides nor makes a delay."""

    def __init__(self, clock: Clock, observe: Callable[[Turn], None]) -> None:
        self._clock, self._observe = clock, observe
        self._ended: dict[str, float] = {}
        self.every: dict[str, float] = {}

    def noted(
        self, name: str, every: float, beat: Callable[[], Awaitable[object]]
    ) -> Callable[[], Awaitable[None]]:
        """Return the beat with its turns noted; a turn that fails does not count as an end."""
        self._ended[name], self.every[name] = self._clock.steady(), every

        async def run() -> None:
            began, failed = self._clock.steady(), True
            try:
                await beat()
                failed = False
                self._ended[name] = self._clock.steady()
            finally:
                self._observe(Turn(name, self._clock.steady() - began, failed))

        return run

    def ages(self) -> Mapping[str, float]:
        """Return by beat how many seconds ago its last good turn ended."""
        now = self._clock.steady()
        return {name: now - ended for name, ended in self._ended.items()}
