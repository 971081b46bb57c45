"""The dispatcher: what the inbox holds is applied in order per chat, in parallel across chats, and shown."""

import asyncio
import logging
from collections import deque
from dataclasses import replace
from datetime import timedelta
from itertools import count
from typing import Any

from telegram import Update
from telegram.error import BadRequest, NetworkError, RetryAfter, TelegramError
from telegram.ext import Application

from bot.acts import Acts
from bot.clock import Clock
from bot.wire.raw import language_of, private_user
from content.message import Reply
from db import inbox
from db.inbox import Waiting
from flows.refusals import sorry
from handlers.context import Hearing, hearing
from handlers.render import show

log = logging.getLogger(__name__)

AT_ONCE = 32
BATCH = 200
MOST_ATTEMPTS = 5
PAUSES = (1.0, 2.0, 5.0, 15.0)
LONGEST_PAUSE = 60.0


class Dispatcher:
    """Works through the inbox; `idle` tells that nothing is stored unshown and nobody is at work."""

    def __init__(
        self, app: Application[Any, Any, Any, Any, Any, Any], acts: Acts, clock: Clock, bot_id: int
    ) -> None:
        self._app, self._acts, self._clock, self._bot_id = app, acts, clock, bot_id
        self._chats: dict[bytes, deque[Waiting]] = {}
        self._wake = asyncio.Event()
        self._room = asyncio.Semaphore(AT_ONCE)
        self._loaded = 0
        self._looking = True

    @property
    def idle(self) -> bool:
        """Whether everything stored so far is applied and shown."""
        return not self._chats and not self._wake.is_set() and not self._looking

    def wake(self) -> None:
        """Say that the inbox has something new."""
        self._wake.set()

    async def run(self) -> None:
        """Work until cancelled; at first everything that a former process left unshown."""
        async with asyncio.TaskGroup() as group:
            while True:
                more = True
                while more:
                    rows = await self._acts(inbox.waiting, self._bot_id, self._loaded, BATCH)
                    for row in rows:
                        self._hand_out(group, row)
                    more = len(rows) == BATCH  # what is stored from here on wakes us again
                self._looking = False
                await self._wake.wait()
                self._looking = True
                self._wake.clear()

    def _hand_out(self, group: asyncio.TaskGroup, row: Waiting) -> None:
        self._loaded = row.id
        queue = self._chats.get(row.chat_key)
        if queue is not None:
            queue.append(row)
            return
        self._chats[row.chat_key] = deque([row])
        group.create_task(self._work(row.chat_key))

    async def _work(self, chat_key: bytes) -> None:
        """Work through one chat's updates, each to its end before the next."""
        queue = self._chats[chat_key]
        while queue:
            await self._finish(queue[0])
            queue.popleft()
        del self._chats[chat_key]

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
        log.error("update %s failed (%s)", row.update_id, type(error).__name__, exc_info=error)
        dead = await self._acts(
            inbox.mark_failed, row.id, type(error).__name__, self._clock.now(), limit=MOST_ATTEMPTS
        )
        if dead:
            await self._apologise(row)
        return dead

    async def _apologise(self, row: Waiting) -> None:
        """Tell whoever acted whether it was recorded: a private chat is never silent."""
        user_id = private_user(row.payload or {})
        if user_id is None:
            return
        recorded = await self._acts(inbox.reply_of, row.id) is not None
        text = await self._acts(sorry, user_id, language_of(row.payload or {}), recorded=recorded)
        try:
            await self._app.bot.send_message(user_id, text)
        except TelegramError as error:
            log.warning("nobody could be told about update %s: %s", row.update_id, type(error).__name__)


def patience(error: Exception, attempt: int) -> float | None:
    """Return the seconds to wait where only the network failed, and None for any other failure."""
    if isinstance(error, RetryAfter):
        told = error.retry_after
        return told.total_seconds() if isinstance(told, timedelta) else float(told)
    if isinstance(error, NetworkError) and not isinstance(error, BadRequest):
        return (*PAUSES, LONGEST_PAUSE)[min(attempt, len(PAUSES))]
    return None
