"""Ringing: who is told of an alert, and who instead of somebody that cannot be reached."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from content.catalogue import Words
from db import deliveries, people
from db.models import Alert, AlertState, Kind, Person, Priority, Role
from db.session import Session

AT_MOST_EVERY = timedelta(minutes=1)


def listeners(session: Session, site_id: int, programme_id: int) -> Sequence[Person]:
    """Return whom an alert of this programme reaches: its workers, or else the site's admins."""
    workers = [each for each in people.workers_of(session, programme_id) if _within_reach(each)]
    return workers or [each for each in people.admins(session, site_id) if _within_reach(each)]


def ring(session: Session, alert: Alert, now: datetime) -> Sequence[Person]:
    """Ring whoever the alert reaches, once each, and return who that is."""
    heard = listeners(session, alert.site_id, alert.programme_id)
    _queue(session, alert, heard, "ring1", now)
    return heard


def ring_again(session: Session, alert: Alert, update_id: int, now: datetime) -> Sequence[Person]:
    """Ring once more for an alert that nobody has taken, unless it rang less than a minute ago."""
    heard = listeners(session, alert.site_id, alert.programme_id)
    rung = deliveries.told_about(session, Kind.ALERT, alert.id)
    due = [each for each in heard if each.id not in rung or now - rung[each.id] >= AT_MOST_EVERY]
    _queue(session, alert, due, f"again-{update_id}", now)
    return heard


def ring_instead(session: Session, alert: Alert, now: datetime) -> int:
    """Ring those whom the alert reaches now that somebody could not be rung; return how many were new."""
    if alert.state != AlertState.RAISED:
        return 0
    rung = deliveries.told_about(session, Kind.ALERT, alert.id)
    new = [each for each in listeners(session, alert.site_id, alert.programme_id) if each.id not in rung]
    return _queue(session, alert, new, "instead", now)


def ring_anew(session: Session, alert: Alert, now: datetime) -> int:
    """Ring everybody whom an alert reaches, also those it rang before: whoever had it has gone."""
    heard = listeners(session, alert.site_id, alert.programme_id)
    return _queue(session, alert, heard, f"anew-{now:%Y%m%dT%H%M%S}", now)


def name_of(heard: Sequence[Person], words: Words) -> str:
    """Return what to call those who were rung."""
    first = heard[0]
    if first.role != Role.SOCIAL_WORKER:
        return words.say("word.team")
    return first.called or words.say("word.social_worker")


def _within_reach(person: Person) -> bool:
    return person.chat is not None and person.unreachable_at is None


def _queue(session: Session, alert: Alert, heard: Sequence[Person], step: str, now: datetime) -> int:
    return deliveries.queue(
        session,
        [
            {
                "site_id": alert.site_id,
                "kind": Kind.ALERT,
                "subject": f"alert:{alert.id}/{step}",
                "about_id": alert.id,
                "person_id": listener.id,
                "priority": Priority.SAFETY,
                "due_at": now,
                "queued_at": now,
            }
            for listener in heard
        ],
    )
