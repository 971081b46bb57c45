"""A server over loopback that answers well or badly, as its address says."""

import asyncio
import contextlib
import socket

from aiohttp import web

TOKEN = "4242:AAHkfPtF0h1d5e-n_TOKEN_that_nobody_may_see"
SENT = {"message_id": 1, "date": 0, "chat": {"id": 7, "type": "private"}, "text": "hello"}
ME = {"id": 4242, "is_bot": True, "first_name": "Respite", "username": "respite_bot"}
RESULTS = {"getMe": ME, "sendMessage": SENT, "sendDocument": SENT, "sendMediaGroup": [SENT]}


class Peer:
    """Keeps what it was sent and misbehaves under the names of its methods."""

    def __init__(self):
        self.forms = []
        self.hanging = asyncio.Event()
        self.open = 0
        self.most_open = 0

    @contextlib.asynccontextmanager
    async def running(self):
        app = web.Application(client_max_size=2**26, middlewares=[self._counted])
        app.router.add_route("*", "/{bot}/{method}", self._answer)
        runner = web.AppRunner(app, access_log=None, handler_cancellation=True, shutdown_timeout=0.1)
        await runner.setup()
        try:
            site = web.TCPSite(runner, "127.0.0.1", 0)
            await site.start()
            self.base_url = f"http://127.0.0.1:{runner.addresses[0][1]}/bot"
            yield self
        finally:
            await runner.cleanup()

    def url(self, method):
        return f"{self.base_url}{TOKEN}/{method}"

    @web.middleware
    async def _counted(self, request, handler):
        self.open += 1
        self.most_open = max(self.open, self.most_open)
        try:
            return await handler(request)
        finally:
            self.open -= 1

    async def _answer(self, request):
        method = request.match_info["method"]
        faulty = getattr(self, f"_on_{method}", None)
        if faulty is not None:
            return await faulty(request)
        self.forms.append((method, await self._fields(request)))
        return web.json_response({"ok": True, "result": RESULTS.get(method, True)})

    async def _fields(self, request):
        if request.content_type == "application/json":
            return list((await request.json()).items())
        if request.content_type != "multipart/form-data":
            return list((await request.post()).items())
        fields = []
        async for part in await request.multipart():
            file = part.filename and (part.filename, part.headers["Content-Type"])
            fields.append((part.name, file, bytes(await part.read())))
        return fields

    async def _on_hang(self, request):
        self.hanging.set()
        await asyncio.sleep(60)

    async def _on_drop(self, request):
        await request.read()
        request.transport.abort()
        return web.Response()

    async def _on_cut(self, request):
        answer = web.StreamResponse(headers={"Content-Length": "100"})
        await answer.prepare(request)
        await answer.write(b'{"ok":true,"result":{"message')
        request.transport.abort()
        return answer

    async def _on_trickle(self, request):
        body = b'{"ok":true,"result":true}'
        answer = web.StreamResponse(headers={"Content-Length": str(len(body))})
        for start in range(0, len(body), 5):
            await asyncio.sleep(0.1)
            if start == 0:
                await answer.prepare(request)
            await answer.write(body[start : start + 5])
        return answer

    async def _on_gibberish(self, request):
        request.transport.write(b"HTP/9 what?\r\n\r\n" + request.path.encode() + b"\r\n\r\n")
        request.transport.close()
        return web.Response()

    async def _on_html(self, request):
        page = f"<html>Bad Gateway: {request.path}</html>"
        return web.Response(status=502, text=page, content_type="text/html")

    async def _on_portal(self, request):
        return web.Response(text="<html>Please log in to this network</html>", content_type="text/html")

    async def _on_flood(self, request):
        error = {"ok": False, "error_code": 429, "description": "Too Many Requests: retry after 3"}
        return web.json_response(error | {"parameters": {"retry_after": 3}}, status=429)

    async def _on_elsewhere(self, request):
        raise web.HTTPTemporaryRedirect(str(request.url).replace("elsewhere", "getMe"))


@contextlib.contextmanager
def deaf_port(*, full):
    """A port that takes connections and never reads; if `full`, it does not even take them."""
    with contextlib.ExitStack() as stack:
        listener = stack.enter_context(socket.socket())
        listener.bind(("127.0.0.1", 0))
        listener.listen(0 if full else 5)
        for _ in range(4 if full else 0):
            filler = stack.enter_context(socket.socket())
            filler.setblocking(False)
            filler.connect_ex(listener.getsockname())
        yield listener.getsockname()[1]


def closed_port():
    """A port on which nobody listens."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]
