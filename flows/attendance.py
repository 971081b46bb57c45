"""Attendance: who was there, in one message of names to tap; and a kind word for who was not."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from content.message import Button, Message, Reply, Rows, column, edit
from db import attendance, deliveries, rsvps, sessions
from db.models import Coming, Meeting, Meets, Priority
from db.sessions import Member
from flows import afterwards, gate, looks, meeting, noted, sharing
from flows.act import Act
from flows.errors import OldButton

# The first families may be marked while the others still come in.
EARLY = timedelta(minutes=30)
OPINION_KEEPS = timedelta(hours=48)
NEXT_DAY, MONTH = timedelta(hours=20), timedelta(days=30)
LONGEST_NAME = 14
# What follows a session gives way to the questions of the day.
AFTERWARDS = Priority.MATERIAL


def may_be_marked(about: Meeting, now: datetime) -> bool:
    """Whether it is about to begin, or has begun, and was not called off."""
    return about.state != Meets.CANCELLED and now >= about.starts_at - EARLY


@gate.needs_second_factor
def show(act: Act, *, meeting_id: int) -> Reply:
    """Show everybody the session was for; who said that they come is marked to begin with."""
    about = meeting.of_worker(act, meeting_id)
    if not may_be_marked(about, act.now):
        return edit(Message(act.words.say("attendance.not_yet")))
    members = sessions.members(act.session, about.programme_id)
    if not members:
        back = Button(act.words.say("prog.back"), f"sess:show:{about.id}")
        return edit(Message(act.words.say("attendance.nobody"), column(back)))
    said = rsvps.of(act.session, about)
    coming = {one.person_id for one in said.values() if one.answer == Coming.COMING}
    came = {member.person_id: member.person_id in coming for member in members}
    attendance.begin(act.session, about, came, act.who.id)
    _look(act, about)
    return edit(_list(act, about, members))


@gate.needs_second_factor
def mark(act: Act, *, meeting_id: int, place_id: int | None) -> Reply:
    """Turn one name over, or mark everybody as having come."""
    about = meeting.of_worker(act, meeting_id)
    members = sessions.members(act.session, about.programme_id)
    shown = _open_to_see(act, about, members)
    marks = attendance.marks(act.session, about.id)
    if place_id is None:
        everybody = [member.person_id for member in shown]
        attendance.mark(act.session, about, everybody, act.who.id, came=True)
        return edit(_list(act, about, members))
    member = next((one for one in shown if one.place_id == place_id), None)
    if member is None or member.person_id not in marks:
        raise OldButton
    attendance.mark(act.session, about, [member.person_id], act.who.id, came=not marks[member.person_id])
    return edit(_list(act, about, members))


def done(act: Act, *, meeting_id: int) -> Reply:
    """Let what is marked count: who came gets three taps and a step, after the last session a farewell."""
    about = meeting.of_worker(act, meeting_id)
    if about.state == Meets.CANCELLED or not attendance.marks(act.session, about.id):
        raise OldButton
    attendance.close(act.session, about.id, act.now)
    marks = attendance.marks(act.session, about.id)
    there = [person for person, came in marks.items() if came]
    _ask_who_came(act, about, there)
    afterwards.offer_steps(act, about, there)
    if meeting.is_last(act.session, about):
        _part(act, about)
    return edit(result(act, about))


def offer(act: Act, *, meeting_id: int, place_id: int) -> Reply:
    """Offer a word about the session to somebody who missed it; once, and only if they still take part."""
    about = meeting.of_worker(act, meeting_id)
    members = _open_to_see(act, about, sessions.members(act.session, about.programme_id))
    member = next((one for one in members if one.place_id == place_id), None)
    if member is None:
        raise OldButton
    if attendance.offered(act.session, about.id, member.person_id, act.now):
        deliveries.queue(act.session, meeting.owed(about, [member.person_id], meeting.MAKEUP, act.now))
    return edit(result(act, about))


def result(act: Act, about: Meeting) -> Message:
    """Return who came and who missed it, with what can be done next; it is a look at the whole group."""
    act.session.refresh(about)
    marks = attendance.marks(act.session, about.id)
    members = [one for one in sessions.members(act.session, about.programme_id) if one.person_id in marks]
    shown = _open_to_see(act, about, members)
    missed = [one for one in shown if not marks[one.person_id]]
    head = act.words.say(
        "attendance.result", name=meeting.name(about, act.words), came=sum(marks.values()), of=len(marks)
    )
    lines = [head, *_who_missed(act, about, missed), *_kept_back(act, len(members) - len(shown))]
    buttons = [
        Button(act.words.say("makeup.button", label=one.label), f"makeup:{about.id}:{one.place_id}")
        for one in missed
        if not _was_offered(act, about, one)
    ]
    buttons += [
        noted.button(act, about),
        Button(act.words.say("attendance.correct"), f"here:{about.id}:show"),
        Button(act.words.say("prog.back"), f"sess:show:{about.id}"),
    ]
    _look(act, about)
    if meeting.is_last(act.session, about):
        buttons.append(Button(act.words.say("prog.extra"), f"prog:extra:{about.programme_id}"))
    return Message("\n".join(lines), column(*buttons))


def _open_to_see(act: Act, about: Meeting, members: Sequence[Member]) -> Sequence[Member]:
    """Return whom the worker sees: while they mark all who are there, afterwards whoever shows it."""
    if about.state != Meets.HELD:
        return members
    hidden = sharing.withholding(act.session, sharing.Reader.SOCIAL_WORKER, sharing.What.ATTENDANCE)
    return [one for one in members if one.person_id not in hidden]


def _kept_back(act: Act, count: int) -> list[str]:
    return [act.words.count("attendance.kept_back", count)] if count else []


def _look(act: Act, about: Meeting) -> None:
    looks.at(act, None, f"programme:{about.programme_id} attendance {about.id}")


def _who_missed(act: Act, about: Meeting, missed: Sequence[Member]) -> list[str]:
    said = rsvps.of(act.session, about)
    lines = [act.words.say("attendance.missed")] if missed else []
    for one in missed:
        reason = said[one.person_id].reason if one.person_id in said else None
        told = [act.words.say(f"rsvp.because.{reason}")] if reason else []
        told += [act.words.say("makeup.offered")] if _was_offered(act, about, one) else []
        told_of = act.words.say("session.cannot_because", label=one.label, reason=" · ".join(told))
        lines.append(told_of if told else one.label)
    return lines


def _was_offered(act: Act, about: Meeting, one: Member) -> bool:
    found = attendance.of_person(act.session, about.id, one.person_id)
    return found is not None and found.offered_at is not None


def _list(act: Act, about: Meeting, members: Sequence[Member]) -> Message:
    marks = attendance.marks(act.session, about.id)
    shown = _open_to_see(act, about, members)
    names = [
        Button(_name(one, came=marks.get(one.person_id, False)), f"here:{about.id}:{one.place_id}")
        for one in shown
    ]
    pairs: Rows = tuple(tuple(names[n : n + 2]) for n in range(0, len(names), 2))
    count = sum(marks.values())
    last: Rows = (
        (
            Button(act.words.say("attendance.all"), f"here:{about.id}:all"),
            Button(act.words.say("attendance.done", count=count), f"here:{about.id}:done"),
        ),
    )
    text = act.words.say("attendance.tap", name=meeting.name(about, act.words))
    text = "\n".join([text, *_kept_back(act, len(members) - len(shown))])
    return Message(text, (*pairs, *last))


def _name(one: Member, *, came: bool) -> str:
    called = (one.called or "")[:LONGEST_NAME]
    return f"{'✓' if came else '○'} {one.label} {called}".rstrip()


def _ask_who_came(act: Act, about: Meeting, came: Sequence[int]) -> None:
    """Queue the question to who came, unless the session is too long ago to be asked about."""
    not_after = meeting.ends_at(about) + OPINION_KEEPS
    due = max(act.now, meeting.ends_at(about))
    if due < not_after:
        rows = meeting.owed(
            about, came, meeting.OPINION, act.now, due_at=due, not_after=not_after, priority=AFTERWARDS
        )
        deliveries.queue(act.session, rows)


def _part(act: Act, about: Meeting) -> None:
    """Queue the farewell for the next day, and a word one and two months later."""
    everybody = [member.person_id for member in sessions.members(act.session, about.programme_id)]
    next_day = meeting.ends_at(about) + NEXT_DAY
    dues = {meeting.FAREWELL: max(act.now, next_day)}
    dues |= {month: next_day + MONTH * number for number, month in enumerate(meeting.MONTHS, start=1)}
    rows = [
        row
        for what, due in dues.items()
        for row in meeting.owed(about, everybody, what, act.now, due_at=due, priority=AFTERWARDS)
    ]
    deliveries.queue(act.session, rows)
