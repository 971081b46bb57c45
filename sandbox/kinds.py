"""What a person can send besides text: one small made-up example of each kind."""

import struct
import zlib
from collections.abc import Callable

from sandbox.errors import Misuse
from sandbox.files import Files, Upload, dimensions
from sandbox.journal import Json
from sandbox.state import Person

_WIDTH, _HEIGHT = 120, 80
Maker = Callable[[Files, Person], Json]


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def _picture() -> bytes:
    """Return a PNG with a soft slope of blue, made here so that no file is needed."""
    rows = b"".join(b"\0" + bytes((90, 130 + row, 200)) * _WIDTH for row in range(_HEIGHT))
    head = struct.pack(">IIBBBBB", _WIDTH, _HEIGHT, 8, 2, 0, 0, 0)
    chunks = _chunk(b"IHDR", head) + _chunk(b"IDAT", zlib.compress(rows)) + _chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + chunks


def photo(files: Files, person: Person) -> Json:
    """Make a photo in its one size."""
    data = _picture()
    width, height = dimensions(data) or (_WIDTH, _HEIGHT)
    stored = files.keep("photo", Upload("photo.png", "image/png", data))
    return {"photo": [{**stored.told(), "width": width, "height": height}]}


def contact(files: Files, person: Person) -> Json:
    """Make the person's own contact, as the button that asks for a phone number sends it."""
    user = person.user
    number = f"+1555{user['id']:07d}"
    return {"contact": {"phone_number": number, "first_name": user["first_name"], "user_id": user["id"]}}


def _file(kind: str, filename: str, mime: str, data: bytes, **fields: object) -> Maker:
    def make(files: Files, person: Person) -> Json:
        stored = files.keep(kind, Upload(filename, mime, data))
        named = {"file_name": filename} if kind in ("document", "audio", "video", "animation") else {}
        typed = {} if kind in ("sticker", "video_note") else {"mime_type": mime}
        return {kind: {**stored.told(), **typed, **named, **fields}}

    return make


def _plain(content: Json) -> Maker:
    def make(files: Files, person: Person) -> Json:
        return content

    return make


_PLACE = {"latitude": 47.02, "longitude": 8.65}
_POLL = {
    "id": "1",
    "question": "Tea or coffee?",
    "options": [
        {"persistent_id": "0", "text": "Tea", "voter_count": 0},
        {"persistent_id": "1", "text": "Coffee", "voter_count": 0},
    ],
    "total_voter_count": 0,
    "is_closed": False,
    "is_anonymous": True,
    "type": "regular",
    "allows_multiple_answers": False,
    "allows_revoting": False,
    "members_only": False,
}
_STICKER = {"type": "regular", "width": 512, "height": 512, "is_animated": False, "is_video": False}
_VIDEO = {"width": 320, "height": 240, "duration": 4}

KINDS: dict[str, Maker] = {
    "animation": _file("animation", "wave.mp4", "video/mp4", b"\0\0\0\x18ftypmp42 wave", **_VIDEO),
    "audio": _file("audio", "song.mp3", "audio/mpeg", b"ID3 song", duration=30),
    "contact": contact,
    "dice": _plain({"dice": {"emoji": "🎲", "value": 4}}),
    "document": _file("document", "note.txt", "text/plain", b"A synthetic note.\n"),
    "location": _plain({"location": _PLACE}),
    "photo": photo,
    "poll": _plain({"poll": _POLL}),
    "sticker": _file("sticker", "sticker.webp", "image/webp", b"RIFF sticker", emoji="🌱", **_STICKER),
    "venue": _plain({"venue": {"location": _PLACE, "title": "Ward 3", "address": "1 Example Street"}}),
    "video": _file("video", "clip.mp4", "video/mp4", b"\0\0\0\x18ftypmp42 clip", **_VIDEO),
    "video_note": _file(
        "video_note", "note.mp4", "video/mp4", b"\0\0\0\x18ftypmp42 note", length=240, duration=4
    ),
    "voice": _file("voice", "voice.ogg", "audio/ogg", b"OggS synthetic voice", duration=3),
}
CAPTIONED = frozenset({"animation", "audio", "document", "photo", "video", "voice"})


def example(kind: str, files: Files, person: Person) -> Json:
    """Return the content of a message of this kind; raises Misuse for an unknown one."""
    if kind not in KINDS:
        raise Misuse(f"unknown kind {kind!r}; there are {', '.join(sorted(KINDS))}")
    return KINDS[kind](files, person)
