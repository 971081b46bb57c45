"""One renderer for each kind of delivery: what is owed becomes a message, or an outcome instead of one."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from content.catalogue import words
from content.message import Message
from db import alerts, checkins
from db.asked import NOT_DUE
from db.models import OPEN, Alert, AlertState, CheckIn, Delivery, Kind, Person, Progress
from db.session import Session
from flows import caseload, checkin, consent, cover, drill, family, leaving, mydata, questions, reach
from flows.casework import bringing, handover
from scales.asking import unaskable
from scheduler import materials
from scheduler.standing import Instead, resting

STILL_AT_IT = timedelta(minutes=10)
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
    return _arrival(session, person, asked, given)


def _arrival(session: Session, person: Person, asked: CheckIn, given: questions.Answers) -> Message:
    """Return the message that brings a check-in; a text that has changed since they agreed comes first."""
    said = words(person.language)
    if not person.shares_phone and consent.asks_again(session, person):
        return consent.message(said)
    return checkin.arrival(said, person, asked, given)


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
    message = _arrival(session, person, asked, given)
    return message.with_note(said.say("reminder.first_line"))


def _alert(session: Session, delivery: Delivery, person: Person, now: datetime) -> Message | Instead:
    alert = alerts.by_id(session, delivery.about_id or 0)
    step = delivery.subject.rpartition("/")[2]
    if alert is None or not _still_rings(alert, step, now):
        return "skipped:taken"
    return caseload.announce(words(person.language), alert, step)


def _still_rings(alert: Alert, step: str, now: datetime) -> bool:
    """Whether nobody has it still; or, for one that is overdue, whether nothing was heard of it since."""
    if alert.state == AlertState.RAISED:
        return True
    overdue = alert.contact_by is not None and alert.contact_by <= now
    return step.startswith("overdue") and alert.state == AlertState.TAKEN and overdue


def _seen(session: Session, delivery: Delivery, person: Person, now: datetime) -> Message | Instead:
    alert = alerts.by_id(session, delivery.about_id or 0)
    if alert is None or alert.state == AlertState.CLOSED:  # they have spoken by now
        return "skipped:closed"
    return family.seen(session, words(person.language), alert)


def _unheard(session: Session, delivery: Delivery, person: Person, now: datetime) -> Message | Instead:
    alert = alerts.by_id(session, delivery.about_id or 0)
    said = family.unheard(session, words(person.language), alert, person) if alert else None
    return said or "skipped:heard"


def _drill(session: Session, delivery: Delivery, person: Person, now: datetime) -> Message | Instead:
    alert = alerts.by_id(session, delivery.about_id or 0)
    return drill.report(session, words(person.language), alert) if alert else "skipped:closed"


def _made_elsewhere(session: Session, delivery: Delivery, person: Person, now: datetime) -> Message | Instead:
    raise LookupError(f"a {delivery.kind} is made elsewhere, not here")


def _asked(session: Session, delivery: Delivery) -> CheckIn:
    asked = checkins.by_id(session, delivery.about_id or 0)
    assert asked is not None, "a check-in's delivery goes with its check-in"
    return asked


def _unreachable(session: Session, delivery: Delivery, person: Person, now: datetime) -> Message | Instead:
    return reach.announce(session, words(person.language), delivery.about_id or 0) or "skipped:reachable"


def _mydata(session: Session, delivery: Delivery, person: Person, now: datetime) -> Message | Instead:
    return mydata.message(session, person, delivery.subject, now)


def _left(session: Session, delivery: Delivery, person: Person, now: datetime) -> Message | Instead:
    return leaving.announce(session, words(person.language), person, delivery.subject) or "skipped:taken"


RENDERERS: Mapping[Kind, Renderer] = {
    Kind.ALERT: _alert,
    Kind.CHECKIN: _checkin,
    Kind.REMINDER: _reminder,
    # Composed in the child process.
    Kind.DIGEST: _made_elsewhere,
    Kind.UNREACHABLE: _unreachable,
    Kind.WORD: bringing.word,
    Kind.WRITTEN: bringing.written,
    Kind.RETURNED: bringing.returned,
    Kind.HANDOVER: handover.told,
    Kind.PICTURE: _made_elsewhere,
    # Made for many at once, in scheduler/announcing.py.
    Kind.BROADCAST: _made_elsewhere,
    Kind.SEEN: _seen,
    Kind.UNHEARD: _unheard,
    Kind.DRILL: _drill,
    Kind.MYDATA: _mydata,
    Kind.LEAVING: _left,
    Kind.LEFT: _left,
    Kind.MATERIAL: materials.material,
    Kind.PRACTICE: materials.step,
    Kind.BY_HAND: materials.material,
}
