"""The sandbox as one object: people and faults in hand, the Bot API on a port."""

import asyncio
from pathlib import Path

from aiohttp import web

from sandbox import api, wire
from sandbox.clock import Ticking
from sandbox.control import Control
from sandbox.faults import Faults
from sandbox.files import Upload
from sandbox.journal import Json
from sandbox.limits import Limits
from sandbox.listener import Listener
from sandbox.page import add_page
from sandbox.people import People
from sandbox.state import Bot, World


class Sandbox(People):
    """A Telegram for one machine.

    `clock` is anything with `time()` in seconds since the epoch (default: a
    `sandbox.clock.Clock`, which can be set). `journal` is a file that is appended
    to. `limits=False` switches the rates off. With `open_tokens` the first use of a
    token makes its bot; otherwise an unknown token is unauthorized.
    """

    def __init__(
        self,
        clock: Ticking | None = None,
        journal: Path | None = None,
        limits: bool = True,
        open_tokens: bool = False,
    ) -> None:
        super().__init__(World(clock, journal, limits, open_tokens))
        self.url = ""
        self._stopping = asyncio.Event()
        self._runner: web.AppRunner | None = None

    @property
    def calls(self) -> list[Json]:
        """The calls so far, newest last; read-only."""
        return self.world.journal.calls

    @property
    def faults(self) -> Faults:
        """The faults still to come."""
        return self.world.faults

    @property
    def limits(self) -> Limits:
        """The rates in force."""
        return self.world.limits

    def add_bot(
        self, token: str, username: str, first_name: str | None = None, *, reads_all: bool = False
    ) -> Bot:
        """Let a bot exist under this token; one that `reads_all` has no privacy mode in groups."""
        return self.world.add_bot(token, username, first_name, reads_all=reads_all)

    async def call(
        self, token: str, method: str, params: Json, files: dict[str, Upload] | None = None
    ) -> api.Answer:
        """Make a call without HTTP; a fault of the way back is in the answer, for the caller to act out."""
        return await api.perform(self.world, token, method, params, files or {})

    async def start(self, port: int = 0, host: str = "127.0.0.1") -> None:
        """Bind; with port 0 a free one is taken, and `url` says which."""
        self._stopping.clear()
        self.world.journal.open()
        for bot in self.world.bots.values():
            bot.updates.closed = False
            bot.poster.start()
        app = web.Application(client_max_size=wire.MOST_BYTES)
        Listener(self.world, self._stopping).add_routes(app)
        Control(self).add_routes(app)
        add_page(app)
        self._runner = web.AppRunner(app, access_log=None, handler_cancellation=True, shutdown_timeout=0.2)
        await self._runner.setup()
        await web.TCPSite(self._runner, host, port).start()
        self.url = f"http://{host}:{self._runner.addresses[0][1]}"

    async def stop(self) -> None:
        """Let hanging polls and calls go, unbind, and close the journal's file."""
        if self._runner is not None:
            self._stopping.set()
            for bot in self.world.bots.values():
                bot.updates.close()
                await bot.poster.stop()
            await self._runner.cleanup()
            self._runner = None
        self.world.journal.close()


async def serve(port: int, journal_path: Path | None = None, host: str = "127.0.0.1") -> None:
    """Run a sandbox that takes any token, until cancelled."""
    box = Sandbox(journal=journal_path, open_tokens=True)
    await box.start(port, host)
    try:
        await asyncio.Event().wait()
    finally:
        await box.stop()
