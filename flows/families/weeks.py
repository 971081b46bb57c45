"""Who is with the child this week: one tap, shown to the other, and nothing else of either."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from content.catalogue import Words
from content.message import Button, Message, Reply, column, edit, send
from db import deliveries, families
from db.models import Kind, Person, Priority, Standing
from db.session import Session
from flows.act import Act
from flows.errors import OldButton

WEEK = timedelta(weeks=1)
HEARS = frozenset({Standing.ACTIVE, Standing.PAUSED, Standing.RELAPSE})


def ask(act: Act) -> Reply:
    """Show who is with the child this week, and offer to say so."""
    child = families.child_of(act.session, act.who.id)
    others = families.others(act.session, act.who.id)
    if child is None or not others:
        return act.say("week.alone")
    monday = _monday(act)
    known = families.turn(act.session, child.id, monday)
    said = "week.nobody" if known is None else "week.me" if known.person_id == act.who.id else "week.other"
    name = _named(act.session, act.words, others[0])
    buttons = column(
        Button(act.words.say("week.button.me"), f"week:{monday}:me"),
        Button(act.words.say("week.button.other", who=name), f"week:{monday}:other"),
    )
    return send(Message(act.words.say(said, who=name), buttons))


def take(act: Act, *, week: str, who: str) -> Reply:
    """Record who is with the child and tell the other; a button of another week is too old."""
    child = families.child_of(act.session, act.who.id)
    others = families.others(act.session, act.who.id)
    monday = _monday(act)
    if child is None or not others or week != f"{monday}":
        raise OldButton
    chosen = act.who if who == "me" else others[0]
    if families.take_week(act.session, child.id, monday, chosen.id, act.now):
        deliveries.queue(
            act.session, [_owed(act, child.id, monday, each) for each in others if each.standing in HEARS]
        )
    name = _named(act.session, act.words, others[0])
    return edit(Message(act.words.say("week.me" if who == "me" else "week.other", who=name)))


def announce(session: Session, words: Words, person: Person, child_id: int, now: datetime) -> Message | str:
    """Return the word to the other caregiver, or the outcome where nothing is to be said any more."""
    turn = families.turn(session, child_id, _monday_of(person, now))
    other = next((each for each in families.carers(session, child_id) if each.id != person.id), None)
    if turn is None or other is None:
        return "skipped:over"
    said = "week.yours" if turn.person_id == person.id else "week.theirs"
    return Message(words.say(said, who=_named(session, words, other)))


def _named(session: Session, words: Words, person: Person) -> str:
    """Return what to call the other: by the relation to the child, never by a name or a word of theirs."""
    caring = families.caring_of(session, person.id)
    known = caring is not None and caring.relation in {"mother", "father", "grandparent"}
    return words.say(f"relation.{caring.relation}" if known and caring else "relation.other_one")


def _monday(act: Act) -> date:
    return _monday_of(act.who, act.now)


def _monday_of(person: Person, now: datetime) -> date:
    today = now.astimezone(ZoneInfo(person.zone)).date()
    return today - timedelta(days=today.weekday())


def _owed(act: Act, child_id: int, week: date, to: Person) -> dict[str, object]:
    return {
        "site_id": to.site_id,
        "kind": Kind.TURN,
        "subject": f"turn:{child_id}/{week}-{act.update_id}",
        "about_id": child_id,
        "person_id": to.id,
        "priority": Priority.SESSION,
        "due_at": act.now,
        "not_after": act.now + WEEK,
        "queued_at": act.now,
    }
