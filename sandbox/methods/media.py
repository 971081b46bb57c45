"""Media from the bot: one at a time, or as an album."""

from collections.abc import Callable
from dataclasses import replace

from sandbox import files, limits, texts
from sandbox.calls import Call
from sandbox.errors import bad_request
from sandbox.files import Stored
from sandbox.journal import Json
from sandbox.methods.sending import post
from sandbox.methods.uploads import brought

_THUMBNAILS = ((90, "s"), (320, "m"), (800, "x"))
_OGG, _MP3, _FRAME, _MP4 = b"OggS", b"ID3", b"\xff", b"ftyp"
_ALBUMS = (frozenset({"photo", "video"}), frozenset({"document"}), frozenset({"audio"}))
_FEWEST, _MOST = 2, 10


def send_photo(call: Call) -> Json:
    """Send a photo, uploaded or by file identifier, and return the message."""
    return _send(call, "photo")


def send_document(call: Call) -> Json:
    """Send a document, uploaded or by file identifier, and return the message."""
    return _send(call, "document")


def send_audio(call: Call) -> Json:
    """Send music, uploaded or by file identifier, and return the message; it must be MP3 or M4A."""
    return _send(call, "audio")


def send_voice(call: Call) -> Json:
    """Send a voice message, uploaded or by file identifier, and return it; Telegram plays OGG only."""
    return _send(call, "voice")


def send_video(call: Call) -> Json:
    """Send a video, uploaded or by file identifier, and return the message; it must be MP4."""
    return _send(call, "video")


def send_video_note(call: Call) -> Json:
    """Send a round video, uploaded or by file identifier, and return the message; it has no caption."""
    return _send(call, "video_note")


def send_animation(call: Call) -> Json:
    """Send a GIF or a soundless MP4, uploaded or by file identifier, and return the message."""
    return _send(call, "animation")


def send_media_group(call: Call) -> list[Json]:
    """Send an album of 2 to 10, each item a message of its own, and return the messages.

    Nothing is sent where one item is refused.
    """
    chat = call.open_chat()
    media = call.records("media")
    kinds = {str(item.get("type")) for item in media}
    if not _FEWEST <= len(media) <= _MOST:
        raise bad_request(f"there must be {_FEWEST}-{_MOST} items in an album, not {len(media)}")
    if not any(kinds <= album for album in _ALBUMS):
        raise bad_request("can't use these media types together in an album")
    album = {"media_group_id": call.world.next_number()}
    contents = [_content(replace(call, params=item), str(item["type"]), "media") for item in media]
    return [post(call, chat, {**content, **album}) for content in contents]


def _send(call: Call, kind: str) -> Json:
    chat = call.open_chat()
    return post(call, chat, _content(call, kind, kind))


def _content(call: Call, kind: str, name: str) -> Json:
    """Return what a message with this medium holds; `name` is the parameter that brings the file."""
    stored = brought(call, kind, call.text(name))
    return {**_SHOWN[kind](call, stored), **texts.caption(call)}


def _photo(call: Call, stored: Stored) -> Json:
    size = len(stored.upload.data)
    if size > limits.PHOTO:
        raise bad_request(
            f"file of size {size} bytes is too big for a photo; the maximum size is {limits.PHOTO} bytes"
        )
    return {"photo": _sizes(stored)}


def _document(call: Call, stored: Stored) -> Json:
    upload = stored.upload
    return {"document": {"file_name": upload.filename, "mime_type": upload.mime, **stored.told()}}


def _audio(call: Call, stored: Stored) -> Json:
    data = stored.upload.data
    if not (data.startswith((_MP3, _FRAME)) or data[4:8] == _MP4):
        raise bad_request("wrong file type: music is an MP3 or M4A file")
    mime = "audio/mp4" if data[4:8] == _MP4 else "audio/mpeg"
    named = {name: call.text(name) for name in ("performer", "title") if call.text(name)}
    return {
        "audio": {**_timed(call, stored), "mime_type": mime, "file_name": stored.upload.filename, **named}
    }


def _voice(call: Call, stored: Stored) -> Json:
    if not stored.upload.data.startswith(_OGG):
        raise bad_request("wrong file type: a voice message is an OGG file")
    return {"voice": {**_timed(call, stored), "mime_type": "audio/ogg"}}


def _video(call: Call, stored: Stored) -> Json:
    if stored.upload.data[4:8] != _MP4:
        raise bad_request("wrong file type: a video is an MP4 file")
    return {"video": _moving(call, stored, "video/mp4")}


def _video_note(call: Call, stored: Stored) -> Json:
    if stored.upload.data[4:8] != _MP4:
        raise bad_request("wrong file type: a video message is an MP4 file")
    return {"video_note": {**_timed(call, stored), "length": call.number("length")}}


def _animation(call: Call, stored: Stored) -> Json:
    """Show an animation as Telegram does: as itself and, for old bots, as a document."""
    data = stored.upload.data
    if not data.startswith(b"GIF8") and data[4:8] != _MP4:
        raise bad_request("wrong file type: an animation is a GIF or MP4 file")
    shown = _moving(call, stored, "image/gif" if data.startswith(b"GIF8") else "video/mp4")
    named = {name: shown[name] for name in ("file_name", "mime_type")}
    return {"animation": shown, "document": {**named, **stored.told()}}


_SHOWN: dict[str, Callable[[Call, Stored], Json]] = {
    "photo": _photo,
    "document": _document,
    "audio": _audio,
    "voice": _voice,
    "video": _video,
    "video_note": _video_note,
    "animation": _animation,
}


def _timed(call: Call, stored: Stored) -> Json:
    return {**stored.told(), "duration": max(call.number("duration"), 0)}


def _moving(call: Call, stored: Stored, mime: str) -> Json:
    width, height = files.dimensions(stored.upload.data) or (call.number("width"), call.number("height"))
    named = {"file_name": stored.upload.filename, "mime_type": mime}
    return {**_timed(call, stored), **named, "width": max(width, 1), "height": max(height, 1)}


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
