"""A Telegram with a webhook: it stands before the sandbox and brings the updates that wait there."""

import asyncio
import contextlib
from collections.abc import AsyncIterator

import aiohttp
import orjson
from aiohttp import web

from sandbox.server import Sandbox
from tests.process.running import TOKEN

PAUSE = 0.05


class Front:
    """Passes calls on to the sandbox; an update is brought until the answer is 200, one after the other.

    `refuses` is what it says to setWebhook instead of taking it; `unknown` makes it know no token any more.
    """

    def __init__(self, box: Sandbox) -> None:
        self._box = box
        self.url = ""
        self.hook: dict[str, str] = {}
        self.brought: list[int] = []
        self.answers: list[int] = []
        self.refuses = ""
        self.unknown = False
        self.polls = 0

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator["Front"]:
        app = web.Application()
        app.router.add_route("*", "/bot{token}/{method}", self._on_call)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
        async with aiohttp.ClientSession() as self._http:
            bringing = asyncio.ensure_future(self._bring())
            try:
                yield self
            finally:
                bringing.cancel()
                await asyncio.gather(bringing, return_exceptions=True)
                await runner.cleanup()

    async def _on_call(self, request: web.Request) -> web.Response:
        if self.unknown:
            return _refusal(401, "Unauthorized")
        method = request.match_info["method"]
        if method == "setWebhook":
            if self.refuses:
                return _refusal(400, self.refuses)
            said = request.json if request.content_type == "application/json" else request.post
            self.hook = {name: str(value) for name, value in (await said()).items()}
            return web.json_response({"ok": True, "result": True})
        if method == "deleteWebhook":
            self.hook = {}
            return web.json_response({"ok": True, "result": True})
        if method == "getWebhookInfo":
            info = {"url": self.hook.get("url", ""), "has_custom_certificate": False}
            return web.json_response({"ok": True, "result": info | {"pending_update_count": 0}})
        self.polls += method == "getUpdates"
        if method == "getUpdates" and self.hook:
            return _refusal(409, "Conflict: can't use getUpdates method while webhook is active")
        return await self._pass_on(request)

    async def _pass_on(self, request: web.Request) -> web.Response:
        headers = {"Content-Type": request.headers.get("Content-Type", "application/octet-stream")}
        body = await request.read()
        async with self._http.request(
            request.method, self._box.url + request.path_qs, data=body, headers=headers
        ) as answer:
            return web.Response(
                body=await answer.read(), status=answer.status, content_type=answer.content_type
            )

    async def _bring(self) -> None:
        offset = 0
        while True:
            await asyncio.sleep(PAUSE)
            if not self.hook:
                continue
            waiting = await self._box.call(TOKEN, "getUpdates", {"offset": offset, "timeout": 0})
            for update in orjson.loads(waiting.body)["result"]:
                if await self._brought(update):
                    offset = update["update_id"] + 1

    async def _brought(self, update: dict) -> bool:
        """Bring one update until it is taken; false once there is no webhook any more."""
        headers = {"X-Telegram-Bot-Api-Secret-Token": self.hook.get("secret_token", "")}
        while self.hook:
            with contextlib.suppress(aiohttp.ClientError):
                async with self._http.post(self.hook["url"], json=update, headers=headers) as answer:
                    self.answers.append(answer.status)
                    if answer.status == 200:
                        self.brought.append(update["update_id"])
                        return True
            await asyncio.sleep(PAUSE)
        return False


def _refusal(status: int, words: str) -> web.Response:
    return web.json_response({"ok": False, "error_code": status, "description": words}, status=status)
