"""Messages that go on to another chat: forwards and copies."""

from sandbox import texts
from sandbox.calls import Call
from sandbox.errors import bad_request
from sandbox.journal import Json
from sandbox.methods.sending import post

_NOT_COPIED = frozenset(
    {
        "chat",
        "date",
        "edit_date",
        "forward_origin",
        "from",
        "has_protected_content",
        "message_id",
        "reply_markup",
        "reply_to_message",
    }
)


def forward_message(call: Call) -> Json:
    """Forward a message, naming its author, and return the new one."""
    chat = call.open_chat()
    source = _source(call, "forward")
    if source.get("has_protected_content"):
        raise bad_request("message has protected content and can't be forwarded")
    origin = source.get("forward_origin") or {
        "type": "user",
        "sender_user": source["from"],
        "date": source["date"],
    }
    return post(call, chat, {**_content(source), "forward_origin": origin})


def copy_message(call: Call) -> Json:
    """Send the content of a message again, with another caption where one is given, and return its number."""
    chat = call.open_chat()
    content = _content(_source(call, "copy"))
    if "caption" in call.params and "text" not in content:
        content = {key: value for key, value in content.items() if not key.startswith("caption")}
        content |= texts.caption(call)
    return {"message_id": post(call, chat, content)["message_id"]}


def _source(call: Call, verb: str) -> Json:
    message = call.chat("from_chat_id").messages.get(call.number("message_id"))
    if message is None:
        raise bad_request(f"message to {verb} not found")
    return message


def _content(message: Json) -> Json:
    return {key: value for key, value in message.items() if key not in _NOT_COPIED}
