"""What a social worker does with an alert: take it, see whom it is about, say what came of it."""

from html import escape

from content.catalogue import Words
from content.message import Button, Message, Reply, column, edit
from db import alerts, deliveries, people, programmes
from db.models import Alert, AlertState, Enrolment, Kind, Person, Priority, Role
from flows.act import Act
from flows.errors import OldButton

OUTCOMES = ("reached", "referred")


def announce(words: Words, alert: Alert) -> Message:
    """Return the alert as it rings in chat: a case number and a button, no name, score or text."""
    button = Button(words.say("alert.take"), f"alert:take:{alert.id}")
    return Message(words.say(f"alert.{alert.tier}", number=alert.id), column(button))


def take(act: Act, *, alert_id: int) -> Reply:
    """Give the alert to this worker and open its card; if a colleague has it, say so."""
    alert = _mine(act, alert_id)
    taken = alerts.take(act.session, alert.id, act.who.id, act.now)
    act.session.refresh(alert)
    if not taken and alert.taken_by != act.who.id:
        return edit(Message(act.words.say("alert.with_colleague", number=alert.id)))
    if alert.state == AlertState.CLOSED:
        return edit(Message(act.words.say("alert.closed", number=alert.id)))
    return edit(_card(act, alert))


def close(act: Act, *, alert_id: int, outcome: str) -> Reply:
    """Close an alert that this worker has taken; "not reached yet" leaves it open."""
    alert = _mine(act, alert_id)
    if outcome not in OUTCOMES:
        raise OldButton
    alerts.close(act.session, alert.id, act.who.id, outcome, act.now)
    act.session.refresh(alert)
    if alert.state == AlertState.RAISED:
        return edit(announce(act.words, alert))
    key = "alert.closed" if alert.state == AlertState.CLOSED else "alert.with_colleague"
    return edit(Message(act.words.say(key, number=alert.id)))


def ask_digest(act: Act) -> Reply:
    """Queue the digest of the week so far; it comes as its own message."""
    worker = act.who
    deliveries.queue(
        act.session,
        [
            {
                "site_id": worker.site_id,
                "kind": Kind.DIGEST,
                "subject": f"digest:{worker.id}/asked-{act.update_id}",
                "about_id": None,
                "person_id": worker.id,
                "priority": Priority.REPLY,
                "due_at": act.now,
                "queued_at": act.now,
            }
        ],
    )
    return act.say("digest.on_its_way")


def _mine(act: Act, alert_id: int) -> Alert:
    """Return the alert if it is of an own programme, or to an admin who was rung in a worker's place."""
    found = alerts.for_worker(act.session, alert_id, programmes.programmes_of(act.session, act.who.id))
    if found is None and act.who.role == Role.ADMIN:
        rung = deliveries.told_about(act.session, Kind.ALERT, alert_id)
        found = alerts.by_id(act.session, alert_id) if act.who.id in rung else None
    if found is None:
        raise OldButton
    return found


def _card(act: Act, alert: Alert) -> Message:
    person = people.by_id(act.session, alert.person_id)
    assert person is not None, "an alert goes with its person"
    place: Enrolment | None = programmes.enrolment_of(act.session, person.id)
    say = act.words.say
    lines = [
        say("alert.yours", number=alert.id),
        say(f"alert.because.{alert.reason}"),
        say("alert.case", label=place.label if place else "–"),
        *_contact_lines(act, person),
    ]
    buttons = [
        Button(say(f"alert.outcome.{outcome}"), f"alert:close:{alert.id}:{outcome}") for outcome in OUTCOMES
    ]
    return Message("\n".join(lines), column(*buttons))


def _contact_lines(act: Act, person: Person) -> list[str]:
    unknown = act.words.say("word.not_given")
    return [
        f"{act.words.say('alert.called')} {escape(person.called or unknown, quote=False)}",
        f"{act.words.say('alert.phone')} {escape(person.phone or unknown, quote=False)}",
        f"{act.words.say('alert.adult')} {escape(person.trusted_adult or unknown, quote=False)}",
    ]
