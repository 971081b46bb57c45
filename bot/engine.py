"""The engine: everything a bot is made of, started and stopped together; a run and a rehearsal share it."""

import asyncio
import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from telegram.error import BadRequest, NetworkError, RetryAfter
from telegram.ext import ExtBot

from bot.acts import Acts
from bot.app import App, build
from bot.clock import Clock
from bot.lasting import Lasting
from bot.menu import publish, publish_to_staff
from bot.wire.dispatcher import Dispatcher
from bot.wire.intake import Ears, Intake
from bot.wire.pacer import Pacer, Rates
from bot.wire.poller import Poller
from bot.wire.sender import Sender
from bot.wire.throttle import Throttle
from bot.wire.transport import AiohttpRequest
from bot.wire.webhook import Hook, Webhook
from bot.workshop import Workshop
from db import people
from db.session import Database
from flows import mailing
from handlers.courier import Courier
from scheduler.mailing import Postman
from scheduler.paging import Pager
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
    ears: Ears
    dispatcher: Dispatcher
    tick: Tick

    async def listen(self) -> None:
        """Listen and work through the inbox until cancelled; InvalidToken in a group ends it."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self.dispatcher.run())
            group.create_task(self.ears.run(self.dispatcher.wake))

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
    hook: Hook | None = None
    rates: Rates | None = None
    pager: Pager | None = None
    postman: Postman | None = None


@asynccontextmanager
async def engine(wiring: Wiring) -> AsyncIterator[Engine]:
    """Yield a bot that is ready to listen, and close everything it opened.

    Waits for as long as Telegram cannot be reached; raises InvalidToken if it does not know the token.
    """
    clock = wiring.clock
    mailing.use(there=wiring.postman is not None)
    acts = Acts(wiring.database, clock, wiring.admin_ids)
    rates = wiring.rates or (Rates.paid() if wiring.paid_broadcast else None)
    throttle = Throttle(clock, Pacer(rates))
    requests = AiohttpRequest(connections=2, proxy=wiring.proxy), AiohttpRequest(proxy=wiring.proxy)
    app = build(wiring.token, wiring.api_url, acts, throttle, requests)
    workshop = Workshop(wiring.database.url, wiring.keys, acts)
    try:
        lasting = Lasting(acts, clock)
        await _reach(app, clock, await lasting(people.staff_chats))
        bot: Courier = app.bot
        ears = _ears(wiring, bot, requests[0], acts, lasting)
        dispatcher = Dispatcher(app, lasting, clock, bot.id)
        sender = Sender(bot, throttle, clock, pays=wiring.paid_broadcast)
        tick = Tick(acts, sender, workshop.compose, wiring.pager, wiring.postman)
        yield Engine(acts, app, clock, throttle, ears, dispatcher, tick)
    finally:
        await app.shutdown()
        for request in requests:  # an application that never came up does not close them
            await request.shutdown()
        workshop.close()
        acts.close()


def _ears(wiring: Wiring, bot: ExtBot[Any], request: AiohttpRequest, acts: Acts, lasting: Lasting) -> Ears:
    if wiring.hook is not None:
        return Webhook(bot, wiring.hook, Intake(acts, bot.id), wiring.clock)
    url = f"{wiring.api_url}/bot{wiring.token}"
    return Poller(request, url, Intake(lasting, bot.id), wiring.clock)


async def _reach(app: App, clock: Clock, staff: Sequence[tuple[str, str, str]]) -> None:
    """Reach Telegram and show it our menu, however long the line is down: a machine may start before it."""
    wait = 1.0
    while True:
        try:
            await app.initialize()
            await publish(app.bot)
            await publish_to_staff(app.bot, staff)
        except BadRequest:
            raise
        except (NetworkError, RetryAfter) as error:
            told = error.retry_after if isinstance(error, RetryAfter) else wait
            rest = told.total_seconds() if isinstance(told, timedelta) else float(told)
            log.warning("Telegram cannot be reached (%s); again in %.0f s", type(error).__name__, rest)
            await clock.sleep(rest)
            wait = min(wait * 2, LONGEST_WAIT)
        else:
            return
