"""The watch: looks at everything every few seconds, says in the log what turns red, and keeps the numbers."""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass

from bot.acts import Acts
from bot.clock import Clock
from bot.watch.checks import Check, Signs, checks
from bot.watch.metrics import Metrics
from bot.watch.pulse import Pulse
from db import gauges
from db.gauges import Standing
from db.session import Database

log = logging.getLogger(__name__)

LOOKS_EVERY = 5.0
COUNTS_EVERY = 15.0
AGAIN_AFTER = 600.0


@dataclass(frozen=True)
class Watched:
    """What the watch looks at: when Telegram last answered, how much is in memory, the beats, the tables."""

    heard_at: Callable[[], float]
    in_hand: Callable[[], int]
    pulse: Pulse
    acts: Acts
    database: Database


class Watch:
    """One process's watch. It runs beside the beats and not among them, so it sees when they stand still."""

    def __init__(self, watched: Watched, metrics: Metrics, clock: Clock) -> None:
        self._watched, self.metrics, self._clock = watched, metrics, clock
        self._reading = Database(watched.database.url, read_only=True, pool=1)
        self._answered_at = self._counted_at = clock.steady()
        self._standing: Standing | None = None
        self._red: dict[str, float] = {}
        self._asking = False

    async def run(self) -> None:
        """Look until cancelled."""
        try:
            async with asyncio.TaskGroup() as group:
                while True:
                    if not self._asking:  # one that hangs is asked once: its silence tells enough
                        self._asking = True
                        group.create_task(self._ask())
                    await self._clock.sleep(LOOKS_EVERY)
                    self.tell()
        finally:
            self._reading.close()

    def signs(self) -> Signs:
        """Return what is known now; nothing is asked for it."""
        now, pulse = self._clock.steady(), self._watched.pulse
        return Signs(
            now - self._watched.heard_at(), pulse.ages(), pulse.every, now - self._answered_at, self._standing
        )

    def page(self) -> bytes:
        """Return the numbers as Prometheus reads them."""
        self.metrics.update(self.signs(), self._watched.in_hand())
        return self.metrics.text()

    def tell(self) -> None:
        """Write into the log what has turned red, again every ten minutes, and what is well again."""
        now = self._clock.steady()
        for check in checks(self.signs()):
            told_at = self._red.get(check.name)
            if check.well and told_at is not None:
                del self._red[check.name]
                log.warning("watch: %s is well again", check.name)
            elif not check.well and (told_at is None or now - told_at >= AGAIN_AFTER):
                self._red[check.name] = now
                _alarm(check)

    async def _ask(self) -> None:
        """Let the database answer, and count what it holds, on a connection that holds up nobody."""
        try:
            await self._watched.acts(gauges.answer)
            self._answered_at = self._clock.steady()
            if self._standing is None or self._answered_at - self._counted_at >= COUNTS_EVERY:
                self._standing = await asyncio.to_thread(self._count)
                self._counted_at = self._clock.steady()
        except Exception as error:
            log.warning("the database does not answer (%s)", type(error).__name__)
        finally:
            self._asking = False

    def _count(self) -> Standing:
        with self._reading.read() as session:
            return gauges.standing(session, self._clock.now())


def _alarm(check: Check) -> None:
    log.error("watch: %s is red: %.0f s, and %.0f s is the limit", check.name, check.age, check.limit)
