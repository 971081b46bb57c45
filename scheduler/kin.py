"""Kin: what is said when somebody asks to join, when all has stopped for a family, and between two carers."""

from datetime import datetime

from content.catalogue import words
from content.message import Message
from db.models import Delivery, Person, Standing
from db.session import Session
from flows.families import admitting, caring, needs, telling, weeks
from scheduler.standing import Instead, resting


def admission(session: Session, delivery: Delivery, person: Person, now: datetime) -> Message | Instead:
    """Return the word to a worker that somebody asks to join."""
    found = admitting.announce(session, words(person.language), delivery.about_id or 0)
    return found or "skipped:decided"


def admitted(session: Session, delivery: Delivery, person: Person, now: datetime) -> Message | Instead:
    """Return the welcome, or the gentle no."""
    return admitting.answer(session, words(person.language), person)


def halt(session: Session, delivery: Delivery, person: Person, now: datetime) -> Message | Instead:
    """Return the word to who stands by a family that all has stopped for it."""
    return telling.announce(session, words(person.language), delivery.about_id or 0) or "cancelled:ended"


def care(session: Session, delivery: Delivery, person: Person, now: datetime) -> Message | Instead:
    """Return the words that a worker sends to a family for which all has stopped."""
    said = caring.spoken(session, words(person.language), person, delivery.about_id or 0)
    return said or "cancelled:ended"


def turn(session: Session, delivery: Delivery, person: Person, now: datetime) -> Message | Instead:
    """Return to one of two carers who is with the child this week."""
    if person.standing == Standing.STOPPED:
        return "cancelled:stopped"
    return weeks.announce(session, words(person.language), person, delivery.about_id or 0, now)


def again(session: Session, delivery: Delivery, person: Person, now: datetime) -> Message | Instead:
    """Return the checklist of needs, as it comes again at the end of a programme."""
    rests = resting(person.standing, person.unreachable_at)
    return rests or needs.again(words(person.language))
