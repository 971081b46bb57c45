"""A second look: an alert is closed without contact only where a second person agrees, by name."""

from collections.abc import Sequence
from datetime import datetime

from content.catalogue import Words
from content.message import Button, Message, Reply, column, edit
from db import alerts, audit, people, programmes
from db.models import Act as Deed
from db.models import Alert, AlertNote, AlertState, Person
from db.session import Session
from flows import call, ringing
from flows.act import Act
from flows.errors import OldButton
from flows.ladder import Rung
from flows.rota import rota, within_reach

WITHOUT_CONTACT, NOT_REACHED = "no_contact_needed", "not_reached"
ASKED, AGREED, REFUSED = "asked_close", "agreed", "refused"
# How the messages about it are named among the rings of an alert.
SECOND, STAYS = "second", "stays"
LOOK, AGREE, REFUSE = "look", "agree", "refuse"


def wish(session: Session, alert: Alert) -> AlertNote | None:
    """Return the wish to close an alert without contact, if one waits for a second person."""
    kinds = {ASKED, REFUSED, NOT_REACHED}
    said = [each for each in alerts.notes(session, alert.id) if each.kind in kinds]
    if alert.state != AlertState.TAKEN or not said or said[-1].kind != ASKED:
        return None
    assert alert.taken_at is not None, "who has it took it at a moment"
    theirs = said[-1].author_id == alert.taken_by and said[-1].written_at >= alert.taken_at
    return said[-1] if theirs else None


def ask(act: Act, alert: Alert) -> None:
    """Note that whoever has it would close it without contact, and ask others; once, however often asked."""
    if wish(act.session, alert) is not None:
        return
    alerts.add_note(act.session, alert, act.who.id, ASKED, act.now)
    said = wish(act.session, alert)
    assert said is not None, "it was just noted"
    ringing.queue(act.session, alert, others(act.session, alert, act.now), f"{SECOND}{said.id}", act.now)
    _write_down(act, alert, "asked for")


def others(session: Session, alert: Alert, now: datetime) -> Sequence[Person]:
    """Return who can agree: colleagues and leads, or else the admins; never whoever has the alert."""
    there = rota(session, programmes.site(session, alert.site_id), alert.programme_id, now)
    colleagues = {each.id: each for each in people.workers_of(session, alert.programme_id)}
    near = {each.id: each for each in there.by_rung[Rung.BACKUP]} | colleagues
    found = [each for each in within_reach(list(near.values())) if each.id != alert.taken_by]
    return found or [each for each in there.reaches(Rung.ADMIN) if each.id != alert.taken_by]


def still(session: Session, alert: Alert, step: str) -> bool:
    """Whether a message about it is true still: the wish waits, or the alert is with who had the wish."""
    said = wish(session, alert)
    if step.startswith(SECOND):
        return said is not None and step == f"{SECOND}{said.id}"
    return alert.state == AlertState.TAKEN and said is None


def announce(words: Words, alert: Alert, step: str) -> Message:
    """Return the message that asks a second person, or the one that says that it stays open."""
    if step.startswith(SECOND):
        button = Button(words.say("alarm.second.look"), f"alert:second:{alert.id}:{LOOK}")
        return Message(words.say("alarm.second.ring", number=alert.id), column(button))
    button = Button(words.say("alarm.second.open"), f"alert:take:{alert.id}")
    return Message(words.say("alarm.second.stays", number=alert.id), column(button))


def decide(act: Act, *, alert_id: int, choice: str) -> Reply:
    """Show a second person what they are asked about, or take their answer; never that of who asks."""
    alert = call.mine(act, "caseload.second", alert_id)
    act.session.refresh(alert)
    said = wish(act.session, alert)
    if said is None or choice not in {LOOK, AGREE, REFUSE}:
        return edit(Message(act.words.say("alarm.second.over", number=alert.id)))
    if said.author_id == act.who.id:
        raise OldButton
    if choice == LOOK:
        return edit(_before_them(act, alert))
    return _agree(act, alert) if choice == AGREE else _refuse(act, alert, said)


def lines(act: Act, alert: Alert) -> list[str]:
    """Return what whoever has the alert reads of their wish on its card."""
    if wish(act.session, alert) is None:
        return []
    key = "waits" if others(act.session, alert, act.now) else "nobody"
    return [act.words.say(f"alarm.second.{key}")]


def _agree(act: Act, alert: Alert) -> Reply:
    assert alert.taken_by is not None, "a wish is that of who has the alert"
    if not alerts.close(act.session, alert.id, alert.taken_by, WITHOUT_CONTACT, act.now):
        return edit(Message(act.words.say("alarm.second.over", number=alert.id)))
    alerts.add_note(act.session, alert, act.who.id, AGREED, act.now)
    _write_down(act, alert, "agreed to")
    return edit(Message(act.words.say("alarm.second.closed", number=alert.id)))


def _refuse(act: Act, alert: Alert, said: AlertNote) -> Reply:
    alerts.add_note(act.session, alert, act.who.id, REFUSED, act.now)
    holder = people.by_id(act.session, alert.taken_by)
    assert holder is not None, "who has an alert is there: it is given back when they go"
    ringing.queue(act.session, alert, [holder], f"{STAYS}{said.id}", act.now)
    _write_down(act, alert, "refused for")
    return edit(Message(act.words.say("alarm.second.kept", number=alert.id)))


def _before_them(act: Act, alert: Alert) -> Message:
    """Return what the second person sees: case, reason and tries, no name."""
    say = act.words.say
    place = programmes.enrolment_of(act.session, alert.person_id)
    said = [each.kind for each in alerts.notes(act.session, alert.id)]
    shown = [
        say("alarm.second.asks", number=alert.id, worker=_called(act, alert)),
        say(f"alert.because.{alert.reason}"),
        say("alert.case", label=place.label if place else "–"),
        act.words.count("alarm.tried", said.count(NOT_REACHED)) if NOT_REACHED in said else "",
        say("alarm.mistake") if "mistake" in said else "",
    ]
    yes = Button(say("alarm.second.agree"), f"alert:second:{alert.id}:{AGREE}")
    no = Button(say("alarm.second.refuse"), f"alert:second:{alert.id}:{REFUSE}")
    return Message("\n".join(line for line in shown if line), column(yes, no))


def _called(act: Act, alert: Alert) -> str:
    holder = people.by_id(act.session, alert.taken_by)
    return ringing.name_of([holder], act.words) if holder is not None else act.words.say("word.team")


def _write_down(act: Act, alert: Alert, what: str) -> None:
    audit.record(
        act.session,
        site_id=alert.site_id,
        actor_id=act.who.id,
        act=Deed.CLOSED_UNSEEN,
        person_id=alert.person_id,
        about=f"alert {alert.id}, {what}",
        now=act.now,
    )
