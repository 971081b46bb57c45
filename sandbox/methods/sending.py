"""New messages from the bot: text, photos, documents."""

from sandbox import files, keyboards, limits, texts
from sandbox.calls import Call
from sandbox.errors import Refused, bad_request
from sandbox.files import Stored, Upload
from sandbox.journal import Json
from sandbox.state import Chat

_THUMBNAILS = ((90, "s"), (320, "m"), (800, "x"))


def send_message(call: Call) -> Json:
    """Send a text and return the message."""
    chat = call.open_chat()
    content = texts.message_text(call)
    preview = call.record("link_preview_options")
    if preview:
        content["link_preview_options"] = preview
    return post(call, chat, content)


def send_photo(call: Call) -> Json:
    """Send a photo, uploaded or by file identifier, and return the message."""
    chat = call.open_chat()
    stored = brought(call, "photo")
    if len(stored.upload.data) > limits.PHOTO:
        raise bad_request(
            f"file of size {len(stored.upload.data)} bytes is too big for a photo; "
            f"the maximum size is {limits.PHOTO} bytes"
        )
    return post(call, chat, {"photo": _sizes(stored), **texts.caption(call)})


def send_document(call: Call) -> Json:
    """Send a document, uploaded or by file identifier, and return the message."""
    chat = call.open_chat()
    stored = brought(call, "document")
    upload = stored.upload
    document = {"file_name": upload.filename, "mime_type": upload.mime, **stored.told()}
    return post(call, chat, {"document": document, **texts.caption(call)})


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


def brought(call: Call, kind: str) -> Stored:
    """Return the file a call brings or names; raises Refused where it does neither."""
    value = call.text(kind)
    upload = call.files.get(value.removeprefix("attach://") if value.startswith("attach://") else kind)
    if upload is not None:
        return _keep(call, kind, upload)
    if not value:
        raise bad_request(f"there is no {kind} in the request")
    if value.startswith(("http://", "https://")):
        raise bad_request("failed to get HTTP URL content")
    stored = call.world.files.find(value)
    if stored is None:
        raise bad_request("wrong file identifier/HTTP URL specified")
    if stored.kind != kind:
        raise bad_request(f"can't use file of type {stored.kind.title()} as {kind.title()}")
    return stored


def _keep(call: Call, kind: str, upload: Upload) -> Stored:
    if not upload.data:
        raise bad_request("file must be non-empty")
    if len(upload.data) > limits.UPLOAD:
        raise Refused(413, "Request Entity Too Large")
    if kind == "photo" and files.dimensions(upload.data) is None:
        raise bad_request("IMAGE_PROCESS_FAILED")
    return call.world.files.keep(kind, upload)


def _sizes(stored: Stored) -> list[Json]:
    """Return the sizes of a photo, smallest first; each downloads as the photo itself."""
    width, height = files.dimensions(stored.upload.data) or (800, 600)
    longest = max(width, height)
    told = stored.told()
    smaller = [
        {
            **told,
            "file_unique_id": told["file_unique_id"] + letter,
            "width": max(1, width * edge // longest),
            "height": max(1, height * edge // longest),
        }
        for edge, letter in _THUMBNAILS
        if edge < longest
    ]
    return [*smaller, {**told, "width": width, "height": height}]
