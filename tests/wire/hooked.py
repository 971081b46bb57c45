"""A webhook on a free port before a real database, and a Bot API that knows what was told to it."""

import asyncio
import contextlib
import socket

import aiohttp
from aiohttp import web

from bot.acts import Acts
from bot.clock import WallClock
from bot.wire.intake import Intake
from bot.wire.receiver import HEADER, Receiver

SECRET = "a-secret-of-sixteen-letters-and-more"
BOT_ID = 1000
PATH = "/hook"


def message(number, user=7, text="hello"):
    """A raw update: somebody wrote in their private chat."""
    person = {"id": user, "is_bot": False, "first_name": "Amina", "language_code": "en"}
    chat = {"id": user, "type": "private", "first_name": "Amina"}
    said = {"message_id": number, "from": person, "chat": chat, "date": 1772438400, "text": text}
    return {"update_id": number, "message": said}


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return taken.getsockname()[1]


class Hooked:
    """Brings updates as Telegram does, and counts how often the dispatcher was woken."""

    def __init__(self, database):
        self.acts = Acts(database, WallClock())
        self.receiver = Receiver(SECRET, Intake(self.acts, BOT_ID), WallClock())
        self.woken = 0

    @contextlib.asynccontextmanager
    async def running(self):
        app = self.receiver.application(PATH, self._wake)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        try:
            await web.TCPSite(runner, "127.0.0.1", 0).start()
            self.url = f"http://127.0.0.1:{runner.addresses[0][1]}{PATH}"
            async with aiohttp.ClientSession() as self._http:
                yield self
        finally:
            await runner.cleanup()
            self.acts.close()

    async def bring(self, update, secret=SECRET):
        """Bring one update and return the status."""
        headers = {} if secret is None else {HEADER: secret}
        async with self._http.post(self.url, json=update, headers=headers) as answer:
            return answer.status

    async def bring_raw(self, body, path="", method="POST"):
        """Bring any bytes with the right secret and return the status."""
        url = self.url + path
        async with self._http.request(method, url, data=body, headers={HEADER: SECRET}) as answer:
            return answer.status

    async def bring_all(self, updates):
        """Bring updates at the same time and return the statuses."""
        return await asyncio.gather(*(self.bring(update) for update in updates))

    def _wake(self):
        self.woken += 1
