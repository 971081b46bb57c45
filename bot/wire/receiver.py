"""The receiver: one request is one update, taken only with the secret, answered once it is committed."""

import asyncio
import hmac
import logging
from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any

from aiohttp import web

from bot.clock import Clock
from bot.wire.intake import Intake, is_one
from bot.wire.transport import parsed
from db.outages import is_outage

log = logging.getLogger(__name__)

HEADER = "X-Telegram-Bot-Api-Secret-Token"
MOST_BYTES = 1024 * 1024
READS_WITHIN = 15.0


class Receiver:
    """Takes updates from Telegram and from nobody else.

    What comes while a batch is being committed makes up the next one, so that rows become visible in the
    order of their ids (the dispatcher goes by it) and a crowd costs few transactions.
    """

    def __init__(self, secret: str, intake: Intake, clock: Clock) -> None:
        self._secret = secret.encode()
        self._intake, self._clock = intake, clock
        self._waiting: list[tuple[Mapping[str, Any], asyncio.Future[HTTPStatus]]] = []
        self._storing = asyncio.Lock()
        self._refused = 0
        self._wake: Callable[[], object] = lambda: None

    def application(self, path: str, wake: Callable[[], object]) -> web.Application:
        """Return the server's application, which has this one path and no other."""
        self._wake = wake
        app = web.Application(client_max_size=MOST_BYTES)
        app.router.add_post(path, self._on_update)
        return app

    def refused_lately(self) -> int:
        """Return how many requests were refused since this was last asked."""
        refused, self._refused = self._refused, 0
        return refused

    async def _on_update(self, request: web.Request) -> web.Response:
        given = request.headers.get(HEADER, "").encode("utf-8", "surrogateescape")
        if not hmac.compare_digest(given, self._secret):
            self._refused += 1
            return web.Response(status=HTTPStatus.FORBIDDEN)
        try:
            async with asyncio.timeout(READS_WITHIN):
                update = parsed(await request.read())
        except TimeoutError:
            return web.Response(status=HTTPStatus.REQUEST_TIMEOUT)
        except (ValueError, RecursionError):
            return web.Response(status=HTTPStatus.BAD_REQUEST)
        if not is_one(update):
            return web.Response(status=HTTPStatus.BAD_REQUEST)
        return web.Response(status=await self._keep(update))

    async def _keep(self, update: Mapping[str, Any]) -> HTTPStatus:
        """Store an update together with all that came meanwhile, and return the status to answer with."""
        stored: asyncio.Future[HTTPStatus] = asyncio.get_running_loop().create_future()
        self._waiting.append((update, stored))
        async with self._storing:
            if not stored.done():
                batch, self._waiting = self._waiting, []
                status = HTTPStatus.SERVICE_UNAVAILABLE
                try:
                    status = await self._stored([each for each, _ in batch])
                finally:
                    for _, each in batch:
                        each.set_result(status)
        return stored.result()

    async def _stored(self, updates: list[Mapping[str, Any]]) -> HTTPStatus:
        try:
            await self._intake.keep(updates, self._clock.now())
        except Exception as error:
            if is_outage(error):
                log.warning("the database is away (%s): Telegram will bring it again", type(error).__name__)
                return HTTPStatus.SERVICE_UNAVAILABLE
            log.exception("%d updates could not be stored: Telegram will bring them again", len(updates))
            return HTTPStatus.INTERNAL_SERVER_ERROR
        self._wake()
        return HTTPStatus.OK
