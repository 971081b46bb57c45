"""Coming or not: what a family says about a session, in one tap."""

from content.message import Button, Message, Reply, Rows, column, edit, send
from db import checkins, deliveries, rsvps, sessions
from db.models import OPEN, Coming, Meeting, Priority, Rsvp
from flows import checkin, meeting
from flows.act import Act
from flows.coming import ask, mine
from flows.errors import OldButton

REASONS = ("hospital", "infection", "work", "unwell", "other")
FULL = "full"


def list_(act: Act) -> Reply:
    """Show the sessions to come and what this family said about each."""
    coming = [each for each in mine(act) if meeting.is_for(act.session, each, act.who)]
    if not coming:
        return act.say("sessions.none")
    lines, buttons = [act.words.say("sessions.coming")], []
    for each in coming:
        said = rsvps.of_person(act.session, each, act.who.id)
        about = act.words.say(f"rsvp.said.{said.answer if said else 'nothing'}")
        lines.append(f"{meeting.card(each, act.words, act.who.zone, act.now)}\n{about}")
        buttons.append(Button(meeting.name(each, act.words), f"rsvp:{each.id}:ask"))
    return send(Message("\n\n".join(lines), column(*buttons)))


def answer(act: Act, *, meeting_id: int, said: str, checkin_id: int | None = None) -> Reply:
    """Keep what a family says, and show it with the way to change it.

    Below a check-in that it rode on, the check-in's question stays. Why somebody cannot come is asked after
    their answer is kept, and need not be told.
    """
    about = meeting.of_family(act, meeting_id)
    if not meeting.is_to_come(about, act.now):
        return edit(Message(act.words.say("rsvp.over")))
    if said == "ask":
        return edit(ask(act, about))
    if said in REASONS:
        rsvps.put(act.session, about, act.who.id, Coming.CANNOT, said, act.now)
        return edit(_noted(act, about))
    if said not in set(Coming):
        raise OldButton
    _keep(act, about, Coming(said))
    if checkin_id is not None:
        return _below_checkin(act, about, checkin_id)
    return edit(_noted(act, about))


def send_file(act: Act, *, meeting_id: int) -> Reply:
    """Queue the calendar file; a file is a message of its own."""
    about = meeting.of_family(act, meeting_id)
    if not meeting.is_to_come(about, act.now):
        return edit(Message(act.words.say("rsvp.over")))
    what = f"{meeting.FILE}-{act.update_id}"
    rows = meeting.owed(
        about, [act.who.id], what, act.now, not_after=about.starts_at, priority=Priority.REPLY
    )
    deliveries.queue(act.session, rows)
    return Reply()


def _keep(act: Act, about: Meeting, said: Coming) -> None:
    """Keep an answer; where every seat is taken, somebody who would come is kept as a perhaps."""
    reason = None
    if said == Coming.COMING and about.capacity is not None:
        sessions.lock(act.session, about.id)
        others = [one for one in rsvps.of(act.session, about).values() if one.person_id != act.who.id]
        if sum(one.answer == Coming.COMING for one in others) >= about.capacity:
            said, reason = Coming.MAYBE, FULL
    rsvps.put(act.session, about, act.who.id, said, reason, act.now)


def _noted(act: Act, about: Meeting) -> Message:
    said = rsvps.of_person(act.session, about, act.who.id)
    assert said is not None, "it was just kept"
    text = f"{meeting.card(about, act.words, act.who.zone, act.now)}\n\n{_words_for(act, said)}"
    change = Button(act.words.say("rsvp.change"), f"rsvp:{about.id}:ask")
    if said.answer == Coming.CANNOT and said.reason is None:
        return Message(text, (*_reasons(act, about), (change,)))
    file = Button(act.words.say("session.add_to_calendar"), f"calendar:{about.id}")
    return Message(text, column(*([] if said.answer == Coming.CANNOT else [file]), change))


def _words_for(act: Act, said: Rsvp) -> str:
    if said.reason == FULL:
        return act.words.say("rsvp.noted.full")
    if said.answer == Coming.CANNOT and said.reason is not None:
        return act.words.say("rsvp.noted.reason")
    return act.words.say(f"rsvp.noted.{said.answer}")


def _reasons(act: Act, about: Meeting) -> Rows:
    return column(
        *(Button(act.words.say(f"rsvp.reason.{each}"), f"rsvp:{about.id}:{each}") for each in REASONS)
    )


def _below_checkin(act: Act, about: Meeting, checkin_id: int) -> Reply:
    """Return to the question on which the reminder rode, with the answer noted above it."""
    asked = checkin.own(act, checkin_id)
    said = rsvps.of_person(act.session, about, act.who.id)
    assert said is not None, "it was just kept"
    if asked.progress not in OPEN:
        return edit(_noted(act, about))
    checkins.tapped(act.session, asked.id, act.now)
    question = edit(checkin.at_hand(act, asked).with_note(_words_for(act, said)))
    if said.answer == Coming.CANNOT:
        return question + send(Message(act.words.say("rsvp.why"), _reasons(act, about)))
    return question
