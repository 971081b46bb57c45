"""A ward to walk through: the unmodified engine against the sandbox, on a virtual clock."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar

from bot.clock import VirtualClock
from bot.commands.invite import make_invite
from bot.engine import Engine, Wiring, engine
from db.models import Arm, Asks, Person, Programme, Role, SiteRow
from db.people import user_index
from db.session import Database, Session
from sandbox.server import Sandbox
from scheduler.mailing import Postman
from scheduler.paging import Pager
from tests import cast

TOKEN = "1000:TEST-token-of-nobody"
AMINA, OTHER, WORKER, STRANGER = 1001, 1002, 2001, 9001
PATIENCE = 15.0
T = TypeVar("T")


@dataclass
class Ward:
    """A running bot with its people; every act returns once everything it caused has been shown."""

    box: Sandbox
    bot: Engine
    clock: VirtualClock
    database: Database

    async def text(self, user: int, text: str) -> None:
        """Write to the bot."""
        await self.box.text(user, text)
        await self.quiet()

    async def tap(self, user: int, data: str, **how: Any) -> None:
        """Tap a button; `forged=True` sends data that is on no button."""
        await self.box.tap(user, data=data, **how)
        await self.quiet()

    async def send(self, user: int, kind: str) -> None:
        """Send a voice message, a photo, a sticker."""
        await self.box.send_kind(user, kind)
        await self.quiet()

    def said(self, user: int) -> list[str]:
        """What the bot's messages in the chat say now, oldest first."""
        return [_text(message) for message in self.box.chat(user) if message["from"]["is_bot"]]

    def last(self, user: int) -> str:
        """What the bot's newest message says."""
        return self.said(user)[-1]

    def buttons(self, user: int) -> list[str]:
        """The data of the buttons on the bot's newest message."""
        message = [each for each in self.box.chat(user) if each["from"]["is_bot"]][-1]
        rows = message.get("reply_markup", {}).get("inline_keyboard", [])
        return [button["callback_data"] for row in rows for button in row]

    async def pass_time(self, **span: float) -> None:
        """Let time pass in one step, and do what it brings."""
        await self.until(self.clock.now() + timedelta(**span))

    async def until(self, moment: datetime) -> None:
        """Let time pass up to a moment, and do what it brings."""
        self.clock.advance_to(moment)
        await self.beat()

    async def beat(self) -> None:
        """One beat of the scheduler, to its end."""
        beating = asyncio.ensure_future(self.bot.tick.beat(self.clock.now()))
        await self._until(beating.done)
        await beating
        await self.quiet()

    async def quiet(self) -> None:
        """Return once nothing is unconfirmed, unshown or in the air; waits of the limiter pass at once."""
        await self._until(lambda: self.box.unconfirmed() == 0 and self.bot.idle)

    async def _until(self, done: Callable[[], bool]) -> None:
        loop = asyncio.get_running_loop()
        give_up = loop.time() + PATIENCE
        while not done():
            assert loop.time() < give_up, "the ward does not come to rest"
            await asyncio.sleep(0.001)
            asleep = self.clock.next_wake()
            if asleep is not None and not self.bot.acts.running and not self.bot.throttle.busy:
                self.clock.advance_to(asleep)

    def ask(self, function: Callable[[Session], T]) -> T:
        """Look something up in the database."""
        with self.database.read() as session:
            return function(session)

    def change(self, function: Callable[[Session], T]) -> T:
        """Change something in the database."""
        with self.database.begin() as session:
            return function(session)

    def invite(self, role: Role = Role.CAREGIVER, **how: Any) -> str:
        """Make an invite for the one programme and return its token."""
        now = self.clock.now()
        details = {"site_id": 1, "programme_id": 1, "uses": 30, "lasts": timedelta(days=30)} | how
        return self.change(lambda session: make_invite(session, role=role, now=now, **details))


@dataclass(frozen=True)
class Cast:
    """The rows everybody meets: their ids."""

    site: int
    programme: int
    amina: int
    other: int
    worker: int


def settle_in(session: Session) -> Cast:
    """Put a site, a programme, two caregivers and a social worker into the database."""
    site = cast.site(session, country="ZZ")
    programme = cast.programme(session, site)
    amina = _caregiver(session, site, programme, AMINA, "C-01")
    other = _caregiver(session, site, programme, OTHER, "C-02")
    worker = cast.worker(session, site, programme, chat=WORKER, language="en")
    return Cast(site.id, programme.id, amina.id, other.id, worker.id)


def _caregiver(session: Session, site: SiteRow, programme: Programme, user: int, label: str) -> Person:
    person = cast.caregiver(
        session,
        site,
        programme,
        label=label,
        arm=Arm.INTERVENTION,
        chat=user,
        language="en",
        telegram_index=user_index(user),
    )
    for asks in (Asks.MICRO, Asks.WEEKLY):
        cast.subscription(
            session, person, programme, asks=asks, battery=None, next_at=cast.MONDAY, next_day=None
        )
    return person


@asynccontextmanager
async def open_ward(
    database: Database,
    start: datetime = cast.MONDAY,
    admin_ids: tuple[int, ...] = (),
    pager: Pager | None = None,
    postman: Postman | None = None,
) -> AsyncIterator[Ward]:
    """Yield a ward on this database; its people are known to the sandbox, and may write to the bot."""
    clock = VirtualClock(start)
    async with open_box(clock) as box, open_bot(box, database, clock, admin_ids, pager, postman) as ward:
        yield ward


@asynccontextmanager
async def open_box(clock: VirtualClock) -> AsyncIterator[Sandbox]:
    """Yield a sandbox with the ward's people in it."""
    box = Sandbox(clock=clock, limits=False)
    await box.start()
    box.add_bot(token=TOKEN, username="respite_test_bot")
    for user, name in ((AMINA, "Amina"), (OTHER, "Other"), (WORKER, "Lin"), (STRANGER, "Nobody")):
        box.add_person(user_id=user, first_name=name, language_code="en")
    try:
        yield box
    finally:
        await box.stop()


@asynccontextmanager
async def open_bot(
    box: Sandbox,
    database: Database,
    clock: VirtualClock,
    admin_ids: tuple[int, ...] = (),
    pager: Pager | None = None,
    postman: Postman | None = None,
) -> AsyncIterator[Ward]:
    """Yield a ward with a bot of its own; on the same sandbox and database it takes up what another left."""
    ways = {"admin_ids": admin_ids, "pager": pager, "postman": postman}
    wiring = Wiring(TOKEN, box.url, database, cast.KEYS, clock, **ways)
    async with engine(wiring) as bot:
        listening = asyncio.ensure_future(bot.listen())
        ward = Ward(box, bot, clock, database)
        await ward.quiet()
        try:
            yield ward
        finally:
            listening.cancel()
            await asyncio.gather(listening, return_exceptions=True)


def _text(message: dict[str, Any]) -> str:
    return str(message.get("text") or message.get("caption") or "")
