"""What a social worker does with an alert: take it, see whom it is about, say what came of it."""

from content.catalogue import Words
from content.message import Button, Message, Reply, column, edit
from db import alerts, deliveries, people, programmes
from db.models import Alert, AlertState, Enrolment, Kind, Tier
from flows import authority, gate, looks
from flows.act import Act
from flows.authority import Reach
from flows.contact import behind_the_gate, contact_lines
from flows.errors import OldButton

OUTCOMES = ("reached", "referred")


def announce(words: Words, alert: Alert) -> Message:
    """Return the alert as it rings in chat: a case number and a button, no name, score or text."""
    button = Button(words.say("alert.take"), f"alert:take:{alert.id}")
    return Message(words.say(f"alert.{alert.tier}", number=alert.id), column(button))


def take(act: Act, *, alert_id: int) -> Reply:
    """Give the alert to this worker and open its card; if a colleague has it, say so."""
    alert = mine(act, "caseload.take", alert_id)
    taken = alerts.take(act.session, alert.id, act.who.id, act.now)
    act.session.refresh(alert)
    if not taken and alert.taken_by != act.who.id:
        return edit(Message(act.words.say("alert.with_colleague", number=alert.id)))
    if alert.state == AlertState.CLOSED:
        return edit(Message(act.words.say("alert.closed", number=alert.id)))
    return edit(_card(act, alert))


def close(act: Act, *, alert_id: int, outcome: str) -> Reply:
    """Close an alert that this worker has taken; "not reached yet" leaves it open."""
    alert = mine(act, "caseload.close", alert_id)
    if outcome not in OUTCOMES:
        raise OldButton
    alerts.close(act.session, alert.id, act.who.id, outcome, act.now)
    act.session.refresh(alert)
    if alert.state == AlertState.RAISED:
        return edit(announce(act.words, alert))
    key = "alert.closed" if alert.state == AlertState.CLOSED else "alert.with_colleague"
    return edit(Message(act.words.say(key, number=alert.id)))


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
    """Return the alert if the one who acts may do this with it, or was rung in a worker's place."""
    found = alerts.for_worker(act.session, alert_id, authority.reached(act, name))
    if found is None and authority.reach(act.who.role, name) == Reach.RUNG:
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
    if opened or gate.is_open(act):
        lines += contact_lines(act, person)
        looks.at(act, person.id, f"{opened or 'alert'} {alert.id}")
    else:
        line, ways = behind_the_gate(act, alert)
        lines, buttons = [*lines, line], [*ways, *buttons]
    return Message("\n".join(lines), column(*buttons))
