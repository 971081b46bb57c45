"""Bringing letters: how one arrives, how its arrival is told, and what happens when it cannot arrive."""

from collections.abc import Sequence
from datetime import datetime
from html import escape

from content.catalogue import Words, words
from content.message import Button, Message, Rows, column
from db import deliveries, letters, people, programmes
from db.models import Delivery, Enrolment, Kind, Letter, Person, Standing
from db.session import Session
from flows.casework.moments import clock
from flows.casework.owing import row

Instead = str


def word(session: Session, delivery: Delivery, person: Person, now: datetime) -> Message | Instead:
    """Return a worker's letter to a family; on a shared phone the line that a message is waiting."""
    letter = _letter(session, delivery)
    if person.stopped_at is not None and person.stopped_at > delivery.queued_at:
        return "cancelled:stopped"
    said = words(person.language)
    if person.shares_phone:
        return waiting(said, letter)
    return to_family(session, said, letter)


def waiting(said: Words, letter: Letter) -> Message:
    """Return the line behind which a letter waits, for a phone that a child uses too."""
    return Message(
        said.say("word.waiting"), column(Button(said.say("button.open"), f"word:{letter.id}:open"))
    )


def to_family(session: Session, said: Words, letter: Letter, *, folds: bool = False) -> Message:
    """Return the letter as the family reads it, with the way to answer and the way to help."""
    writer = people.by_id(session, letter.worker_id or 0)
    name = (writer.called if writer else None) or said.say("word.social_worker")
    text = f"{said.say('word.from', name=name)}\n{escape(letter.said or '', quote=False)}"
    rows: Rows = column(
        Button(said.say("word.answer"), f"word:{letter.id}:answer"), Button(said.say("button.help"), "help")
    )
    if folds:
        rows = (*rows, (Button(said.say("word.fold"), f"word:{letter.id}:fold"),))
    return Message(text, rows)


def written(session: Session, delivery: Delivery, person: Person, now: datetime) -> Message | Instead:
    """Return the word that a family has written: a case label and a button, nothing of the text."""
    letter = _letter(session, delivery)
    if letter.read_at is not None or letter.done_at is not None:
        return "skipped:read"
    place = _place(session, letter)
    said = words(person.language)
    button = Button(said.say("letter.open"), f"letters:{place.id}")
    return Message(said.say("letter.written", label=place.label), column(button))


def returned(session: Session, delivery: Delivery, person: Person, now: datetime) -> Message | Instead:
    """Return the word to whoever wrote a letter that it did not arrive, and to whom it did not."""
    letter = _letter(session, delivery)
    said = words(person.language)
    at = clock(letter.written_at, person.zone, said)
    if not letter.from_family:
        place = _place(session, letter)
        button = Button(said.say("letter.open"), f"letter:{letter.id}")
        return Message(said.say("returned.worker", label=place.label, at=at), column(button))
    if person.standing == Standing.STOPPED:
        return "skipped:stopped"
    worker = people.by_id(session, letter.worker_id or 0)
    name = (worker.called if worker else None) or said.say("word.social_worker")
    two = column(Button(said.say("button.contact"), "contact"), Button(said.say("button.help"), "help"))
    return Message(said.say("returned.family", name=name, at=at), two)


def ended(session: Session, delivery: Delivery, outcome: str, now: datetime) -> None:
    """Write down what became of a letter; one that did not arrive goes back to its writer, to nobody else."""
    if delivery.about_id is not None:
        for_good(
            session, [(delivery.kind, delivery.about_id)], now, arrived=outcome == "sent", outcome=outcome
        )


def for_good(
    session: Session,
    gone: Sequence[tuple[str, int | None]],
    now: datetime,
    *,
    arrived: bool = False,
    outcome: str = deliveries.LATE,
) -> None:
    """Write down for each of these (kind, letter) that it arrived, or that it did not."""
    for kind, letter_id in gone:
        letter = letters.by_id(session, letter_id or 0)
        if letter is None or kind not in {Kind.WORD, Kind.WRITTEN}:
            continue
        if arrived:
            letters.arrived(session, letter, now)
        elif not outcome.startswith("skipped:"):
            _go_back(session, letter, now)


def recall(session: Session, person_id: int, reason: str, now: datetime) -> None:
    """Call back what workers wrote or handed and what has not left yet; each letter goes back to its writer.

    It was written for another day: whoever wrote it looks at it again and decides.
    """
    waiting = deliveries.waiting(session, person_id, Kind.WORD)
    deliveries.cancel(session, person_id, reason, now, kinds=[Kind.WORD, Kind.BY_HAND])
    for_good(session, [(Kind.WORD, letter) for letter in waiting], now, outcome=f"cancelled:{reason}")


def _go_back(session: Session, letter: Letter, now: datetime) -> None:
    if not letters.returned(session, letter, now):
        return
    writer = letter.person_id if letter.from_family else letter.worker_id
    if writer is None:  # whoever wrote it was forgotten
        return
    owed = row(letter, Kind.RETURNED, f"returned:{letter.id}", writer, due_at=now, now=now)
    deliveries.queue(session, [owed])


def _letter(session: Session, delivery: Delivery) -> Letter:
    letter = letters.by_id(session, delivery.about_id or 0)
    assert letter is not None, "a letter's delivery goes with its letter"
    return letter


def _place(session: Session, letter: Letter) -> Enrolment:
    place = programmes.place_of(session, letter.person_id, letter.programme_id)
    assert place is not None, "a letter goes with a place"
    return place
