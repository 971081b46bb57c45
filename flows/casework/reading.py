"""Reading what families write: one letter to a screen, opened by whom it was written to."""

from html import escape

from content.message import Button, Media, Message, Reply, edit, send
from db import letters, people, programmes
from db.models import Enrolment, Letter
from flows import gate, sharing
from flows.act import Act
from flows.casework import whose
from flows.casework.door import Case, case, look
from flows.casework.moments import clock
from flows.errors import OldButton


@gate.needs_second_factor
def first(act: Act, *, place_id: int) -> Reply:
    """Open the oldest letter that nobody has read, or else the newest."""
    found = case(act, place_id)
    letter = letters.first_unread(act.session, found.place) or letters.newest(act.session, found.place)
    if letter is None:
        return edit(Message(act.words.say("letter.none", label=found.label), (_card(act, found.place),)))
    return open_(act, letter_id=letter.id)


@gate.needs_second_factor
def open_(act: Act, *, letter_id: int) -> Reply:
    """Show one letter to somebody who may read it; whoever may not learns only whose it is."""
    letter, found = _letter(act, letter_id)
    if not whose.may_read(act, found.place, letter):
        return edit(Message(act.words.say("letter.not_yours", label=found.label), (_card(act, found.place),)))
    theirs = sharing.Reader.SOCIAL_WORKER
    if letter.from_family and sharing.kept_back(act.session, found.person.id, theirs, letter.written_at):
        kept = act.words.say("letter.kept_back", label=found.label)
        return edit(Message(kept, _ways(act, found, letter)))
    look(act, found.place.id, "letter")
    if letter.from_family:
        letters.opened(act.session, letter.id, act.who.id, act.now)
    shown = edit(Message(_text(act, found, letter), _ways(act, found, letter)))
    if letter.file is None:
        return shown
    gone = act.words.say("letter.file_gone", label=found.label)
    return shown + send(Message(found.label, media=Media(letter.kind, letter.file, gone)))


@gate.needs_second_factor
def settle(act: Act, *, letter_id: int) -> Reply:
    """Record that the family's letters up to this one need no answer."""
    letter, found = _letter(act, letter_id)
    if not letter.from_family or not whose.may_read(act, found.place, letter):
        raise OldButton
    letters.done(act.session, found.place, letter.id, act.now)
    return edit(Message(act.words.say("letter.done", label=found.label), (_card(act, found.place),)))


def _letter(act: Act, letter_id: int) -> tuple[Letter, Case]:
    letter = letters.by_id(act.session, letter_id)
    place = programmes.place_of(act.session, letter.person_id, letter.programme_id) if letter else None
    if letter is None or place is None:
        raise OldButton
    return letter, case(act, place.id)


def _text(act: Act, found: Case, letter: Letter) -> str:
    """Return the letter under a line that says who wrote it when."""
    say = act.words.say
    writer = people.by_id(act.session, letter.worker_id or 0)
    name = whose.name(act, writer) if writer else say("word.social_worker")
    at = clock(letter.written_at, act.who.zone, act.words)
    key = "letter.theirs" if letter.from_family else "letter.ours"
    head = say(key, label=found.label, called=found.person.called or "–", name=name, at=at)
    body = escape(letter.said or "", quote=False) or say(f"letter.kind.{letter.kind}")
    back = [say("letter.returned")] if letter.returned_at and not letter.from_family else []
    return "\n".join([head, *back, body])


def _ways(act: Act, found: Case, letter: Letter) -> tuple[tuple[Button, ...], ...]:
    say = act.words.say
    rows: list[tuple[Button, ...]] = []
    if letter.from_family:
        answer = Button(say("letter.answer"), f"write:{found.place.id}")
        settled = (
            (Button(say("letter.no_answer"), f"letter:{letter.id}:done"),) if letter.done_at is None else ()
        )
        rows.append((answer, *settled))
    before, after = letters.beside(act.session, letter)
    turns = [Button("‹", f"letter:{before}")] if before else []
    turns += [Button("›", f"letter:{after}")] if after else []
    return (*rows, (*turns, *_card(act, found.place)))


def _card(act: Act, place: Enrolment) -> tuple[Button, ...]:
    return (Button(act.words.say("case.back"), f"case:{place.id}"),)
