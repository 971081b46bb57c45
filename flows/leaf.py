"""A leaf: a piece of the library as a message, with what can be done about it below."""

from collections.abc import Collection, Mapping
from html import escape

from content.catalogue import Words
from content.library import library
from content.library.piece import Piece
from content.media import attachment, kilobytes
from content.message import Button, Message, Rows
from db import people, practices
from db.models import Person, Practice
from db.session import Session
from flows.picking import VERDICTS
from flows.ringing import name_of

OF_MEDIUM = "medium:"


def page(piece: Piece, words: Words, *, buttons: Rows = (), with_sources: bool = True) -> Message:
    """Return a whole piece: title, text, the small step, and what it rests on."""
    parts = [f"<b>{_shown(piece.front.title)}</b>", *map(_shown, piece.paragraphs), small_step(piece)]
    if with_sources:
        sources = [library().sources[key].short for key in piece.front.sources]
        named = words.say("library.sources", names=words.say("library.and").join(sources))
        parts.append(f"<i>{named}</i>")
    return Message("\n\n".join(parts), buttons)


def small_step(piece: Piece) -> str:
    """Return the two-minute step of a piece under its heading."""
    return "\n".join([f"<b>{_shown(piece.heading)}</b>", *map(_shown, piece.step)])


def below(
    piece: Piece,
    words: Words,
    *,
    verdicts: Mapping[str, str],
    kept: Collection[str],
    back: str = "library:menu:0",
) -> Rows:
    """Return what a reader can do with a piece: see its picture, say whether it helped, keep it."""
    key = piece.front.key
    said = [
        Button(
            words.say(
                "library.chosen" if verdicts.get(key) == each else "library.plain",
                said=words.say(f"library.{each}"),
            ),
            f"library:said:{key}:{each}",
        )
        for each in VERDICTS
    ]
    keep = (
        ("library.let_go", f"library:drop:{key}") if key in kept else ("library.keep", f"library:keep:{key}")
    )
    rows: list[tuple[Button, ...]] = [*picture(piece, words), *((button,) for button in said)]
    return (*rows, (Button(words.say(keep[0]), keep[1]),), (Button(words.say("library.back"), back),))


def picture(piece: Piece, words: Words) -> Rows:
    """Return the button that sends the piece's medium, which says how large it is."""
    if piece.front.media is None:
        return ()
    said = words.say(f"library.medium.{piece.front.media}", size=kilobytes(piece.front.media))
    return ((Button(said, f"library:media:{piece.front.key}"),),)


def medium_subject(name: str, update_id: int) -> str:
    """Return the subject of a delivery that brings a medium somebody asked for."""
    return f"{OF_MEDIUM}{name}/{update_id}"


def medium_in(subject: str) -> str:
    """Return the medium that such a subject names."""
    return subject.removeprefix(OF_MEDIUM).partition("/")[0]


def medium(words: Words, name: str) -> Message:
    """Return a medium as a message."""
    return Message(words.say(f"library.caption.{name}"), attachment=attachment(name))


def from_worker(session: Session, words: Words, person: Person, sent: Practice) -> Message:
    """Return a piece that a worker sends; on a shared phone only that something is waiting."""
    if person.shares_phone:
        return covered(words, f"practice:{sent.id}:open")
    return opened(session, words, person, sent)


def opened(session: Session, words: Words, person: Person, sent: Practice) -> Message:
    """Return a sent piece to read; what only a person sends carries the ways to a human, and asks nothing."""
    piece = library().text(sent.piece, person.language)
    assert piece is not None, "what is sent is on the shelf"
    buttons: Rows
    if piece.front.sent_by_person_only:
        buttons = tuple((Button(words.say(f"button.{to}"), to),) for to in ("contact", "help"))
    else:
        verdicts = practices.verdicts(session, person.id)
        buttons = below(piece, words, verdicts=verdicts, kept=practices.favourites(session, person.id))
    worker = people.by_id(session, sent.sent_by or 0)
    # Under a word to somebody whose child has died a list of papers has no place; the worker has seen it.
    shown = page(piece, words, buttons=buttons, with_sources=not piece.front.sent_by_person_only)
    return shown.with_note(
        words.say(
            "library.from_worker", worker=name_of([worker], words) if worker else words.say("word.team")
        )
    )


def covered(words: Words, data: str) -> Message:
    """Return the neutral line that stands for a message on a phone that a child uses too."""
    return Message(words.say("checkin.waiting"), ((Button(words.say("button.open"), data),),))


def _shown(text: str) -> str:
    return escape(text.replace("\n- ", "\n• ").removeprefix("- "), quote=False)
