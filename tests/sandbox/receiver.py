"""A bot's webhook: notes what comes, and answers as told."""

from aiohttp import web

from tests.sandbox.cast import until


class Receiver:
    """Answers with the next of `statuses`, then with 200; `seen` holds every update that came, in order."""

    def __init__(self, *statuses, gate=None):
        self.seen, self.headers = [], []
        self.url = ""
        self.at_once = self.most_at_once = 0
        self._statuses = list(statuses)
        self._gate = gate
        self._runner = None

    async def __aenter__(self):
        app = web.Application()
        app.router.add_post("/hook", self._on_update)
        self._runner = web.AppRunner(app, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}/hook"
        return self

    async def __aexit__(self, *_):
        await self._runner.cleanup()

    async def _on_update(self, request):
        self.seen.append(await request.json())
        self.headers.append(request.headers)
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        if self._gate is not None:
            await self._gate.wait()
        self.at_once -= 1
        return web.Response(status=self._statuses.pop(0) if self._statuses else 200)

    async def has(self, count):
        """Wait until so many updates have come, and return their texts."""
        await until(lambda: len(self.seen) >= count)
        return self.texts()

    def texts(self):
        """What the messages that came say."""
        return [update["message"]["text"] for update in self.seen]
