"""New messages from the bot: texts, and what every kind of message has in common."""

from sandbox import keyboards, texts
from sandbox.calls import Call
from sandbox.chat import Chat
from sandbox.errors import bad_request
from sandbox.journal import Json


def send_message(call: Call) -> Json:
    """Send a text and return the message."""
    chat = call.open_chat()
    content = texts.message_text(call)
    preview = call.record("link_preview_options")
    if preview:
        content["link_preview_options"] = preview
    return post(call, chat, content)


def post(call: Call, chat: Chat, content: Json) -> Json:
    """Put a message of the bot with this content into the chat and return it."""
    markup = keyboards.inline(call)
    reply = _reply(call, chat)
    keyboards.show_other(call, chat)
    message = {
        "message_id": chat.next_id(),
        "from": call.bot.user,
        "chat": chat.info,
        "date": call.world.now(),
        **reply,
        **content,
        **markup,
    }
    if call.flag("protect_content"):
        message["has_protected_content"] = True
    chat.typing_until = 0.0
    chat.put(message)
    return message


def _reply(call: Call, chat: Chat) -> Json:
    wanted = call.record("reply_parameters")
    number = wanted.get("message_id") or call.number("reply_to_message_id")
    if not number:
        return {}
    if isinstance(number, int) and number in chat.messages:
        answered = chat.messages[number]
        return {"reply_to_message": {key: answered[key] for key in answered if key != "reply_to_message"}}
    if wanted.get("allow_sending_without_reply"):
        return {}
    raise bad_request("message to be replied not found")
