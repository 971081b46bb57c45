"""What a social worker does with an alert: take it, see whom it is about, say what came of it."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from content.catalogue import Words
from content.message import Button, Message, Reply, column, edit
from db import alerts, people, programmes
from db.models import Alert, AlertState, Draft, Enrolment, Tier
from flows import drill, family, gate, looks, ringing, second_look
from flows.act import Act
from flows.call import held, holds, mine
from flows.contact import behind_the_gate, contact_lines
from flows.duty import say_when
from flows.errors import OldButton
from flows.ladder import contact_by
from flows.second_look import NOT_REACHED, WITHOUT_CONTACT

NOTE, NOTE_LASTS = "alert_note", timedelta(hours=2)

# What came of it. The first two close an alert; without contact a second person has to agree first, and
# "not reached yet" keeps it and gives more time.
CLOSING = ("reached", "referred")
OUTCOMES = (*CLOSING, WITHOUT_CONTACT, NOT_REACHED)


def announce(words: Words, alert: Alert, step: str = "ring1") -> Message:
    """Return the alert as it rings in chat: a case number and a button, no name, score or text."""
    if step.startswith((second_look.SECOND, second_look.STAYS)):
        return second_look.announce(words, alert, step)
    over = step.startswith(ringing.WITHOUT_CODE)
    button = Button(words.say("alarm.take_over" if over else "alert.take"), f"alert:take:{alert.id}")
    return Message(words.say(_key(alert, step), number=alert.id), column(button))


def _key(alert: Alert, step: str) -> str:
    if alert.drill:
        return "drill.ring"
    if step.startswith(ringing.WITHOUT_CODE):
        return "alarm.without_code"
    if step.startswith(ringing.OVERDUE):
        return "alarm.overdue"
    return "alarm.still" if step.startswith("step") else f"alert.{alert.tier}"


def take(act: Act, *, alert_id: int) -> Reply:
    """Give the alert to this worker and open its card; if a colleague has it, say so.

    Who was rung because whom to call was seen without a code may take it over.
    """
    alert = mine(act, "caseload.take", alert_id)
    due = contact_by(programmes.site(act.session, alert.site_id), act.now)
    over = ringing.may_take_over(act.session, alert, act.who.id)
    taken = alerts.take(act.session, alert.id, act.who.id, act.now, due, over=over)
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
    """Close an alert that this worker has taken.

    "Not reached yet" leaves it open and gives more time; "no contact needed" leaves it open, and its time
    running, until a second person agrees.
    """
    alert = mine(act, "caseload.close", alert_id)
    if outcome in {NOT_REACHED, WITHOUT_CONTACT} and holds(act, alert):
        return edit(_keep_open(act, alert, outcome))
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


def _keep_open(act: Act, alert: Alert, outcome: str) -> Message:
    if outcome == WITHOUT_CONTACT:
        second_look.ask(act, alert)
        return _card(act, alert)
    alerts.add_note(act.session, alert, act.who.id, NOT_REACHED, act.now)
    due = contact_by(programmes.site(act.session, alert.site_id), act.now)
    alerts.wait_for_contact(act.session, alert.id, due)
    act.session.refresh(alert)
    return _card(act, alert)


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


def _closed(act: Act, alert: Alert) -> Message:
    if alert.drill:
        return Message(act.words.say("drill.thanks", number=alert.id))
    own = alert.taken_by == act.who.id
    note = column(Button(act.words.say("button.note"), f"alert:note:{alert.id}")) if own else ()
    return Message(act.words.say("alert.closed", number=alert.id), note)


@gate.needs_second_factor
def contact(act: Act, *, alert_id: int) -> Reply:
    """Show whom to call on the card of an alert that this worker has."""
    return edit(_card(act, held(act, alert_id), opened="alert"))


def contact_at_once(act: Act, *, alert_id: int) -> Reply:
    """Show whom to call without a code, for a red alert that this worker has; it is written down as such.

    In danger seconds count, and whoever has no code at hand must be able to call. It may also be somebody who
    found a phone: so whoever comes next is rung in the same moment, and may take the alert over.
    """
    alert = held(act, alert_id)
    if alert.tier != Tier.RED:
        raise OldButton
    if gate.is_open(act):
        return edit(_card(act, alert))
    ringing.ring_above(act.session, alert, act.now)
    return edit(_card(act, alert, opened="alert without code"))


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
    lines += second_look.lines(act, alert)
    if alert.contact_by is not None:
        site = programmes.site(act.session, alert.site_id)
        due = alert.contact_by.astimezone(ZoneInfo(site.zone))
        lines.append(act.words.say("alarm.due", when=say_when(due, act.now, act.words)))
    return lines
