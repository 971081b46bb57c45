"""One throttle for every call that leaves: replies, deliveries, edits."""

from collections.abc import Callable, Coroutine, Hashable
from datetime import timedelta
from functools import partial
from typing import Any

from telegram._utils.types import JSONDict
from telegram.error import RetryAfter
from telegram.ext import BaseRateLimiter

from bot.clock import Clock
from bot.wire.edits import Edit, Edits, Ending
from bot.wire.pacer import REPLY, SAFETY, Chat, Pacer
from bot.wire.turns import Ticket, Turns

URGENT = -1
"""What a call passes as `rate_limit_args` for a safety text: python-telegram-bot drops a 0."""
GRANTED = 100
"""What a call passes as `rate_limit_args` when its token was taken beforehand by `grant`."""

Answer = bool | JSONDict | list[JSONDict]
Call = Callable[[], Coroutine[Any, Any, Answer]]
Turn = Callable[[], Coroutine[Any, Any, Ending[Answer] | None]]

_METERED = ("send", "copy", "forward", "editMessage")
_FREE = "sendChatAction"
_RETRIES = 3
_SHORTEST = 0.05
PATIENCE = 2.0
"""Seconds for which a delivery waits in line for its own chat; one that must wait longer is put off."""


class Throttle(BaseRateLimiter[int]):
    """Lets calls out at the pacer's pace, most urgent first, on the injected clock.

    `rate_limit_args` is a priority from 1 (a reply, the default) to 6; anything below 1 is a
    safety text, GRANTED goes straight through. A 429 halts as the pacer rules; calls that were not
    GRANTED are then tried again, three times at most, without losing their place in line.
    """

    def __init__(self, clock: Clock, pacer: Pacer) -> None:
        self._clock = clock
        self._pacer = pacer
        self._turns = Turns(clock, pacer)
        self._edits: Edits[Answer] = Edits(self._turns)
        self._in_air = 0

    @property
    def waiting(self) -> int:
        """How many calls wait for time to pass."""
        return self._turns.waiting

    @property
    def busy(self) -> int:
        """How many calls are in the air, or about to be without waiting any longer."""
        return self._in_air + self._turns.called

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Nothing to close: whoever waits is cancelled by its own task."""

    async def grant(self, chat_id: int | str, priority: int) -> float:
        """Wait for a token, take it and return 0; the call it is for then passes GRANTED.

        If the chat takes nothing for longer than PATIENCE, or is halted while this waits, no token is taken
        and the seconds until it may take something are returned.
        """
        chat = _chat(chat_id)
        closed = self._closed_for(chat, priority)
        if closed > PATIENCE:
            return closed
        if await self._turns.wait(self._turns.draw(chat, priority, leaves=True)):
            return 0.0
        return max(self._closed_for(chat, priority), _SHORTEST)

    def _closed_for(self, chat: Chat, priority: int) -> float:
        now = self._clock.steady()
        return self._pacer.chat_free_at(now, chat, priority) - now

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, Answer]],
        args: Any,  # noqa: ANN401 - as python-telegram-bot declares it
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: int | None,
    ) -> Answer:
        """Make one call when its turn has come."""

        def call() -> Coroutine[Any, Any, Answer]:
            return callback(*args, **kwargs)

        chat = _chat(data.get("chat_id"))
        if rate_limit_args == GRANTED or endpoint == _FREE or not endpoint.startswith(_METERED):
            return await self._send(call, chat)
        ticket = self._turns.draw(chat, _priority(rate_limit_args))
        message = _edited(endpoint, chat, data)
        if message is None:
            return await self._in_turn(call, chat, partial(self._own_turn, ticket))
        edit: Edit[Answer] = Edit(endpoint, message, ticket, order=ticket.rank[1])
        turn = partial(self._edits.turn, edit)
        return await self._edits.make(edit, partial(self._in_turn, call, chat, turn))

    async def _own_turn(self, ticket: Ticket) -> None:
        await self._turns.wait(ticket)

    async def _in_turn(self, call: Call, chat: Chat, turn: Turn) -> Answer:
        tries = 0
        while (elsewhere := await turn()) is None:
            tries += 1
            try:
                return await self._send(call, chat)
            except RetryAfter:
                if tries > _RETRIES:
                    raise
        return elsewhere.told()

    async def _send(self, call: Call, chat: Chat) -> Answer:
        self._in_air += 1
        try:
            return await call()
        except RetryAfter as flood:
            self._pacer.halt(self._clock.steady(), chat, _seconds(flood.retry_after))
            self._turns.dismiss(chat)
            raise
        finally:
            self._in_air -= 1


def _chat(chat_id: int | str | None) -> Chat:
    """Return one name for one chat, however the caller wrote it."""
    if isinstance(chat_id, str) and chat_id.lstrip("-").isdecimal():
        return int(chat_id)
    return chat_id


def _priority(rate_limit_args: int | None) -> int:
    if rate_limit_args is None:
        return REPLY
    return max(SAFETY, rate_limit_args)


def _edited(endpoint: str, chat: Chat, data: dict[str, Any]) -> Hashable | None:
    """Return what names the message that a call edits, or None if it edits none."""
    inline, message = data.get("inline_message_id"), data.get("message_id")
    if not endpoint.startswith("edit") or (inline is None and message is None):
        return None
    return chat, message, inline


def _seconds(retry_after: timedelta | int) -> float:
    return retry_after.total_seconds() if isinstance(retry_after, timedelta) else float(retry_after)
