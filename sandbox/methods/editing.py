"""Changes to messages the bot has sent: edits and deletions."""

from sandbox import keyboards, limits, texts
from sandbox.calls import Call
from sandbox.chat import Chat
from sandbox.errors import bad_request
from sandbox.journal import Json

_NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a "
    "current content and reply markup of the message"
)
_TEXT = frozenset({"text", "entities", "link_preview_options", "reply_markup"})
_CAPTION = frozenset({"caption", "caption_entities", "reply_markup"})


def edit_message_text(call: Call) -> Json:
    """Replace text and inline keyboard of a text message and return it as it is now."""
    chat, message = _own(call)
    content = texts.message_text(call)
    if "text" not in message:
        raise bad_request("there is no text in the message to edit")
    return _replace(call, chat, message, _TEXT, content)


def edit_message_caption(call: Call) -> Json:
    """Replace caption and inline keyboard of a media message and return it as it is now."""
    chat, message = _own(call)
    content = texts.caption(call)
    if "text" in message:
        raise bad_request("there is no caption in the message to edit")
    return _replace(call, chat, message, _CAPTION, content)


def edit_message_reply_markup(call: Call) -> Json:
    """Replace the inline keyboard of a message, or take it away, and return the message."""
    chat, message = _own(call)
    return _replace(call, chat, message, frozenset({"reply_markup"}), {})


def delete_message(call: Call) -> bool:
    """Delete one message that is there and not older than 48 hours."""
    chat = call.chat()
    number = call.number("message_id")
    if number not in chat.messages:
        raise bad_request("message to delete not found")
    if not _deletable(call, chat, number):
        raise bad_request("message can't be deleted")
    chat.remove(number)
    return True


def delete_messages(call: Call) -> bool:
    """Delete 1 to 100 messages, passing over those that cannot be found or deleted."""
    chat = call.chat()
    numbers = call.numbers("message_ids")
    if not 1 <= len(numbers) <= 100:
        raise bad_request("expected an Array of 1-100 message identifiers")
    for number in numbers:
        if number in chat.messages and _deletable(call, chat, number):
            chat.remove(number)
    return True


def _deletable(call: Call, chat: Chat, number: int) -> bool:
    sent: int = chat.messages[number]["date"]
    return call.world.clock.time() - sent <= limits.DELETABLE_SECONDS


def _own(call: Call) -> tuple[Chat, Json]:
    """Return the message to edit with its chat; raises Refused where it is not the bot's."""
    chat = call.chat()
    if not call.number("message_id"):
        raise bad_request("message identifier is not specified")
    message = chat.messages.get(call.number("message_id"))
    if message is None:
        raise bad_request("message to edit not found")
    if message.get("from", {}).get("id") != call.bot.id or "forward_origin" in message:
        raise bad_request("message can't be edited")
    return chat, message


def _replace(call: Call, chat: Chat, message: Json, fields: frozenset[str], content: Json) -> Json:
    """Store the message with these fields replaced; raises Refused where nothing would change."""
    preview = call.record("link_preview_options")
    if preview and "link_preview_options" in fields:
        content["link_preview_options"] = preview
    content |= keyboards.inline(call)
    kept = {key: value for key, value in message.items() if key not in fields}
    if all(message.get(key) == content.get(key) for key in fields):
        raise bad_request(_NOT_MODIFIED)
    changed = {**kept, **content}
    if fields != {"reply_markup"}:
        changed["edit_date"] = call.world.now()
    chat.put(changed)
    return changed
