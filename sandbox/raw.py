"""Raw updates: a chat that appears in one exists from then on, and its message can be answered."""

from sandbox.chat import Chat
from sandbox.journal import Json
from sandbox.state import Bot

_MESSAGES = ("message", "channel_post")
_CHANGES = ("edited_message", "edited_channel_post", "my_chat_member", "chat_member", "chat_join_request")


def learn(bot: Bot, update: Json) -> None:
    """Remember the chat of a raw update, and its message; what has another shape is passed over."""
    for kind in (*_MESSAGES, *_CHANGES):
        part = update.get(kind)
        chat = _chat(bot, part) if isinstance(part, dict) else None
        if chat is not None and kind in _MESSAGES:
            _keep(chat, update[kind])
    query = update.get("callback_query")
    message = query.get("message") if isinstance(query, dict) else None
    if isinstance(message, dict):
        _chat(bot, message)


def _chat(bot: Bot, part: Json) -> Chat | None:
    info = part.get("chat")
    if not isinstance(info, dict) or not isinstance(info.get("id"), int) or "type" not in info:
        return None
    return bot.chats.setdefault(info["id"], Chat(info["id"], info))


def _keep(chat: Chat, message: Json) -> None:
    number = message.get("message_id")
    author = message.get("from", {"id": chat.id, "is_bot": False})
    if isinstance(number, int) and number not in chat.messages and isinstance(author, dict):
        chat.put({"from": {"id": 0, "is_bot": False}, "date": 0, **message})
