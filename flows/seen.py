"""Who saw my answers: told from the audit record, in plain words."""

from zoneinfo import ZoneInfo

from content.message import Button, Message, Reply, column, edit
from db import audit_looks, people, programmes
from db.models import Act as Deed
from db.models import AuditEvent, Role
from flows.act import Act
from flows.digest_words import weekday

LOOKED_UP, TOLD = 60, 10
# What an entry is about, by the word it begins with; anything else was the person's card.
ABOUT = {"alert": "alert", "paper": "paper", "programme": "digest", "answers": "research"}
ATTENDANCE = "attendance "


def show(act: Act) -> Reply:
    """Tell who of the team saw something of this person's, the latest first, each day once."""
    places = [(place.programme_id, place.since) for place in programmes.places_of(act.session, act.who.id)]
    entries = audit_looks.seen_of(act.session, act.who.id, act.who.site_id, places, LOOKED_UP)
    told = list(dict.fromkeys(_line(act, entry) for entry in entries if entry.actor_id != act.who.id))
    say = act.words.say
    text = "\n".join([say("seen.title"), "", *told[:TOLD]]) if told else say("seen.nobody")
    return edit(Message(text, column(Button(say("sharing.button.back"), "share:all"))))


def _line(act: Act, entry: AuditEvent) -> str:
    day = weekday(act.words, entry.at.astimezone(ZoneInfo(act.who.zone)))
    first, _, rest = entry.about.partition(" ")
    topic = "attendance" if rest.startswith(ATTENDANCE) else ABOUT.get(first.partition(":")[0], "card")
    what = act.words.say(f"seen.what.{topic}")
    return act.words.say("seen.line", who=_who(act, entry), day=day, what=what)


def _who(act: Act, entry: AuditEvent) -> str:
    if entry.act == Deed.EXPORTED or entry.actor_id is None:
        return act.words.say("seen.who.research" if entry.about == audit_looks.ANSWERS else "seen.who.server")
    person = people.by_id(act.session, entry.actor_id)
    if person is None or person.role == Role.CAREGIVER:
        return act.words.say("seen.who.somebody")
    named = act.words.say(f"seen.who.{person.role}")
    return act.words.say("seen.named", who=named, called=person.called) if person.called else named
