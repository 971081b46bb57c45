"""One renderer for each kind of delivery: what is owed becomes a message, or an outcome instead of one."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from content.catalogue import words
from content.message import Message
from db import alerts, checkins
from db import rests as rest_rows
from db.asked import NOT_DUE
from db.models import OPEN, AlertState, CheckIn, Delivery, Kind, Person, Progress, Standing
from db.session import Session
from flows import caseload, checkin, cover, questions, reach
from flows.families import admitting, caring, needs, permitting, telling, weeks
from scales.asking import unaskable
from scheduler import planning
from scheduler.guard import HUSHED

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
    return checkin.arrival(words(person.language), person, asked, given)


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


def _admission(session: Session, delivery: Delivery, person: Person, now: datetime) -> Message | Instead:
    found = admitting.announce(session, words(person.language), delivery.about_id or 0)
    return found or "skipped:decided"


def _admitted(session: Session, delivery: Delivery, person: Person, now: datetime) -> Message | Instead:
    return admitting.answer(session, words(person.language), person)


def _halt(session: Session, delivery: Delivery, person: Person, now: datetime) -> Message | Instead:
    return telling.announce(session, words(person.language), delivery.about_id or 0) or "cancelled:ended"


def _care(session: Session, delivery: Delivery, person: Person, now: datetime) -> Message | Instead:
    said = caring.spoken(session, words(person.language), person, delivery.about_id or 0)
    return said or "cancelled:ended"


def _turn(session: Session, delivery: Delivery, person: Person, now: datetime) -> Message | Instead:
    if person.standing == Standing.STOPPED:
        return "cancelled:stopped"
    return weeks.announce(session, words(person.language), person, delivery.about_id or 0, now)


def _needs(session: Session, delivery: Delivery, person: Person, now: datetime) -> Message | Instead:
    rests = resting(person.standing, person.unreachable_at)
    return rests or needs.again(words(person.language))


def _unreachable(session: Session, delivery: Delivery, person: Person, now: datetime) -> Message | Instead:
    return reach.announce(session, words(person.language), delivery.about_id or 0) or "skipped:reachable"


def _code(session: Session, person: Person, rests: Instead) -> str:
    """Return the code of what is missing: that of the rest, with its reason where there is one."""
    if rests != "withheld:paused":
        return rests.partition(":")[2]
    reason = rest_rows.reason_of(session, person.id)
    return f"paused:{reason}" if reason else "paused"


def resting(standing: str, unreachable_at: datetime | None) -> Instead | None:
    """Return why somebody who stands so hears nothing now that can wait."""
    if standing == Standing.BEREAVED:
        return HUSHED
    if standing in {Standing.PAUSED, Standing.RELAPSE}:
        return f"withheld:{standing}"
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
    Kind.ADMISSION: _admission,
    Kind.ADMITTED: _admitted,
    Kind.HALT: _halt,
    Kind.CARE: _care,
    Kind.TURN: _turn,
    Kind.PLAN: planning.plan,
    Kind.NEEDS: _needs,
}
