"""The message whose button was tapped, as our own value."""

from telegram import InlineKeyboardButton, Update
from telegram import Message as TelegramMessage

from content.message import Button, InChat, Message


def in_chat(update: Update) -> InChat | None:
    """Return the tapped message; None where Telegram no longer says what stands in it."""
    message = update.callback_query.message if update.callback_query else None
    if not isinstance(message, TelegramMessage):
        return None
    keyboard = message.reply_markup.inline_keyboard if message.reply_markup else ()
    rows = tuple(tuple(_button(each) for each in row) for row in keyboard)
    return InChat(
        Message(message.text_html or message.caption_html or "", rows), message.message_id, message.date
    )


def _button(button: InlineKeyboardButton) -> Button:
    return Button(button.text, str(button.callback_data or ""), button.url or "")
