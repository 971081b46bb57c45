"""How long an update is kept, and behind which others it waits for a webhook."""

from sandbox.journal import Json

DAY, CALLBACK_SECONDS, INLINE_SECONDS = 24 * 3600, 150, 30
_DATED = ("message", "edited_message", "channel_post", "edited_channel_post", "business_message")
_IN_CHATS = (*_DATED, "my_chat_member", "chat_member", "message_reaction")


def expiry(update: Json, now: float) -> float:
    """Return when an update is thrown away: a message a day after its own date, a tap after 150 seconds."""
    if "callback_query" in update:
        return now + CALLBACK_SECONDS
    if "inline_query" in update:
        return now + INLINE_SECONDS
    for kind in _DATED:
        message = update.get(kind)
        if isinstance(message, dict) and isinstance(message.get("date"), int):
            return float(message["date"]) + DAY
    return now + DAY


def line(update: Json) -> str:
    """Return the line an update stands in: its chat's, or that of one person's taps, votes or queries."""
    for kind, part in update.items():
        if not isinstance(part, dict):
            continue
        if kind in _IN_CHATS:
            return f"chat {_id(part.get('chat'))}"
        return f"{kind} {_id(part.get('from') or part.get('user') or part)}"
    return "other"


def _id(part: object) -> object:
    return part.get("id") if isinstance(part, dict) else None
