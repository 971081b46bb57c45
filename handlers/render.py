"""From a message to Telegram's call: the one place where our values become keyboards and edits."""

import logging
import re
from dataclasses import dataclass
from html import unescape
from typing import Any

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.constants import ParseMode
from telegram.error import BadRequest, Forbidden, TelegramError

from content import recordings
from content.message import Button, Media, Message, Reply, Show
from handlers.courier import Courier

log = logging.getLogger(__name__)
# What the throttle takes as a safety text: it passes before everything and bypasses the chat's own pace.
URGENT = -1
UNCHANGED = "message is not modified"
# The tags that Telegram knows; anything else between angle brackets may be somebody's words.
TAG = re.compile(
    r"</?(?:b|strong|i|em|u|ins|s|strike|del|span|a|code|pre|blockquote|tg-spoiler|tg-emoji)(?:\s[^<>]*)?>",
    re.I,
)
WITHOUT_CAPTION = frozenset({"video_note"})
CANNOT_EDIT = (
    "message to edit not found",
    "no text in the message to edit",
    "message can't be edited",
    "message_id_invalid",
)
# What Telegram says of a file's name that it does not know, or does not know any more.
NO_FILE = ("wrong file identifier", "wrong remote file", "file reference expired")


def render(message: Message) -> dict[str, Any]:
    """Return the keyword arguments of a send or an edit."""
    return {
        "text": message.text,
        "parse_mode": ParseMode.HTML,
        "reply_markup": keyboard(message.buttons),
    }


def render_plainly(message: Message) -> dict[str, Any]:
    """Return the same without markup, for a text whose markup Telegram cannot read."""
    text = unescape(TAG.sub("", message.text))
    return {**render(message), "text": text, "parse_mode": None}


def is_broken_markup(error: TelegramError) -> bool:
    """Whether Telegram refuses a text because of its markup: a fault of ours, no matter of the chat."""
    return isinstance(error, BadRequest) and "can't parse entities" in error.message.lower()


def keyboard(rows: tuple[tuple[Button, ...], ...]) -> InlineKeyboardMarkup | None:
    """Return the inline keyboard of a message, or None."""
    if not rows:
        return None
    return InlineKeyboardMarkup([[_button(each) for each in row] for row in rows])


def _button(button: Button) -> InlineKeyboardButton:
    if button.url:
        return InlineKeyboardButton(button.text, url=button.url)
    return InlineKeyboardButton(button.text, callback_data=button.data)


async def show(bot: Courier, update: Update, reply: Reply) -> None:
    """Show a reply to whoever acted, and end the tap's waiting sign; shown twice it reads the same.

    Whoever blocked the bot meanwhile sees nothing: Telegram tells us so in an update of its own.
    """
    chat = update.effective_chat
    if update.callback_query is not None:
        await _answer(bot, update.callback_query.id)
    if chat is None:
        return
    tapped = _tapped(update)
    for each in reply.shows:
        try:
            if each.how == "forget":
                await _forget(bot, update)
                continue
            await _show_one(bot, chat.id, tapped, each)
        except Forbidden as refused:
            log.info("a reply reached nobody (%s)", type(refused).__name__)


async def _forget(bot: Courier, update: Update) -> None:
    """Delete what the person wrote; Telegram refuses it after two days, and once it is gone."""
    message = update.message
    if message is None:
        return
    try:
        await bot.delete_message(message.chat_id, message.message_id)
    except BadRequest as refused:
        log.info("a message could not be deleted (%s)", type(refused).__name__)


@dataclass(frozen=True)
class Tapped:
    """The message whose button was tapped; with a file, what it says is the file's caption."""

    message_id: int
    with_file: bool


def _tapped(update: Update) -> Tapped | None:
    """Return the message whose button was tapped."""
    if update.callback_query is None or update.callback_query.message is None:
        return None
    message = update.callback_query.message
    with_file = bool(getattr(message, "document", None) or getattr(message, "photo", None))
    return Tapped(message.message_id, with_file)


async def _answer(bot: Courier, query_id: str) -> None:
    try:
        await bot.answer_callback_query(query_id)
    except BadRequest as late:
        # The tap is older than Telegram waits for; its effect is committed and shown all the same.
        log.info("a tap was answered late (%s)", type(late).__name__)


async def _show_one(bot: Courier, chat_id: int, tapped: Tapped | None, each: Show) -> None:
    if each.how == "edit" and tapped is not None and await _edit(bot, chat_id, tapped, each.message):
        return
    how: dict[str, Any] = {
        "disable_notification": each.message.silent,
        "protect_content": True,
        "rate_limit_args": URGENT if each.message.urgent else None,
    }
    if each.message.media is not None:
        await _pass_on(bot, chat_id, each.message, each.message.media, how)
    elif each.message.voice:
        await bot.send_voice(chat_id, recordings.read(each.message.voice), **how)
    else:
        await bot.send_text(chat_id, **render(each.message), **how)


async def _pass_on(bot: Courier, chat_id: int, message: Message, media: Media, how: dict[str, Any]) -> None:
    """Show what somebody else sent, or say that Telegram does not have it any more."""
    try:
        await pass_on(bot, chat_id, render(message), media, how)
    except BadRequest as refused:
        if not media.gone or not any(words in refused.message.lower() for words in NO_FILE):
            raise
        log.warning("what somebody sent is not known any more (%s)", type(refused).__name__)
        await bot.send_text(chat_id, **render(Message(media.gone, message.buttons)), **how)


async def pass_on(
    bot: Courier, chat_id: int, rendered: dict[str, Any], media: Media, how: dict[str, Any]
) -> int:
    """Send what somebody else sent, by its name at Telegram, with the text below; return its number."""
    send = getattr(bot, f"send_{media.kind}")
    said = {"reply_markup": rendered["reply_markup"]}
    if media.kind not in WITHOUT_CAPTION:
        said |= {"caption": rendered["text"], "parse_mode": rendered["parse_mode"]}
    return int((await send(chat_id, media.file, **said, **how)).message_id)


async def _edit(bot: Courier, chat_id: int, tapped: Tapped, message: Message) -> bool:
    """Edit in place; false when the message is gone and must be sent anew."""
    said = render(message)
    try:
        if tapped.with_file:
            caption = said.pop("text")
            await bot.edit_message_caption(chat_id, tapped.message_id, caption=caption, **said)
        else:
            await bot.edit_text(chat_id, tapped.message_id, **said)
    except BadRequest as refused:
        reason = refused.message.lower()
        if UNCHANGED in reason:
            return True
        if any(words in reason for words in CANNOT_EDIT):
            return False
        raise
    return True
