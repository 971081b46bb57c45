"""After a session: something to read below the thanks, and on a later day one small step to try."""

from collections.abc import Sequence
from datetime import timedelta

from content.catalogue import Words
from content.library import library
from content.message import Button, Rows, column
from db import people
from db.models import Meeting
from flows import material, meeting, practice
from flows.act import Act
from flows.next_day import talking_day_after

# A session that was marked so much later brings no step any more.
WITHIN = timedelta(hours=48)


def to_read(about: Meeting, words: Words) -> Rows:
    """Return the button that opens what belongs to a session, for below the thanks: no message of its own."""
    piece = material.to_read(about, words)
    if piece is None:
        return ()
    said = words.say("session.to_read", title=piece.front.title)
    return column(Button(said, f"library:read:{piece.front.key}"))


def offer_steps(act: Act, about: Meeting, came: Sequence[int]) -> None:
    """Choose for everybody who came a step of the session, for the next day that is not silent.

    It is the one step of their week: who was offered one, or has an open alert, gets none.
    """
    steps = [key for key in material.pieces_for(about) if _is_step(key)]
    if not steps or act.now >= meeting.ends_at(about) + WITHIN:
        return
    for number in came:
        person = people.by_id(act.session, number)
        if person is not None:
            due = max(act.now, talking_day_after(person, meeting.ends_at(about)))
            practice.offer_from_session(act.session, person, steps, due, act.now)


def _is_step(key: str) -> bool:
    return any(front.key == key and front.offered for front in library().fronts())
