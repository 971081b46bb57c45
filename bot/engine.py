"""The engine: everything a bot is made of, started and stopped together; a run and a rehearsal share it."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from telegram.error import BadRequest, NetworkError
from telegram.ext import ExtBot

from bot.acts import Acts
from bot.app import App, build
from bot.clock import Clock
from bot.menu import publish
from bot.wire.dispatcher import Dispatcher
from bot.wire.pacer import Pacer, Rates
from bot.wire.poller import Poller
from bot.wire.sender import Sender
from bot.wire.throttle import Throttle
from bot.wire.transport import AiohttpRequest
from bot.workshop import Workshop
from db.session import Database
from scheduler.tick import Tick

log = logging.getLogger(__name__)
LONGEST_WAIT = 30.0


@dataclass
class Engine:
    """One running bot."""

    acts: Acts
    app: App
    clock: Clock
    throttle: Throttle
    poller: Poller
    dispatcher: Dispatcher
    tick: Tick

    async def listen(self) -> None:
        """Poll and work through the inbox until cancelled; InvalidToken in a group ends it."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self.dispatcher.run())
            group.create_task(self.poller.run(self.dispatcher.wake))

    @property
    def idle(self) -> bool:
        """Whether nothing is stored unshown, nobody is at work and no call is in the air."""
        return self.dispatcher.idle and not self.acts.running and not self.throttle.busy


@dataclass(frozen=True)
class Wiring:
    """What an engine is made from."""

    token: str
    api_url: str
    database: Database
    keys: str
    clock: Clock
    proxy: str | None = None
    admin_ids: tuple[int, ...] = ()
    paid_broadcast: bool = False


@asynccontextmanager
async def engine(wiring: Wiring) -> AsyncIterator[Engine]:
    """Yield a bot that is ready to listen, and close everything it opened.

    Waits for as long as Telegram cannot be reached; raises InvalidToken if it does not know the token.
    """
    clock = wiring.clock
    acts = Acts(wiring.database, clock, wiring.admin_ids)
    throttle = Throttle(clock, Pacer(Rates.paid() if wiring.paid_broadcast else None))
    requests = AiohttpRequest(connections=2, proxy=wiring.proxy), AiohttpRequest(proxy=wiring.proxy)
    app = build(wiring.token, wiring.api_url, acts, throttle, requests)
    workshop = Workshop(wiring.database.url, wiring.keys, acts)
    try:
        await _reach(app, clock)
        bot: ExtBot[Any] = app.bot
        await publish(bot)
        poller = Poller(requests[0], f"{wiring.api_url}/bot{wiring.token}", acts, clock, bot.id)
        dispatcher = Dispatcher(app, acts, clock, bot.id)
        tick = Tick(acts, Sender(bot, throttle, clock, pays=wiring.paid_broadcast), workshop.compose)
        yield Engine(acts, app, clock, throttle, poller, dispatcher, tick)
    finally:
        await app.shutdown()
        for request in requests:  # an application that never came up does not close them
            await request.shutdown()
        workshop.close()
        acts.close()


async def _reach(app: App, clock: Clock) -> None:
    """Reach Telegram, however long the line is down: a machine may start before its network."""
    wait = 1.0
    while True:
        try:
            await app.initialize()
        except BadRequest:
            raise
        except NetworkError as error:
            log.warning("Telegram cannot be reached (%s); again in %.0f s", type(error).__name__, wait)
            await clock.sleep(wait)
            wait = min(wait * 2, LONGEST_WAIT)
        else:
            return
