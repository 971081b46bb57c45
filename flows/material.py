"""What a session brings to read: by its key, or the piece that its worker chose for a theme of her own."""

from collections.abc import Sequence

from content.catalogue import Words
from content.library import library
from content.library.piece import THEMES, Piece
from content.library.sessions import pieces_of, shelf
from content.message import Button, Rows, column
from db.models import Meeting

NONE, OTHER = "none", "other"


def pieces_for(about: Meeting) -> Sequence[str]:
    """Return the pieces of a session, best first."""
    return (about.piece,) if about.piece else pieces_of(about.key)


def to_read(about: Meeting, words: Words) -> Piece | None:
    """Return the piece that a session brings in a language, if it brings any."""
    found = (library().text(key, words.language) for key in pieces_for(about))
    return next((piece for piece in found if piece is not None), None)


def is_chosen(about: Meeting) -> bool:
    """Whether a worker chooses what this session brings: nothing comes with its theme by itself."""
    return about.key not in shelf()


def title(key: str, words: Words) -> str:
    """Return the title of a piece, or that there is none."""
    piece = library().text(key, words.language)
    return piece.front.title if piece is not None else words.say("plan.piece.none")


def topics(words: Words) -> Rows:
    """Return the topics that have a piece, two to a line, and the way without any."""
    known = [topic for topic in THEMES if _open(topic)]
    buttons = [Button(words.say(f"plan.topic.{topic}"), f"plan:topic:{topic}") for topic in known]
    rows = tuple(tuple(buttons[n : n + 2]) for n in range(0, len(buttons), 2))
    return (*rows, (Button(words.say("plan.piece.none"), f"plan:topic:{NONE}"),))


def titles(topic: str, words: Words) -> Rows:
    """Return the pieces of a topic, the way back to the topics, and the way without any."""
    texts = (library().text(key, words.language) for key in _open(topic))
    buttons = [Button(piece.front.title, f"plan:piece:{piece.front.key}") for piece in texts if piece]
    other = Button(words.say("plan.piece.other"), f"plan:piece:{OTHER}")
    return column(*buttons, other, Button(words.say("plan.piece.none"), f"plan:piece:{NONE}"))


def read_topic(text: str) -> str | None:
    """Return the topic that was tapped, or that nothing is to be read."""
    return text if text == NONE or _open(text) else None


def read_piece(text: str) -> str | None:
    """Return the piece that was tapped: one that everybody may read, or none."""
    return text if text == NONE or text in {key for topic in THEMES for key in _open(topic)} else None


def _open(topic: str) -> Sequence[str]:
    """Return the pieces of a topic that everybody may read."""
    return [
        front.key for front in library().fronts() if front.theme == topic and not front.sent_by_person_only
    ]
