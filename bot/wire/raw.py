"""Raw updates, before PTB parses them: just enough to store and to apologise."""

from collections.abc import Mapping
from typing import Any


def chat_of(update: Mapping[str, Any]) -> int:
    """Return the chat an update belongs to, by which its order is kept; 0 if it names none that is one."""
    body = _body(update)
    for holder in (body, _mapping(body.get("message"))):
        if (chat := _number(_mapping(holder.get("chat")).get("id"))) is not None:
            return chat
    return _number(_mapping(body.get("from")).get("id")) or 0


def private_user(update: Mapping[str, Any]) -> int | None:
    """Return who wrote or tapped in a private chat, or None for groups, channels and the unreadable."""
    sender = _number(_mapping(_body(update).get("from")).get("id"))
    return sender if sender is not None and sender == chat_of(update) else None


def language_of(update: Mapping[str, Any]) -> str | None:
    """Return the language code that Telegram names for whoever wrote or tapped."""
    code = _mapping(_body(update).get("from")).get("language_code")
    return code if isinstance(code, str) else None


def _body(update: Mapping[str, Any]) -> Mapping[str, Any]:
    return next(
        (value for key, value in update.items() if key != "update_id" and isinstance(value, dict)), {}
    )


def _number(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}
