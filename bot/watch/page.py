"""The page of the watch: health for a monitor, metrics for Prometheus, on a port of their own."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from http import HTTPStatus

import orjson
from aiohttp import web

from bot.setting_checks import host_and_port
from bot.watch.checks import checks
from bot.watch.metrics import MIME
from bot.watch.watch import Watch


class Page:
    """Answers /health with 200 or 503 and every check, and /metrics with every number.

    Both are answered from memory, so they answer while the database does not.
    """

    def __init__(self, watch: Watch) -> None:
        self._watch = watch

    @asynccontextmanager
    async def at(self, listen: str) -> AsyncIterator[None]:
        """Serve while the block runs; raises ValueError in plain words if the port cannot be had."""
        app = web.Application(client_max_size=1024)
        app.router.add_get("/health", self._on_health)
        app.router.add_get("/metrics", self._on_metrics)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
        await runner.setup()
        try:
            await _bind(runner, listen)
            yield
        finally:
            await runner.cleanup()

    async def _on_health(self, _: web.Request) -> web.Response:
        found = list(checks(self._watch.signs()))
        well = all(check.well for check in found)
        body = {
            "status": "green" if well else "red",
            "checks": {
                check.name: {"well": check.well, "age": round(check.age, 1), "limit": check.limit}
                for check in found
            },
        }
        status = HTTPStatus.OK if well else HTTPStatus.SERVICE_UNAVAILABLE
        return web.Response(body=orjson.dumps(body), status=status, content_type="application/json")

    async def _on_metrics(self, _: web.Request) -> web.Response:
        return web.Response(body=self._watch.page(), headers={"Content-Type": MIME})


async def _bind(runner: web.AppRunner, listen: str) -> None:
    host, port = host_and_port(listen)
    try:
        await web.TCPSite(runner, host, port).start()
    except OSError:
        raise ValueError(f"RESPITE_HEALTH_LISTEN: nothing can listen at {listen}") from None
