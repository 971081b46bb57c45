"""Chats: what is known of them, what happens in them, leaving them."""

from sandbox.calls import Call
from sandbox.chat import Chat
from sandbox.errors import bad_request
from sandbox.journal import Json
from sandbox.methods.sending import post

_TYPING_SECONDS = 5.0
_ACTIONS = frozenset(
    {
        "choose_sticker",
        "find_location",
        "record_video",
        "record_video_note",
        "record_voice",
        "typing",
        "upload_document",
        "upload_photo",
        "upload_video",
        "upload_video_note",
        "upload_voice",
    }
)
_GIFTS = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels")


def send_chat_action(call: Call) -> bool:
    """Show the person for five seconds that something is on its way."""
    chat = call.open_chat()
    if call.text("action") not in _ACTIONS:
        raise bad_request("wrong parameter action in request")
    chat.typing_until = call.world.clock.time() + _TYPING_SECONDS
    return True


def get_chat(call: Call) -> Json:
    """Return everything known of a chat."""
    chat = call.chat()
    told = {
        **chat.info,
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(_GIFTS, False),
    }
    _forget_deleted(chat)
    if chat.pinned:
        told["pinned_message"] = chat.messages[chat.pinned[-1]]
    return told


def leave_chat(call: Call) -> bool:
    """Leave a group; raises Refused for a private chat."""
    chat = call.open_chat()
    if chat.info["type"] == "private":
        raise bad_request("chat member status can't be changed in private chats")
    chat.closed = f"Forbidden: bot is not a member of the {chat.info['type']} chat"
    if chat.id in call.world.groups:
        call.world.groups[chat.id].bots[call.bot.id] = "left"
    return True


def pin_chat_message(call: Call) -> bool:
    """Pin a message; the person sees a notice of it."""
    chat = call.open_chat()
    number = call.number("message_id")
    if number not in chat.messages:
        raise bad_request("message to pin not found")
    chat.pinned = [pin for pin in chat.pinned if pin != number] + [number]
    pinned = {key: value for key, value in chat.messages[number].items() if key != "reply_to_message"}
    post(call, chat, {"pinned_message": pinned})
    return True


def unpin_chat_message(call: Call) -> bool:
    """Unpin a message, or the newest pinned one where none is named."""
    chat = call.open_chat()
    number = call.number("message_id")
    _forget_deleted(chat)
    if not chat.pinned or (number and number not in chat.pinned):
        raise bad_request("message to unpin not found")
    chat.pinned.remove(number or chat.pinned[-1])
    return True


def unpin_all_chat_messages(call: Call) -> bool:
    """Unpin everything."""
    call.open_chat().pinned.clear()
    return True


def _forget_deleted(chat: Chat) -> None:
    chat.pinned = [pin for pin in chat.pinned if pin in chat.messages]
