"""What a person sees: the bot's messages in their chat, and the buttons under them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

ABOUT_CHECKIN = frozenset({"answer", "change", "open", "back", "later"})


@dataclass(frozen=True)
class Seen:
    """One message of the bot's; `buttons` holds the data of its buttons from top to bottom."""

    message_id: int
    buttons: tuple[str, ...]

    def starting(self, *words: str) -> list[str]:
        """Return the buttons whose data begins with these words."""
        prefix = ":".join(words) + ":"
        return [data for data in self.buttons if data.startswith(prefix)]

    @property
    def checkin(self) -> str:
        """The number of the check-in that the buttons are about; nothing if they are about none."""
        parts = (data.split(":") for data in self.buttons)
        return next((part[1] for part in parts if part[0] in ABOUT_CHECKIN), "")


def seen(chat: Sequence[Mapping[str, Any]]) -> list[Seen]:
    """Return the bot's messages in a chat, oldest first, as they look now."""
    return [Seen(message["message_id"], _buttons(message)) for message in chat if message["from"]["is_bot"]]


def about_checkins(messages: Sequence[Seen]) -> list[Seen]:
    """Return those with buttons of a check-in."""
    return [message for message in messages if message.checkin]


def newest_with(messages: Sequence[Seen], data: str) -> Seen | None:
    """Return the newest message that shows this very button."""
    return next((message for message in reversed(messages) if data in message.buttons), None)


def _buttons(message: Mapping[str, Any]) -> tuple[str, ...]:
    rows = message.get("reply_markup", {}).get("inline_keyboard", ())
    return tuple(button["callback_data"] for row in rows for button in row if "callback_data" in button)
