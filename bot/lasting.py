"""Lasting acts: what must be written or read is tried again until the database is back."""

import logging
from collections.abc import Callable
from itertools import count
from typing import Concatenate, ParamSpec, TypeVar

from bot.acts import Acts
from bot.clock import Clock
from db.outages import is_outage
from db.session import Session

P = ParamSpec("P")
T = TypeVar("T")
PAUSES = (1.0, 2.0, 5.0, 10.0)

log = logging.getLogger(__name__)


class Lasting:
    """Acts that outlast an outage of the database; every other error passes through.

    For acts that do no harm when they are done twice: the database may go away just after it committed.
    """

    def __init__(self, acts: Acts, clock: Clock) -> None:
        self._acts, self._clock = acts, clock

    async def __call__(
        self, function: Callable[Concatenate[Session, P], T], /, *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Run a function with a session as its first argument, however long the database is away."""
        for attempt in count():
            try:
                return await self._acts(function, *args, **kwargs)
            except Exception as error:
                if not is_outage(error):
                    raise
                wait = PAUSES[min(attempt, len(PAUSES) - 1)]
                log.warning("the database is away (%s); again in %.0f s", type(error).__name__, wait)
            await self._clock.sleep(wait)
        raise AssertionError("counting has no end")
