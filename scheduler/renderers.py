"""One renderer for each kind of delivery: what is owed becomes a message, or an outcome instead of one."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from content.catalogue import words
from content.message import Message
from db import alerts, checkins, riders, rsvps, sessions
from db.asked import NOT_DUE
from db.models import OPEN, AlertState, CheckIn, Coming, Delivery, Kind, Meeting, Person, Progress, Standing
from db.session import Session
from flows import caseload, checkin, cover, meeting, questions, reach, session_post
from scales.asking import unaskable

STILL_AT_IT = timedelta(minutes=10)
# What ends a delivery without a message: withheld:…, skipped:…, cancelled:…
Instead = str
Renderer = Callable[[Session, Delivery, Person, datetime], Message | Instead]


def render(session: Session, delivery: Delivery, person: Person, now: datetime) -> Message | Instead:
    """Return the message of a claimed delivery as things stand now, or the outcome that ends it unsent."""
    return RENDERERS[Kind(delivery.kind)](session, delivery, person, now)


def _checkin(session: Session, delivery: Delivery, person: Person, now: datetime) -> Message | Instead:
    asked = _asked(session, delivery)
    if asked.sent_at is not None:
        # Sent, but nobody could write it down: a tap has shown since that it arrived.
        return "sent"
    rests = resting(person.standing, person.unreachable_at)
    if rests:
        checkins.close(session, rests.partition(":")[2], ids=[asked.id])
        return rests
    if asked.progress != Progress.PLANNED:
        return "skipped:closed"
    asked.battery = cover.battery_to_send(session, asked, now)
    # What the site, or the person's language, does not allow any more since it was planned.
    lost = unaskable(asked.battery, language=person.language, mode="chat")
    asked.left_out = {**lost, **(asked.left_out or {})} or None
    if questions.first_unanswered(asked, given := checkins.answers(session, asked.id)) is None:
        checkins.close(session, NOT_DUE, ids=[asked.id])
        return "skipped:closed"
    arrives = checkin.arrival(words(person.language), person, asked, given)
    rider = None if person.shares_phone else riders.of(session, person.id, now)
    about = sessions.by_id(session, rider) if rider is not None else None
    return arrives if about is None else _with_rider(session, about, person, asked, arrives, now)


def _with_rider(
    session: Session, about: Meeting, person: Person, asked: CheckIn, arrives: Message, now: datetime
) -> Message:
    """Return a check-in with the reminder of a session on it, unless that would not be said by itself."""
    if not meeting.is_for(session, about, person) or not meeting.is_to_come(about, now):
        return arrives
    said = rsvps.of_person(session, about, person.id)
    if said is not None and said.answer == Coming.CANNOT:
        return arrives
    return session_post.riding(about, person, asked, arrives, said, now)


def _session(session: Session, delivery: Delivery, person: Person, now: datetime) -> Message | Instead:
    """Tell something about a session; a pause lets the questions rest, not the group."""
    if person.standing != Standing.PAUSED:
        rests = resting(person.standing, person.unreachable_at)
        if rests:
            return rests
    elif person.unreachable_at is not None:
        return "skipped:unreachable"
    return session_post.message(session, delivery.subject, person, now)


def _reminder(session: Session, delivery: Delivery, person: Person, now: datetime) -> Message | Instead:
    """Remind only where it is needed: an answered, closed or just now opened check-in is left alone."""
    asked = _asked(session, delivery)
    rests = resting(person.standing, person.unreachable_at)
    if rests:
        return rests
    if asked.progress not in OPEN:
        return "skipped:answered" if asked.progress == Progress.DONE else "skipped:closed"
    if asked.last_tap_at is not None and now - asked.last_tap_at < STILL_AT_IT:
        return "skipped:answering"
    said, given = words(person.language), checkins.answers(session, asked.id)
    if questions.first_unanswered(asked, given) is None:
        return "skipped:closed"
    message = checkin.arrival(said, person, asked, given)
    return message.with_note(said.say("reminder.first_line"))


def _alert(session: Session, delivery: Delivery, person: Person, now: datetime) -> Message | Instead:
    alert = alerts.by_id(session, delivery.about_id or 0)
    if alert is None or alert.state != AlertState.RAISED:
        return "skipped:taken"
    return caseload.announce(words(person.language), alert)


def _made_elsewhere(session: Session, delivery: Delivery, person: Person, now: datetime) -> Message | Instead:
    raise LookupError(f"a {delivery.kind} is made elsewhere, not here")


def _asked(session: Session, delivery: Delivery) -> CheckIn:
    asked = checkins.by_id(session, delivery.about_id or 0)
    assert asked is not None, "a check-in's delivery goes with its check-in"
    return asked


def _unreachable(session: Session, delivery: Delivery, person: Person, now: datetime) -> Message | Instead:
    return reach.announce(session, words(person.language), delivery.about_id or 0) or "skipped:reachable"


def resting(standing: str, unreachable_at: datetime | None) -> Instead | None:
    """Return why somebody who stands so hears nothing now that can wait."""
    if standing == Standing.PAUSED:
        return "withheld:paused"
    if standing == Standing.STOPPED:
        return "cancelled:stopped"
    return "skipped:unreachable" if unreachable_at else None


RENDERERS: Mapping[Kind, Renderer] = {
    Kind.ALERT: _alert,
    Kind.CHECKIN: _checkin,
    Kind.REMINDER: _reminder,
    # Composed in the child process.
    Kind.DIGEST: _made_elsewhere,
    Kind.UNREACHABLE: _unreachable,
    # Made for many at once, in scheduler/announcing.py.
    Kind.BROADCAST: _made_elsewhere,
    Kind.SESSION: _session,
}
