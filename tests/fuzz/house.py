"""The whole bot, unmodified: its updates come over HTTP as we write them, and its calls go to a sandbox."""

import asyncio
import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from aiohttp import web
from sqlalchemy import event

from bot.clock import VirtualClock
from bot.engine import Engine, Wiring, engine
from db.session import Database
from sandbox.chat import Chat
from sandbox.listener import Listener
from sandbox.server import Sandbox
from sandbox.state import Bot
from tests import cast
from tests.fuzz.acts import CHANNEL, GROUPS
from tests.fuzz.ledger import Ledger
from tests.fuzz.scene import Scene, settle
from tests.fuzz.updates import Sent, wire

TOKEN = "1000:TEST-token-of-nobody"
PATIENCE = 300.0


class Restless(AssertionError):
    """The bot does not come to rest; the text says what it is at."""


class Feed:
    """Answers getUpdates with what was given to it, byte by byte as it stands, until it is confirmed."""

    def __init__(self) -> None:
        self._answer, self._last = b"", 0
        self._filled = asyncio.Event()

    @property
    def confirmed(self) -> bool:
        """Whether nothing is left that the bot has not confirmed."""
        return not self._filled.is_set()

    def give(self, batch: Sequence[Sent], nothings: Sequence[Any]) -> None:
        """Hand this out at the next poll, and at every one after it that does not confirm it."""
        self._answer, self._last = wire(batch, nothings), max(each.number for each in batch)
        self._filled.set()

    async def on_poll(self, request: web.Request) -> web.Response:
        """Answer one poll."""
        if int(request.query.get("offset", 0)) > self._last:
            self._filled.clear()
        await self._filled.wait()
        return web.Response(body=self._answer, content_type="application/json")


class Complaints(logging.Handler):
    """Keeps what is logged as an error."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.heard: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep the record."""
        self.heard.append(record)


@dataclass
class House:
    """A running bot, the scene it lives in, and everything that can be seen of it."""

    box: Sandbox
    bot: Engine
    clock: VirtualClock
    database: Database
    scene: Scene
    ledger: Ledger
    feed: Feed
    complaints: Complaints
    listening: asyncio.Future[Any]

    @property
    def its_bot(self) -> Bot:
        """The bot as the sandbox knows it."""
        return self.box.world.bot()

    async def hear(self, batch: Sequence[Sent], nothings: Sequence[Any] = ()) -> None:
        """Let a batch come over the wire, and return once all of it is applied and shown, or set aside."""
        for each in batch:
            if isinstance(each.chat, int) and each.chat not in self.its_bot.chats:
                self.its_bot.chats[each.chat] = Chat(each.chat, {"id": each.chat, "type": "private"})
        self.feed.give(batch, nothings)
        await self.rest()

    async def beat(self, span: timedelta) -> None:
        """Let time pass, and do what it brings."""
        self.clock.advance_to(self.clock.now() + span)
        beating = asyncio.ensure_future(self.bot.tick.beat(self.clock.now()))
        await self.rest(beating)
        await beating

    async def rest(self, beating: asyncio.Future[Any] | None = None) -> None:
        """Return once nothing is unconfirmed, unshown or in the air; the waits of the bot pass at once."""
        loop = asyncio.get_running_loop()
        give_up = loop.time() + PATIENCE
        while not (self.feed.confirmed and self.bot.idle and (beating is None or beating.done())):
            if self.listening.done():
                self.listening.result()
            if loop.time() > give_up:
                raise Restless(self._at_what())
            await asyncio.sleep(0.0005)
            asleep = self.clock.next_wake()
            if asleep is not None and not self.bot.acts.running and not self.bot.throttle.busy:
                self.clock.advance_to(asleep)

    def _at_what(self) -> str:
        asleep, bot = self.clock.next_wake(), self.bot
        told = [f"confirmed {self.feed.confirmed}, dispatcher idle {bot.dispatcher.idle}"]
        told += [f"acts {bot.acts.running}, calls {bot.throttle.busy}, asleep until {asleep}"]
        for task in asyncio.all_tasks():
            stack = task.get_stack(limit=1)
            told += [f"{task.get_coro()} at {frame.f_code.co_filename}:{frame.f_lineno}" for frame in stack]
        return "\n".join(told)


@asynccontextmanager
async def open_house(database: Database) -> AsyncIterator[House]:
    """Yield the bot on this database, in the scene, with everybody's chat open."""
    if database.is_sqlite:
        event.listen(database.engine, "connect", _hurry)
    ledger = Ledger(database)
    with database.begin() as session:
        scene = settle(session)
    clock, complaints = VirtualClock(cast.MONDAY), Complaints()
    box, feed = _box(clock, scene), Feed()
    logging.getLogger().addHandler(complaints)
    try:
        async with (
            _door(box, feed) as address,
            engine(Wiring(TOKEN, address, database, cast.KEYS, clock)) as bot,
        ):
            listening = asyncio.ensure_future(bot.listen())
            house = House(box, bot, clock, database, scene, ledger, feed, complaints, listening)
            try:
                await house.rest()
                yield house
            finally:
                listening.cancel()
                await asyncio.gather(listening, return_exceptions=True)
    finally:
        logging.getLogger().removeHandler(complaints)


def _hurry(connection: Any, _record: object) -> None:
    """Let nothing wait for the disk: what a lost machine loses is not asked here."""
    connection.execute("PRAGMA synchronous=OFF")


def _box(clock: VirtualClock, scene: Scene) -> Sandbox:
    box = Sandbox(clock=clock, limits=False)
    box.add_bot(token=TOKEN, username="respite_test_bot")
    for user in scene.everybody:
        box.add_person(user_id=user, first_name="Somebody")
        box.chat(user)
    chats = box.world.bot().chats
    chats |= {group: Chat(group, {"id": group, "type": "supergroup", "title": "Ward 3"}) for group in GROUPS}
    chats[CHANNEL] = Chat(CHANNEL, {"id": CHANNEL, "type": "channel", "title": "News"})
    return box


@asynccontextmanager
async def _door(box: Sandbox, feed: Feed) -> AsyncIterator[str]:
    """Yield the address at which polls are answered by the feed, and all other calls by the sandbox."""
    app, stopping = web.Application(), asyncio.Event()
    app.router.add_route("*", "/bot{token}/getUpdates", feed.on_poll)
    Listener(box.world, stopping).add_routes(app)
    runner = web.AppRunner(app, access_log=None, handler_cancellation=True, shutdown_timeout=0.2)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        stopping.set()
        await runner.cleanup()
