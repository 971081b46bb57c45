"""The dispatcher: what the inbox holds is applied in order per chat, in parallel across chats, and shown."""

import asyncio
import logging
from dataclasses import replace
from itertools import count
from typing import Any

from telegram import Update
from telegram.ext import Application

from bot.clock import Clock
from bot.wire.apology import apologise
from bot.wire.backlog import PER_CHAT, Backlog
from bot.wire.patience import PAUSES, patience
from content.message import Reply
from db import dead_letters, inbox
from db.backlog import waiting_in_chat
from db.inbox import Waiting
from handlers.context import Hearing, hearing
from handlers.render import show
from scheduler.acts import Acts

log = logging.getLogger(__name__)

AT_ONCE = 32
BATCH = 200
MOST_ATTEMPTS = 5


class Dispatcher:
    """Works through the inbox; `idle` tells that nothing is stored unshown and nobody is at work."""

    def __init__(
        self, app: Application[Any, Any, Any, Any, Any, Any], acts: Acts, clock: Clock, bot_id: int
    ) -> None:
        self._app, self._acts, self._clock, self._bot_id = app, acts, clock, bot_id
        self._backlog = Backlog()
        self._wake = asyncio.Event()
        self._room = asyncio.Semaphore(AT_ONCE)
        self._looking = True
        self._behind = False
        self.given_up = 0  # how many updates were set aside since the start

    @property
    def idle(self) -> bool:
        """Whether everything stored so far is applied and shown."""
        return self._backlog.at_rest and not self._wake.is_set() and not self._looking

    @property
    def in_hand(self) -> int:
        """How many updates are in memory."""
        return self._backlog.size

    def wake(self) -> None:
        """Say that the inbox has something new."""
        self._wake.set()

    async def look_again(self) -> None:
        """Look for what is behind too: a dead letter that another process gave another chance."""
        self._behind = True
        self._wake.set()

    async def run(self) -> None:
        """Work until cancelled; at first everything that a former process left unshown."""
        async with asyncio.TaskGroup() as group:
            while True:
                await self._load(group)
                self._looking = False
                await self._wake.wait()
                self._looking = True
                self._wake.clear()

    async def _load(self, group: asyncio.TaskGroup) -> None:
        """Take in what the inbox holds, as far as memory is given for it."""
        if self._behind and not self._backlog.at_rest:
            await self._look_behind(group)
        self._behind = False
        more = True
        while more:
            await self._backlog.room()
            rows = await self._acts(inbox.waiting, self._bot_id, self._backlog.loaded, BATCH)
            for row in rows:
                self._hand_out(group, row)
            more = len(rows) == BATCH  # what is stored from here on wakes us again

    async def _look_behind(self, group: asyncio.TaskGroup) -> None:
        """Take in what was passed and is in nobody's hand; chats at work are looked at once they rest."""
        at_work, loaded = self._backlog.chats(), self._backlog.loaded
        for row in await self._acts(inbox.waiting, self._bot_id, 0, BATCH):
            if row.id <= loaded and row.chat_key not in at_work:
                self._hand_out(group, row)

    def _hand_out(self, group: asyncio.TaskGroup, row: Waiting) -> None:
        if self._backlog.add(row):
            group.create_task(self._work(row.chat_key))

    async def _work(self, chat_key: bytes) -> None:
        """Work through one chat's updates, each to its end before the next."""
        while (row := await self._next(chat_key)) is not None:
            await self._finish(row)
            self._backlog.done(chat_key)
        self._backlog.leave(chat_key)

    async def _next(self, chat_key: bytes) -> Waiting | None:
        """Return a chat's next update, from memory or from where it was left."""
        while (row := self._backlog.first(chat_key)) is None:
            left = self._backlog.left(chat_key)
            if left is None:
                return None
            after, upto = left
            rows = await self._acts(waiting_in_chat, self._bot_id, chat_key, after, upto, PER_CHAT)
            self._backlog.refill(chat_key, rows, upto)
        return row

    async def _finish(self, row: Waiting) -> None:
        """Apply and show one update.

        While the network is away it is tried until it comes back; any other failure is counted, and the last
        of them sets the update aside.
        """
        for attempt in count():
            try:
                async with self._room:
                    await self._apply_and_show(row)
            except Exception as error:
                wait = patience(error, attempt)
                if wait is None and await self._failed(row, error):
                    return
                await self._clock.sleep(wait or PAUSES[min(attempt, len(PAUSES) - 1)])
                # The act may be committed and only its showing failed: then showing is all that is left.
                row = replace(row, reply=await self._acts(inbox.reply_of, row.id))
            else:
                await self._acts(inbox.mark_shown, row.id, self._clock.now())
                return

    async def _apply_and_show(self, row: Waiting) -> None:
        update = Update.de_json(dict(row.payload or {}), self._app.bot)
        if row.reply is not None:
            await show(self._app.bot, update, Reply.from_json(row.reply))
            return
        heard = Hearing(row.id, row.update_id)
        hearing.set(heard)
        await self._app.process_update(update)
        if heard.failure is not None:
            raise heard.failure

    async def _failed(self, row: Waiting, error: Exception) -> bool:
        """Count a failure; at the last one, say sorry, set the update aside and return true."""
        log.error("update %s failed (%s)", row.update_id, type(error).__name__, exc_info=error)
        attempts = await self._acts(dead_letters.count_failure, row.id, type(error).__name__)
        if attempts is None:
            return True
        if attempts < MOST_ATTEMPTS:
            return False
        await apologise(self._app.bot, self._acts, self._clock, row)
        await self._acts(dead_letters.set_aside, row.id, self._clock.now())
        self.given_up += 1
        return True
