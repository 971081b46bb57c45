"""The Bot API over HTTP: requests in, answers out, and the faults of the way back."""

import asyncio

from aiohttp import web

from sandbox import api, wire
from sandbox.errors import Refused
from sandbox.faults import Fault
from sandbox.state import World

_HANGS = frozenset({"hang", "hang_after_accept"})
_DROPS = frozenset({"drop", "drop_after_accept"})


class Listener:
    """The paths `/bot<token>/<method>` and `/file/bot<token>/<path>`."""

    def __init__(self, world: World, stopping: asyncio.Event) -> None:
        self._world = world
        self._stopping = stopping

    def add_routes(self, app: web.Application) -> None:
        """Put both paths on the application."""
        app.router.add_route("*", "/bot{token}/{method}", self._on_call)
        app.router.add_get("/file/bot{token}/{path:.+}", self._on_download)

    async def _on_call(self, request: web.Request) -> web.Response:
        match = request.match_info
        try:
            params, files = await wire.read(request)
        except Refused as refused:
            return _response(api.refusal(refused))
        answer = await api.perform(self._world, match["token"], match["method"], params, files)
        if answer.fault is not None:
            return await self._spoil(request, answer, answer.fault)
        return _response(answer)

    async def _on_download(self, request: web.Request) -> web.Response:
        bot = self._world.bot_of(request.match_info["token"])
        if bot is None:
            return _response(api.refusal(Refused(401, "Unauthorized")))
        stored = self._world.files.at(request.match_info["path"])
        if stored is None:
            return _response(api.refusal(Refused(404, "Not Found")))
        return web.Response(body=stored.upload.data, content_type="application/octet-stream")

    async def _spoil(self, request: web.Request, answer: api.Answer, fault: Fault) -> web.Response:
        """Send the answer as the fault would have it: late, cut short, or not at all."""
        if fault.kind == "slow":
            await self._pause(fault.seconds or 1.0)
        elif fault.kind in _HANGS:
            await self._pause(fault.seconds)
        if fault.kind in _DROPS | _HANGS and request.transport is not None:
            request.transport.abort()
        if fault.kind == "cut_json":
            return web.Response(body=answer.body[: len(answer.body) // 2], content_type="application/json")
        return _response(answer)

    async def _pause(self, seconds: float | None) -> None:
        """Wait in real time; a stopping sandbox waits for nobody."""
        try:
            await asyncio.wait_for(self._stopping.wait(), seconds)
        except TimeoutError:
            return


def _response(answer: api.Answer) -> web.Response:
    headers = {"Content-Type": answer.mime}
    if answer.retry_after:
        headers["Retry-After"] = str(answer.retry_after)
    return web.Response(body=answer.body, status=answer.status, headers=headers)
