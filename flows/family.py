"""What the family hears of its own alert: somebody has it, nobody could be told so far, it was a mistake."""

from datetime import datetime

from content.catalogue import Words
from content.crisis import crisis_card
from content.message import Button, Message, Reply, column, send
from db import alerts, checkins, climbing, deliveries, people
from db.models import Alert, AlertState, Kind, Person, Tier
from db.session import Session
from flows.act import Act
from flows.errors import OldButton
from flows.ringing import name_of, row


def is_at_it(session: Session, alert: Alert) -> bool:
    """Whether the family called by its own chat: not in a drill, and not on paper that a worker enters."""
    if alert.drill:
        return False
    asked = checkins.by_id(session, alert.checkin_id) if alert.checkin_id else None
    return asked is None or asked.entered_by is None


def tell_seen(session: Session, alert: Alert, now: datetime) -> None:
    """Owe the family the word that somebody has their call for help, once."""
    if alert.tier == Tier.RED and is_at_it(session, alert):
        deliveries.queue(session, [row(alert, Kind.SEEN, "told", alert.person_id, now)])


def seen(session: Session, words: Words, alert: Alert) -> Message:
    """Return that word: who has it, and what remains true until they are in touch."""
    holder = people.by_id(session, alert.taken_by) if alert.taken_by else None
    worker = name_of([holder], words) if holder is not None else words.say("word.team")
    return Message(words.say("alarm.seen", worker=worker), urgent=True)


def unheard(session: Session, words: Words, alert: Alert, person: Person) -> Message | None:
    """Return the word that nobody could be told so far; None if somebody was meanwhile."""
    if alert.state != AlertState.RAISED or {alert.id} & (
        climbing.rung(session, [alert.id]) | climbing.paged(session, [alert.id])
    ):
        return None
    emergency = crisis_card(people.site_of(session, person).country).emergency
    return Message(words.say("alarm.unheard", emergency=emergency), urgent=True)


def mistake_button(words: Words, alert: Alert) -> Button:
    """Return the button for who pressed without meaning to."""
    return Button(words.say("button.mistake"), f"mistake:{alert.id}")


def by_mistake(act: Act, *, alert_id: int) -> Reply:
    """Note that it was pressed by mistake. The alert stays, and so does the card with its numbers."""
    alert = alerts.by_id(act.session, alert_id)
    if alert is None or alert.person_id != act.who.id or alert.drill:
        raise OldButton
    if not any(each.kind == "mistake" for each in alerts.notes(act.session, alert.id)):
        alerts.add_note(act.session, alert, act.who.id, "mistake", act.now)
    help_ = Button(act.words.say("button.help"), "help")
    return send(Message(act.words.say("alarm.mistake_noted"), column(help_)))
