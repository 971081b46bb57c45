"""What a worker noted on a session, in two lines, and the way to write it or to write it anew."""

from collections.abc import Iterator

from content.catalogue import Words
from content.message import Button
from db import session_notes
from db.models import Meeting, SessionNote
from flows.act import Act

SEEN = ("mood", "part", "support", "strain")
TEXTS = ("worked", "fell_short", "next")


def lines(note: SessionNote, about: Meeting, words: Words) -> Iterator[str]:
    """Yield how much of the plan was done and what was seen; the texts stay where they were written."""
    if about.outline:
        yield words.say("chapter.done", done=len(note.done), of=len(about.outline))
    seen = [
        words.say(f"session_note.seen.{name}", seen=words.say(f"session_note.{name}.{note.observed[name]}"))
        for name in SEEN
        if name in note.observed
    ]
    if seen:
        yield " · ".join(seen)


def button(act: Act, about: Meeting) -> Button:
    """Return the way to the note: to write it, or to write it anew."""
    kept = about.id in session_notes.of_programme(act.session, about.programme_id)
    return Button(
        act.words.say("session_note.anew" if kept else "session_note.begin"), f"note:{about.id}:begin"
    )
