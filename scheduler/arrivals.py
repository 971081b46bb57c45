"""Arrivals: how a check-in reaches somebody, with the reminder of a session on it, and how it comes again."""

from datetime import datetime, timedelta

from content.catalogue import words
from content.message import Message
from db import checkins, riders, rsvps, sessions
from db import rests as rest_rows
from db.asked import NOT_DUE
from db.models import OPEN, CheckIn, Coming, Delivery, Meeting, Person, Progress
from db.session import Session
from flows import checkin, consent, cover, meeting, questions, session_post
from flows.families import permitting
from scales.asking import unaskable
from scheduler.standing import Instead, resting

STILL_AT_IT = timedelta(minutes=10)


def arriving(session: Session, delivery: Delivery, person: Person, now: datetime) -> Message | Instead:
    """Return the message that brings a check-in, or why it is not sent."""
    asked = _asked(session, delivery)
    if asked.sent_at is not None:
        # Sent, but nobody could write it down: a tap has shown since that it arrived.
        return "sent"
    rests = resting(person.standing, person.unreachable_at)
    if rests:
        checkins.close(session, _code(session, person, rests), ids=[asked.id])
        return rests
    if asked.progress != Progress.PLANNED:
        return "skipped:closed"
    asked.battery = cover.battery_to_send(session, asked, now)
    # What the site, or the person's language, does not allow any more since it was planned.
    lost = unaskable(asked.battery, language=person.language, mode="chat")
    lost |= permitting.unagreed(session, [(person.id, asked.battery)])[person.id, asked.battery]
    asked.left_out = {**lost, **(asked.left_out or {})} or None
    if questions.first_unanswered(asked, given := checkins.answers(session, asked.id)) is None:
        checkins.close(session, NOT_DUE, ids=[asked.id])
        return "skipped:closed"
    arrives = _arrival(session, person, asked, given)
    if person.shares_phone or consent.asks_again(session, person):
        return arrives
    rider = riders.of(session, person.id, now)
    about = sessions.by_id(session, rider) if rider is not None else None
    return arrives if about is None else _with_rider(session, about, person, asked, arrives, now)


def _arrival(session: Session, person: Person, asked: CheckIn, given: questions.Answers) -> Message:
    """Return the message that brings a check-in; a text that has changed since they agreed comes first."""
    said = words(person.language)
    if not person.shares_phone and consent.asks_again(session, person):
        return consent.message(said)
    return checkin.arrival(said, person, asked, given)


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


def reminder(session: Session, delivery: Delivery, person: Person, now: datetime) -> Message | Instead:
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
    message = _arrival(session, person, asked, given)
    return message.with_note(said.say("reminder.first_line"))


def _asked(session: Session, delivery: Delivery) -> CheckIn:
    asked = checkins.by_id(session, delivery.about_id or 0)
    assert asked is not None, "a check-in's delivery goes with its check-in"
    return asked


def _code(session: Session, person: Person, rests: Instead) -> str:
    """Return the code of what is missing: that of the rest, with its reason where there is one."""
    if rests != "withheld:paused":
        return rests.partition(":")[2]
    reason = rest_rows.reason_of(session, person.id)
    return f"paused:{reason}" if reason else "paused"
