"""What a social worker does with an alert: take it, see whom it is about, say what came of it."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from content.catalogue import Words
from content.message import Button, Message, Reply, column, edit
from db import alerts, deliveries, people, programmes
from db.models import Alert, AlertState, Draft, Enrolment, Kind, Tier
from flows import authority, drill, family, gate, looks
from flows.act import Act
from flows.contact import behind_the_gate, contact_lines
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
    alert = mine(act, "caseload.take", alert_id)
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
    alert = mine(act, "caseload.close", alert_id)
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
    alert = mine(act, "caseload.note", alert_id)
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
    own = alert.taken_by == act.who.id
    note = column(Button(act.words.say("button.note"), f"alert:note:{alert.id}")) if own else ()
    return Message(act.words.say("alert.closed", number=alert.id), note)


@gate.needs_second_factor
def contact(act: Act, *, alert_id: int) -> Reply:
    """Show whom to call on the card of an alert that this worker has."""
    return edit(_card(act, _held(act, alert_id), opened="alert"))


def contact_at_once(act: Act, *, alert_id: int) -> Reply:
    """Show whom to call without a code, for a red alert that this worker has; it is written down as such.

    In danger seconds count, and whoever has no code at hand must be able to call.
    """
    alert = _held(act, alert_id)
    if alert.tier != Tier.RED:
        raise OldButton
    return edit(_card(act, alert, opened="alert without code"))


def mine(act: Act, name: str, alert_id: int) -> Alert:
    """Return the alert if the one who acts may do this with it, or if it was them who were rung for it."""
    found = alerts.for_worker(act.session, alert_id, authority.reached(act, name))
    if found is None and authority.reach(act.who.role, name) is not None:
        rung = deliveries.told_about(act.session, Kind.ALERT, alert_id)
        found = alerts.by_id(act.session, alert_id) if act.who.id in rung else None
    if found is None:
        raise OldButton
    return found


def _held(act: Act, alert_id: int) -> Alert:
    """Return an open alert that this very worker has taken."""
    alert = mine(act, "caseload.contact", alert_id)
    if alert.state != AlertState.TAKEN or alert.taken_by != act.who.id:
        raise OldButton
    return alert


def _card(act: Act, alert: Alert, *, opened: str = "") -> Message:
    """Return the card of an alert; whom to call shows where a session runs, or once it was `opened`."""
    person = people.by_id(act.session, alert.person_id)
    assert person is not None, "an alert goes with its person"
    place: Enrolment | None = programmes.enrolment_of(act.session, person.id)
    say = act.words.say
    lines = [
        say("alert.yours", number=alert.id),
        say(f"alert.because.{alert.reason}"),
        say("alert.case", label=place.label if place else "–"),
    ]
    buttons = [
        Button(say(f"alert.outcome.{outcome}"), f"alert:close:{alert.id}:{outcome}") for outcome in OUTCOMES
    ]
    buttons.append(Button(say("button.note"), f"alert:note:{alert.id}"))
    if opened or gate.is_open(act):
        lines += contact_lines(act, person)
        looks.at(act, person.id, f"{opened or 'alert'} {alert.id}")
    else:
        line, ways = behind_the_gate(act, alert)
        lines, buttons = [*lines, line], [*ways, *buttons]
    return Message("\n".join([*lines, *_said_about(act, alert)]), column(*buttons))


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
