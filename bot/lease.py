"""The lease of this process on its bot."""

import logging
import secrets
import signal

from bot.acts import Acts
from bot.clock import Clock
from db import leases

log = logging.getLogger(__name__)


class Lease:
    """A process's hold on the bot; losing it ends the process rather than letting two send."""

    def __init__(self, acts: Acts, name: str) -> None:
        self._acts, self._name, self._owner = acts, name, secrets.token_hex(8)

    async def wait_for(self, clock: Clock, *, force: bool) -> None:
        """Return once the lease is ours."""
        while not await self._acts(leases.take, self._name, self._owner, force=force):
            log.warning("another process holds the bot; waiting for it to end")
            await clock.sleep(1)

    async def renew(self) -> None:
        """Keep the lease; a process that lost it ends itself."""
        if not await self._acts(leases.take, self._name, self._owner):
            log.error("another process took the bot over: stopping")
            signal.raise_signal(signal.SIGTERM)

    async def let_go(self) -> None:
        """Give the lease back."""
        await self._acts(leases.release, self._name, self._owner)
