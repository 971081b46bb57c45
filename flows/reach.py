"""Reach: when somebody's chat takes no messages any more, their worker hears of it once."""

from datetime import datetime

from content.catalogue import Words
from content.message import Message
from db import deliveries, people, programmes
from db.models import Enrolment, Kind, Person, Priority, Standing
from db.session import Session
from flows.ringing import listeners


def lose(session: Session, person_id: int, now: datetime) -> bool:
    """Record that somebody cannot be reached and tell who works with them; false if it was known.

    It is told once for each time this begins; when the person writes again it is over by itself. Whoever
    stopped is expected to be gone.
    """
    if not people.mark_unreachable(session, person_id, now):
        return False
    person = people.by_id(session, person_id)
    if person is None or person.standing in {Standing.STOPPED, Standing.DECLINED}:
        return True
    for programme_id in programmes.programmes_of(session, person_id):
        place = programmes.place_of(session, person_id, programme_id)
        if place is not None:
            _tell(session, place, now)
    return True


def announce(session: Session, words: Words, place_id: int) -> Message | None:
    """Return the word to a worker, with the case label and no name; None if the person is back or gone."""
    place = programmes.place(session, place_id)
    person = people.by_id(session, place.person_id) if place is not None and place.left_at is None else None
    if place is None or person is None or person.unreachable_at is None:
        return None
    return Message(words.say("unreachable.told", label=place.label))


def _tell(session: Session, place: Enrolment, now: datetime) -> None:
    heard = [
        each for each in listeners(session, place.site_id, place.programme_id) if each.id != place.person_id
    ]
    deliveries.queue(session, [_word(place, each, now) for each in heard])


def _word(place: Enrolment, worker: Person, now: datetime) -> dict[str, object]:
    return {
        "site_id": place.site_id,
        "kind": Kind.UNREACHABLE,
        "subject": f"unreachable:{place.id}/{now:%Y-%m-%dT%H:%M:%S}",
        "about_id": place.id,
        "person_id": worker.id,
        "priority": Priority.SESSION,
        "due_at": now,
        "queued_at": now,
    }
