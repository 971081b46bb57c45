"""What is told about a session: the message of each delivery as things stand now, or why there is none."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from content.catalogue import Words, words
from content.message import Button, Message, Reply, column, edit
from db import attendance, programmes, rsvps, sessions
from db.models import CheckIn, Coming, Meeting, Person, Role, Rsvp
from db.session import Session
from flows import coming, meeting, opinion
from flows.act import Act
from flows.calendar_file import calendar_file
from flows.concern import worker_name
from flows.errors import OldButton

Instead = str


@dataclass(frozen=True)
class Telling:
    """Somebody who is told something about a session, at a moment."""

    session: Session
    about: Meeting
    person: Person
    now: datetime

    @property
    def words(self) -> Words:
        """The words of their language."""
        return words(self.person.language)

    @property
    def card(self) -> str:
        """The session's lines as they read where the person is."""
        return meeting.card(self.about, self.words, self.person.zone, self.now)


def message(session: Session, subject: str, person: Person, now: datetime) -> Message | Instead:
    """Return the message that a delivery's subject names, or the outcome that ends it unsent.

    On a phone that a child uses too a family reads only that a message is waiting.
    """
    number, sequence, what = subject.removeprefix("session:").split("/")
    about = sessions.by_id(session, int(number))
    assert about is not None, "a session is never deleted"
    if int(sequence) != about.sequence:
        return "cancelled:moved"
    place = programmes.place_of(session, person.id, about.programme_id)
    if place is None or place.left_at is not None:
        return "skipped:left"
    told = _told(Telling(session, about, person, now), what)
    if isinstance(told, Message) and person.shares_phone and person.role == Role.CAREGIVER:
        said = words(person.language)
        button = Button(said.say("button.open"), f"notice:{about.id}:{what.partition('-')[0]}")
        return Message(said.say("checkin.waiting"), column(button))
    return told


def open_(act: Act, *, meeting_id: int, what: str) -> Reply:
    """Show in place of the neutral line what it stood for; raises OldButton for what is nobody's to open."""
    about = meeting.of_family(act, meeting_id)
    if what not in FOR_FAMILIES:
        raise OldButton
    told = _told(Telling(act.session, about, act.who, act.now), what)
    if not isinstance(told, Message):
        return edit(Message(act.words.say("rsvp.over")))
    return edit(replace(told, attachment=None))


def riding(
    about: Meeting, person: Person, asked: CheckIn, arrives: Message, said: Rsvp | None, now: datetime
) -> Message:
    """Return a check-in's message with a session's reminder on it: one message, and one sound."""
    voice = words(person.language)
    card = meeting.card(about, voice, person.zone, now)
    if said is not None and said.answer == Coming.COMING:
        return arrives.with_note(f"{card}\n{voice.say('rsvp.see_you')}")
    asks = arrives.with_note(f"{card}\n{voice.say('rsvp.ask' if said is None else 'rsvp.ask_maybe')}")
    in_a_row = tuple(row[0] for row in coming.choices(voice, about, asked.id))
    return replace(asks, buttons=(in_a_row, *asks.buttons))


def _told(to: Telling, what: str) -> Message | Instead:
    return TOLD[what.partition("-")[0]](to)


def _reminder(key: str, *, with_file: bool = False) -> Callable[[Telling], Message | Instead]:
    """Return what reminds of a session: it fits what the person said, and who cannot come hears nothing."""

    def remind(to: Telling) -> Message | Instead:
        if not meeting.is_to_come(to.about, to.now):
            return "skipped:begun"
        said = rsvps.of_person(to.session, to.about, to.person.id)
        if said is not None and said.answer == Coming.CANNOT:
            return "skipped:cannot"
        file = calendar_file(to.about, to.words, to.now) if with_file else None
        head = f"{to.words.say(key, number=to.about.number)}\n{to.card}"
        if said is not None and said.answer == Coming.COMING:
            change = Button(to.words.say("rsvp.change"), f"rsvp:{to.about.id}:ask")
            return Message(f"{head}\n\n{to.words.say('rsvp.see_you')}", column(change), file)
        ask = to.words.say("rsvp.ask" if said is None else "rsvp.ask_maybe")
        return Message(f"{head}\n\n{ask}", coming.choices(to.words, to.about), file)

    return remind


def _moved(to: Telling) -> Message | Instead:
    if not meeting.is_to_come(to.about, to.now):
        return "skipped:begun"
    text = f"{to.words.say('session.moved', number=to.about.number)}\n{to.card}\n\n{to.words.say('rsvp.ask')}"
    return Message(text, coming.choices(to.words, to.about), calendar_file(to.about, to.words, to.now))


def _cancelled(to: Telling) -> Message | Instead:
    said = to.words.say(
        "session.cancelled",
        number=to.about.number,
        when=meeting.when(to.about, to.words, to.person.zone, to.now),
    )
    return Message(said, (), calendar_file(to.about, to.words, to.now))


def _file(to: Telling) -> Message | Instead:
    return Message(to.words.say("session.for_calendar"), (), calendar_file(to.about, to.words, to.now))


def _opinion(to: Telling) -> Message | Instead:
    mark = attendance.of_person(to.session, to.about.id, to.person.id)
    if mark is None or not mark.came or mark.spoke:
        return "skipped:said"
    return opinion.first(to.session, to.about, to.words)


def _makeup(to: Telling) -> Message | Instead:
    worker = worker_name(to.session, to.person, to.words)
    text = to.words.say("makeup.offer", number=to.about.number, worker=worker)
    return Message(text, column(Button(to.words.say("button.contact"), "contact")))


def _goodbye(key: str) -> Callable[[Telling], Message | Instead]:
    def say(to: Telling) -> Message | Instead:
        worker = worker_name(to.session, to.person, to.words)
        buttons = column(
            Button(to.words.say("button.contact"), "contact"), Button(to.words.say("button.help"), "help")
        )
        return Message(to.words.say(key, worker=worker), buttons)

    return say


def _who_was_there(to: Telling) -> Message | Instead:
    if to.about.held_at is not None:
        return "skipped:marked"
    button = Button(to.words.say("attendance.mark"), f"here:{to.about.id}:show")
    return Message(to.words.say("attendance.ask", name=meeting.name(to.about, to.words)), column(button))


def _heard(to: Telling) -> Message | Instead:
    lines = [meeting.name(to.about, to.words), *opinion.heard(to.session, to.about, to.words)]
    return Message("\n".join(lines))


TOLD: Mapping[str, Callable[[Telling], Message | Instead]] = {
    meeting.WEEK: _reminder("session.soon"),
    meeting.DAY: _reminder("session.soon", with_file=True),
    meeting.HOURS: _reminder("session.soon"),
    meeting.MOVED: _moved,
    meeting.CANCELLED: _cancelled,
    meeting.FILE: _file,
    meeting.OPINION: _opinion,
    meeting.MAKEUP: _makeup,
    meeting.FAREWELL: _goodbye("session.farewell"),
    **{month: _goodbye("session.month") for month in meeting.MONTHS},
    meeting.ATTENDANCE: _who_was_there,
    meeting.HEARD: _heard,
}
FOR_FAMILIES = frozenset(TOLD) - {meeting.ATTENDANCE, meeting.HEARD}
