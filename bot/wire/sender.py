"""The sender: a message goes out, and Telegram's answer becomes an outcome."""

import logging
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Any

from telegram import InputFile
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)

from bot.clock import Clock
from bot.wire.throttle import GRANTED, Throttle
from bot.wire.transport import NotSent, NotSentTimeout
from content.message import Message
from handlers.courier import Courier
from handlers.render import UNCHANGED, is_broken_markup, pass_on, render, render_plainly
from scheduler.settling import Outcome

log = logging.getLogger(__name__)
BLOCKED = {
    "bot was blocked": "blocked",
    "user is deactivated": "deactivated",
    "can't initiate": "never_started",
}
# What a change of a message meets when the person, or time, was faster.
GONE = ("message to edit not found", "message to delete not found", "message can't be")
# What moves plays in the chat by itself; sent as a document it would have to be opened.
MOVING = "image/gif"
# What was surely not carried out and never will be: python-telegram-bot tells of it in Telegram's own words.
TOO_LARGE = ("Request Entity Too Large", "Content Too Large")
# How it tells an answer of 500 and above from a lost one: by the same words.
SERVER_FAULTS = tuple(status.phrase for status in HTTPStatus if status >= HTTPStatus.INTERNAL_SERVER_ERROR)


class Sender:
    """Sends what the delivery loop hands over; the only place where Telegram's errors get a meaning."""

    def __init__(self, bot: Courier, throttle: Throttle, clock: Clock, *, pays: bool = False) -> None:
        self._bot, self._throttle, self._clock, self._pays = bot, throttle, clock, pays

    async def grant(self, chat: str, priority: int) -> datetime | timedelta:
        """Wait for, and take, the right to send to a chat; return the moment it was given.

        A chat that takes nothing for longer than a moment gets none: then return for how long.
        """
        closed = await self._throttle.grant(chat, priority)
        return timedelta(seconds=closed) if closed else self._clock.now()

    async def send(self, chat: str, message: Message) -> Outcome:
        """Send a message for which the right was granted, and say how it ended."""
        try:
            return Outcome("sent", message_id=await self._send(int(chat), render(message), message, GRANTED))
        except TelegramError as error:
            if not is_broken_markup(error):
                return meaning(error)
            log.error("Telegram cannot read the markup of a message of ours; it is sent without")
        try:
            plain = render_plainly(message)
            return Outcome("sent", message_id=await self._send(int(chat), plain, message, None))
        except TelegramError as error:
            return meaning(error)

    async def _send(self, chat: int, rendered: dict[str, Any], message: Message, limit: int | None) -> int:
        how: dict[str, Any] = {
            "rate_limit_args": limit,
            "disable_notification": message.silent,
            "protect_content": True,
        }
        if message.replaces or message.removes:
            return await self._change(chat, rendered, message, limit)
        if self._pays:
            how["allow_paid_broadcast"] = True
        if message.media is not None:
            return await pass_on(self._bot, chat, rendered, message.media, how)
        if message.attachment is None:
            return await self._bot.send_text(chat, **rendered, **how)
        file = InputFile(message.attachment.content, filename=message.attachment.name)
        how |= {"caption": rendered["text"], "parse_mode": rendered["parse_mode"]}
        how["reply_markup"] = rendered["reply_markup"]
        if message.attachment.mime == MOVING:
            return (await self._bot.send_animation(chat, file, **how)).message_id
        if message.attachment.mime.startswith("image/"):
            return (await self._bot.send_photo(chat, file, **how)).message_id
        return (await self._bot.send_document(chat, file, **how)).message_id

    async def _change(self, chat: int, rendered: dict[str, Any], message: Message, limit: int | None) -> int:
        """Put a message of ours right, or take it back; return its number."""
        if message.removes:
            await self._bot.delete_message(chat, message.removes, rate_limit_args=limit)
            return message.removes
        try:
            if message.media is not None:
                caption = rendered.pop("text")
                await self._bot.edit_message_caption(
                    chat, message.replaces, caption=caption, **rendered, rate_limit_args=limit
                )
            else:
                await self._bot.edit_text(chat, message.replaces, **rendered, rate_limit_args=limit)
        except BadRequest as refused:
            if UNCHANGED not in refused.message.lower():
                raise
        return message.replaces


def meaning(error: TelegramError) -> Outcome:
    """Return what an error means for the delivery.

    What never left, what Telegram could not take, and a token it does not know say nothing about the person:
    they are tried again. Where the answer was lost the message may have arrived.
    """
    if isinstance(error, RetryAfter):
        wait = error.retry_after
        return Outcome(
            "retry", "flood", wait=wait if isinstance(wait, timedelta) else timedelta(seconds=wait)
        )
    if isinstance(error, ChatMigrated):
        return Outcome("moved", chat=error.new_chat_id)
    if isinstance(error, Forbidden | BadRequest):
        return Outcome("refused", _refused(error))
    if isinstance(error, NotSent | NotSentTimeout):
        return Outcome("retry", "network")
    if isinstance(error, InvalidToken):
        return Outcome("retry", "token")
    if isinstance(error, NetworkError) and error.message.startswith(TOO_LARGE):
        return Outcome("refused", "too_large")
    if isinstance(error, NetworkError):
        return Outcome("retry" if error.message.startswith(SERVER_FAULTS) else "unknown", "network")
    return Outcome("refused", type(error).__name__.lower())


def _refused(error: TelegramError) -> str:
    words = error.message.lower()
    if isinstance(error, Forbidden):
        return next((reason for part, reason in BLOCKED.items() if part in words), "forbidden")
    if any(part in words for part in GONE):
        return "gone"
    return "chat_not_found" if "chat not found" in words else "bad_request"
