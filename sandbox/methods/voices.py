"""Voice messages from the bot."""

from sandbox import texts
from sandbox.calls import Call
from sandbox.errors import bad_request
from sandbox.journal import Json
from sandbox.methods.sending import brought, post

_OGG = b"OggS"


def send_voice(call: Call) -> Json:
    """Send a voice message, uploaded or by file identifier, and return it; Telegram plays OGG only."""
    chat = call.open_chat()
    stored = brought(call, "voice")
    if not stored.upload.data.startswith(_OGG):
        raise bad_request("wrong file type: a voice message is an OGG file")
    voice = {"duration": call.number("duration") or 0, "mime_type": "audio/ogg", **stored.told()}
    return post(call, chat, {"voice": voice, **texts.caption(call)})
