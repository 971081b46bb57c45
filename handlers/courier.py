"""The courier: python-telegram-bot's bot, with texts that are sent and edited for their number alone."""

from typing import Any

from telegram import InlineKeyboardMarkup
from telegram.ext import ExtBot

NO_PREVIEW = '{"is_disabled":true}'


class Courier(ExtBot[Any]):
    """Sends and edits texts without making objects of Telegram's answer, which nobody looks at.

    That is half of what `send_message` costs. Rates, faults and everything else are python-telegram-bot's.
    """

    async def send_text(
        self,
        chat_id: int,
        text: str,
        parse_mode: str | None = None,
        reply_markup: InlineKeyboardMarkup | None = None,
        *,
        rate_limit_args: int | None = None,
        **flags: bool,
    ) -> int:
        """Send a text without previews of its links, with flags of `sendMessage`; return its message id."""
        said = _said(chat_id, text, parse_mode, reply_markup)
        shown = await self._text("sendMessage", said | flags, rate_limit_args)
        return int(shown["message_id"])

    async def edit_text(
        self,
        chat_id: int,
        message_id: int,
        text: str,
        parse_mode: str | None = None,
        reply_markup: InlineKeyboardMarkup | None = None,
        *,
        rate_limit_args: int | None = None,
    ) -> None:
        """Put a text in place of a message's own."""
        said = _said(chat_id, text, parse_mode, reply_markup)
        await self._text("editMessageText", said | {"message_id": message_id}, rate_limit_args)

    async def _text(self, endpoint: str, said: dict[str, Any], rate_limit_args: int | None) -> dict[str, Any]:
        limits = self._merge_api_rl_kwargs(None, rate_limit_args)
        answer: dict[str, Any] = await self._post(endpoint, said, api_kwargs=limits)
        return answer


def _said(
    chat_id: int, text: str, parse_mode: str | None, reply_markup: InlineKeyboardMarkup | None
) -> dict[str, Any]:
    return {
        "chat_id": chat_id,
        "text": text,
        "parse_mode": parse_mode,
        "reply_markup": reply_markup,
        "link_preview_options": NO_PREVIEW,
    }
