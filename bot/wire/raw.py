"""Raw updates, before PTB parses them: just enough to store and to apologise."""

from collections.abc import Mapping
from typing import Any


def chat_of(update: Mapping[str, Any]) -> int:
    """Return the chat an update belongs to, by which its order is kept; 0 if it names none."""
    body = _body(update)
    chat = body.get("chat") or body.get("message", {}).get("chat") or body.get("from") or {}
    return int(chat.get("id", 0))


def private_user(update: Mapping[str, Any]) -> int | None:
    """Return who wrote or tapped in a private chat, or None for groups, channels and the unreadable."""
    sender = _body(update).get("from", {}).get("id")
    return sender if sender is not None and sender == chat_of(update) else None


def _body(update: Mapping[str, Any]) -> Mapping[str, Any]:
    return next(
        (value for key, value in update.items() if key != "update_id" and isinstance(value, dict)), {}
    )
