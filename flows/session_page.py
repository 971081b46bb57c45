"""One session as its worker sees it: when, who comes, what its families take along, and what can be done."""

from content.message import Button, Message, Reply, column, edit
from db import attendance, rsvps, session_notes, sessions
from db.models import Coming, Meeting, Meets, Rsvp
from db.sessions import Member
from flows import material, meeting, noted, running
from flows.act import Act
from flows.attendance import may_be_marked


def page(act: Act, *, meeting_id: int, note: str = "") -> Reply:
    """Show one session: who comes, by case label, and what can be done about it."""
    about = meeting.of_worker(act, meeting_id)
    act.session.refresh(about)
    card = meeting.card(about, act.words, act.who.zone, act.now)
    lines = [
        "\n".join([card, _state(act, about), *_brings(act, about)]),
        *_who(act, about),
        *_after(act, about),
    ]
    message = Message("\n\n".join(lines), column(*_doings(act, about)))
    return edit(message.with_note(note) if note else message)


def ask_cancel(act: Act, *, meeting_id: int) -> Reply:
    """Ask once whether to call a session off."""
    about = meeting.of_worker(act, meeting_id)
    if not meeting.is_to_come(about, act.now):
        return edit(Message(act.words.say("rsvp.over")))
    buttons = column(
        Button(act.words.say("session.drop"), f"sess:drop:{about.id}"),
        Button(act.words.say("session.keep"), f"sess:show:{about.id}"),
    )
    return edit(Message(act.words.say("session.drop_sure", name=meeting.name(about, act.words)), buttons))


def cancel(act: Act, *, meeting_id: int) -> Reply:
    """Call a session off, and say how many are told."""
    about = meeting.of_worker(act, meeting_id)
    if not meeting.is_to_come(about, act.now):
        return edit(Message(act.words.say("rsvp.over")))
    told = running.cancel(act.session, about, act.now)
    return page(act, meeting_id=about.id, note=told_to(act, told))


def told_to(act: Act, families: int) -> str:
    """Return how many families hear of a change, or that there is none to tell."""
    return act.words.count("plan.told", families) if families else act.words.say("plan.told_nobody")


def _who(act: Act, about: Meeting) -> list[str]:
    """Return by answer who gave it, by case label; nobody's name stands in a chat for all to see."""
    if about.state not in {Meets.PLANNED, Meets.MOVED}:
        return []
    said = rsvps.of(act.session, about)
    members = sessions.members(act.session, about.programme_id)
    lines = []
    for answer in (*Coming, None):
        labels = [
            _label(act, one, said.get(one.person_id))
            for one in members
            if (said[one.person_id].answer if one.person_id in said else None) == answer
        ]
        if labels:
            lines.append(act.words.say(f"session.who.{answer or 'nothing'}", labels=", ".join(labels)))
    return ["\n".join(lines)] if lines else []


def _label(act: Act, one: Member, said: Rsvp | None) -> str:
    if said is None or said.reason is None:
        return one.label
    reason = act.words.say(f"rsvp.because.{said.reason}")
    return act.words.say("session.cannot_because", label=one.label, reason=reason)


def _state(act: Act, about: Meeting) -> str:
    """Return how many came to a session, or where one that is not marked stands."""
    if about.state == Meets.HELD:
        came, of = attendance.counts(act.session, [about.id]).get(about.id, (0, 0))
        return act.words.say("session.held", came=came, of=of)
    return meeting.standing(about, act.words, act.now)


def _after(act: Act, about: Meeting) -> list[str]:
    """Return what its workers noted; what families said about it is told once, and not here."""
    note = session_notes.of_programme(act.session, about.programme_id).get(about.id)
    return ["\n".join(noted.lines(note, about, act.words))] if note else []


def _brings(act: Act, about: Meeting) -> list[str]:
    """Return what the families take along, or that nothing was chosen where a worker chooses it."""
    piece = material.to_read(about, act.words)
    if about.state == Meets.CANCELLED:
        return []
    if piece is None and not material.is_chosen(about):
        return []
    title = piece.front.title if piece else act.words.say("plan.piece.none")
    return [act.words.say("session.brings", title=title)]


def _doings(act: Act, about: Meeting) -> list[Button]:
    back = Button(act.words.say("prog.back"), f"prog:show:{about.programme_id}")
    mark = Button(act.words.say("attendance.mark"), f"here:{about.id}:show")
    if about.state == Meets.CANCELLED:
        return [back]
    if about.state == Meets.HELD:
        return [mark, noted.button(act, about), back]
    if about.starts_at <= act.now:
        return [mark, back]
    move = Button(act.words.say("session.move"), f"sess:move:{about.id}")
    cancel = Button(act.words.say("session.cancel"), f"sess:cancel:{about.id}")
    choose = Button(act.words.say("session.choose"), f"sess:material:{about.id}")
    first = [mark] if may_be_marked(about, act.now) else []
    return [*first, move, *([choose] if material.is_chosen(about) else []), cancel, back]
