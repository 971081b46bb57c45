"""What a social worker does with an alert: take it, see whom it is about, say what came of it."""

from datetime import timedelta
from html import escape
from zoneinfo import ZoneInfo

from content.catalogue import Words
from content.message import Button, Message, Reply, column, edit
from db import alerts, deliveries, people, programmes
from db.models import Alert, AlertState, Draft, Enrolment, Kind, Person, Priority
from flows import drill, family
from flows.act import Act
from flows.duty import say_when
from flows.errors import OldButton
from flows.ladder import contact_by

NOTE, NOTE_LASTS = "alert_note", timedelta(hours=2)

# What came of it. The first three close an alert; "not reached yet" keeps it and gives more time.
CLOSING, NOT_REACHED = ("reached", "referred", "no_contact_needed"), "not_reached"
OUTCOMES = (*CLOSING, NOT_REACHED)


def announce(words: Words, alert: Alert, step: str = "ring1") -> Message:
    """Return the alert as it rings in chat: a case number and a button, no name, score or text."""
    button = Button(words.say("alert.take"), f"alert:take:{alert.id}")
    return Message(words.say(_key(alert, step), number=alert.id), column(button))


def _key(alert: Alert, step: str) -> str:
    if alert.drill:
        return "drill.ring"
    if step.startswith("overdue"):
        return "alarm.overdue"
    return "alarm.still" if step.startswith("step") else f"alert.{alert.tier}"


def take(act: Act, *, alert_id: int) -> Reply:
    """Give the alert to this worker and open its card; if a colleague has it, say so."""
    alert = _mine(act, alert_id)
    due = contact_by(programmes.site(act.session, alert.site_id), act.now)
    taken = alerts.take(act.session, alert.id, act.who.id, act.now, due)
    act.session.refresh(alert)
    if taken and alert.drill:
        drill.taken(act.session, alert, act.now)
    if taken:
        family.tell_seen(act.session, alert, act.now)
    if not taken and alert.taken_by != act.who.id:
        return edit(Message(act.words.say("alert.with_colleague", number=alert.id)))
    if alert.state == AlertState.CLOSED:
        return edit(_closed(act, alert))
    return edit(_card(act, alert))


def close(act: Act, *, alert_id: int, outcome: str) -> Reply:
    """Close an alert that this worker has taken; "not reached yet" leaves it open and gives more time."""
    alert = _mine(act, alert_id)
    if outcome == NOT_REACHED and _holds(act, alert):
        alerts.add_note(act.session, alert, act.who.id, NOT_REACHED, act.now)
        due = contact_by(programmes.site(act.session, alert.site_id), act.now)
        alerts.wait_for_contact(act.session, alert.id, due)
        act.session.refresh(alert)
        return edit(_card(act, alert))
    if outcome not in OUTCOMES:
        raise OldButton
    if outcome in CLOSING:
        alerts.close(act.session, alert.id, act.who.id, outcome, act.now)
        act.session.refresh(alert)
    if alert.state == AlertState.RAISED:
        return edit(announce(act.words, alert))
    if alert.state == AlertState.CLOSED:
        return edit(_closed(act, alert))
    return edit(Message(act.words.say("alert.with_colleague", number=alert.id)))


def ask_note(act: Act, *, alert_id: int) -> Reply:
    """Ask for a note on an alert that this worker has, or had when it was closed."""
    alert = _mine(act, alert_id)
    if alert.taken_by != act.who.id or alert.drill:
        raise OldButton
    people.begin_draft(
        act.session, act.who.id, NOTE, "text", said={"alert": alert.id}, now=act.now, lasts=NOTE_LASTS
    )
    return act.say("alarm.note.ask", number=alert.id)


def hear_note(act: Act, draft: Draft, text: str) -> Reply:
    """Keep what was written as a note on the alert, sealed."""
    alert = alerts.by_id(act.session, int(draft.said["alert"]))
    people.drop_draft(act.session, act.who.id)
    if alert is None or alert.taken_by != act.who.id:
        return act.say("alarm.note.not_kept")
    alerts.add_note(act.session, alert, act.who.id, "note", act.now, text)
    return act.say("alarm.note.kept", number=alert.id)


def _holds(act: Act, alert: Alert) -> bool:
    return alert.state == AlertState.TAKEN and alert.taken_by == act.who.id


def _closed(act: Act, alert: Alert) -> Message:
    if alert.drill:
        return Message(act.words.say("drill.thanks", number=alert.id))
    mine = alert.taken_by == act.who.id
    note = column(Button(act.words.say("button.note"), f"alert:note:{alert.id}")) if mine else ()
    return Message(act.words.say("alert.closed", number=alert.id), note)


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
    """Return the alert if it is of an own programme, or if it was this person who was rung for it."""
    found = alerts.for_worker(act.session, alert_id, programmes.programmes_of(act.session, act.who.id))
    if found is None:
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
        *_said_about(act, alert),
    ]
    buttons = [
        Button(say(f"alert.outcome.{outcome}"), f"alert:close:{alert.id}:{outcome}") for outcome in OUTCOMES
    ]
    return Message("\n".join(lines), column(*buttons, Button(say("button.note"), f"alert:note:{alert.id}")))


def _said_about(act: Act, alert: Alert) -> list[str]:
    """Return what was said about it so far, and by when something is to be said."""
    said = [each.kind for each in alerts.notes(act.session, alert.id)]
    lines = [act.words.say("alarm.mistake")] if "mistake" in said else []
    if NOT_REACHED in said:
        lines.append(act.words.count("alarm.tried", said.count(NOT_REACHED)))
    if alert.contact_by is not None:
        site = programmes.site(act.session, alert.site_id)
        due = alert.contact_by.astimezone(ZoneInfo(site.zone))
        lines.append(act.words.say("alarm.due", when=say_when(due, act.now, act.words)))
    return lines


def _contact_lines(act: Act, person: Person) -> list[str]:
    unknown = act.words.say("word.not_given")
    return [
        f"{act.words.say('alert.called')} {escape(person.called or unknown, quote=False)}",
        f"{act.words.say('alert.phone')} {escape(person.phone or unknown, quote=False)}",
        f"{act.words.say('alert.adult')} {escape(person.trusted_adult or unknown, quote=False)}",
    ]
