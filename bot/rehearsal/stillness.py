"""Stillness: waiting until the bot has nothing left to do, and letting only its own waits pass meanwhile."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator

from bot.clock import VirtualClock, WallClock
from bot.engine import Engine
from sandbox.people import People

GLANCE = 0.001
SURE_AFTER = 3
PATIENCE = 30.0


class Failed(RuntimeError):
    """A rehearsal cannot go on; the message says why."""


class Stalled(Failed):
    """The bot did not come to rest; the message says what is still busy."""


class Stillness:
    """Watches one bot on a virtual clock. Time moves here only where nothing but time can help."""

    def __init__(
        self, engine: Engine, box: People, clock: VirtualClock, *, patience: float = PATIENCE
    ) -> None:
        self._engine, self._box, self._clock, self._patience = engine, box, clock, patience
        self._wall = WallClock()

    async def settle(self) -> None:
        """Return once no update is unconfirmed, the inbox holds nothing unshown, and nobody is at work.

        Raises Stalled if nothing has moved for thirty real seconds.
        """
        await self._until(self._is_quiet)

    async def during(self, work: Awaitable[object]) -> None:
        """Carry out some work of the bot's, which may have to wait for its own rates, and let it settle."""
        async with asyncio.TaskGroup() as group:
            task = group.create_task(_finish(work))
            await self._until(task.done)
        await self.settle()

    async def _until(self, done: Callable[[], bool]) -> None:
        moved, since, still = self._progress(), self._wall.steady(), 0
        while not done():
            await asyncio.sleep(GLANCE)
            still = still + 1 if self._only_time_helps() else 0
            if still >= SURE_AFTER:
                self._let_time_pass()
                still = 0
            if self._progress() != moved:
                moved, since = self._progress(), self._wall.steady()
            elif self._wall.steady() - since > self._patience:
                raise Stalled(self._what_is_busy())

    def _is_quiet(self) -> bool:
        return not self._box.unconfirmed() and self._engine.idle and not self._clock.woken

    def _only_time_helps(self) -> bool:
        at_work = self._engine.throttle.busy or self._engine.acts.running or self._clock.woken
        return not at_work and not self._box.unconfirmed() and self._clock.next_wake() is not None

    def _let_time_pass(self) -> None:
        wake = self._clock.next_wake()
        if wake is not None:
            self._clock.advance_to(max(wake, self._clock.now()))

    def _progress(self) -> tuple[int, object]:
        return len(self._box.world.journal.entries), self._clock.now()

    def _what_is_busy(self) -> str:
        engine = self._engine
        found = {
            f"{self._box.unconfirmed()} update(s) not confirmed": self._box.unconfirmed(),
            "the dispatcher at work": not engine.dispatcher.idle,
            f"{engine.acts.running} transaction(s) running": engine.acts.running,
            f"{engine.throttle.busy} call(s) in the air": engine.throttle.busy,
            f"{engine.throttle.waiting} call(s) waiting for their rate": engine.throttle.waiting,
        }
        busy = ", ".join(words for words, is_so in found.items() if is_so) or "a beat that does not end"
        moment = f"{self._clock.now():%Y-%m-%d %H:%M} UTC"
        return f"nothing moved for {self._patience:.0f} seconds at {moment}: {busy}"


async def _finish(work: Awaitable[object]) -> None:
    await work


def reasons(failures: BaseExceptionGroup[Failed]) -> Iterator[str]:
    """Yield what each failure says, however deep in groups of groups it lies."""
    for failure in failures.exceptions:
        if isinstance(failure, BaseExceptionGroup):
            yield from reasons(failure)
        else:
            yield str(failure)
