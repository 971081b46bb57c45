"""Who means to come: the question, its three answers, and the session that it is about."""

from content.catalogue import Words
from content.message import Button, Message, Rows, column
from db import programmes, rsvps, sessions
from db.models import Coming, Meeting, Standing
from flows import meeting
from flows.act import Act


def choices(words: Words, about: Meeting, of_checkin: int | None = None) -> Rows:
    """Return the three answers, one to a line; on a check-in, with its number."""
    end = "" if of_checkin is None else f":{of_checkin}"
    return column(*(Button(words.say(f"rsvp.{each}"), f"rsvp:{about.id}:{each}{end}") for each in Coming))


def ask(act: Act, about: Meeting) -> Message:
    """Return a session with the three answers below it."""
    return Message(meeting.card(about, act.words, act.who.zone, act.now), choices(act.words, about))


def still_open(act: Act) -> Message | None:
    """Return the session of the coming two days about which this family has said nothing yet, or None."""
    if act.who.shares_phone or act.who.standing == Standing.STOPPED:
        return None
    soon = next(iter(mine(act)), None)
    if soon is None or soon.starts_at - act.now > meeting.LOOKS_AHEAD:
        return None
    if not meeting.is_for(act.session, soon, act.who) or rsvps.of_person(act.session, soon, act.who.id):
        return None
    return ask(act, soon)


def mine(act: Act) -> list[Meeting]:
    """Return the sessions to come of this family's programmes, earliest first."""
    return list(sessions.to_come(act.session, programmes.programmes_of(act.session, act.who.id), act.now))
