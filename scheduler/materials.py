"""Materials: a piece that a worker sends, a step that fits, the question about it, and what was asked for."""

from datetime import datetime

from content.catalogue import words
from content.library import library
from content.message import Message
from db import alerts, practices
from db.models import Delivery, Person, Standing
from db.session import Session
from flows import leaf, practice
from scheduler.standing import Instead, resting

ALERTED = "skipped:alert"


def material(session: Session, delivery: Delivery, person: Person, now: datetime) -> Message | Instead:
    """Return the piece that a worker sends, or the moving picture that the person asked for.

    What only a person sends goes also to somebody who rests or has an open alert: somebody decided it.
    """
    said = words(person.language)
    if delivery.about_id is None:
        return leaf.medium(said, leaf.medium_in(delivery.subject))
    sent = practices.by_id(session, delivery.about_id)
    piece = library().text(sent.piece, person.language) if sent else None
    if sent is None or piece is None:
        return "skipped:gone"
    if piece.front.sent_by_person_only:
        stopped = person.standing == Standing.STOPPED
        return "cancelled:stopped" if stopped else leaf.from_worker(session, said, person, sent)
    return _not_now(session, person) or leaf.from_worker(session, said, person, sent)


def step(session: Session, delivery: Delivery, person: Person, now: datetime) -> Message | Instead:
    """Return a step that fits, or a day later the question how it went."""
    chosen = practices.by_id(session, delivery.about_id or 0)
    if chosen is None or library().text(chosen.piece, person.language) is None:
        return "skipped:gone"
    if delivery.subject != practice.question_about(chosen.id):
        return _not_now(session, person) or practice.offer(words(person.language), person, chosen)
    if chosen.answered_at is not None:
        return "skipped:answered"
    return _not_now(session, person) or practice.question(words(person.language), person, chosen)


def _not_now(session: Session, person: Person) -> Instead | None:
    """Return why somebody hears nothing of the library now; only whoever takes part as ever does."""
    reason = resting(person.standing, person.unreachable_at)
    if reason is None and person.standing != Standing.ACTIVE:
        reason = f"withheld:{person.standing}"
    return reason or (ALERTED if alerts.any_open(session, person.id) else None)
