"""Notes: what a worker wrote down about a family; nobody changes one, anybody of the case adds to it."""

from datetime import timedelta
from html import escape

from content.message import Button, Message, Reply, edit, send
from db import notes, people, programmes
from db.models import Act as Deed
from db.models import Draft, Note
from flows import gate
from flows.act import Act
from flows.casework import door, whose
from flows.casework.door import Case, case, look
from flows.casework.moments import clock, moment
from flows.casework.paths import cancel, plainly, shortened
from flows.errors import OldButton

DRAFT = "note"
LONGEST, ON_A_LINE = 600, 60
ON_A_SCREEN = 6
PATIENCE = timedelta(hours=2)


def listed(act: Act, found: Case) -> Message:
    """Return the latest notes in a line each, numbered, and the way to write one."""
    kept = notes.about(act.session, found.place, ON_A_SCREEN)
    lines = [_line(act, n, note) for n, note in enumerate(kept, 1)] or [act.words.say("note.none")]
    opens = tuple(Button(str(n), f"note:{note.id}") for n, note in enumerate(kept, 1))
    write = Button(act.words.say("note.write"), f"note:new:{found.place.id}")
    rows = [opens] if opens else []
    return Message("\n".join(lines), (*rows, (write, _card(act, found))))


@gate.needs_second_factor
def open_(act: Act, *, note_id: int) -> Reply:
    """Show one note whole, with what was added to it."""
    note, found = _note(act, note_id)
    look(act, found.place.id, "note")
    parts = [_whole(act, each) for each in (note, *notes.additions(act.session, note.id))]
    add = Button(act.words.say("note.add"), f"note:add:{note.id}")
    back = Button(act.words.say("note.back"), f"case:{found.place.id}:notes")
    return edit(Message("\n".join(parts), ((add, back),)))


@gate.needs_second_factor
def begin(act: Act, *, place_id: int) -> Reply:
    """Open the dialogue in which the next text is a note about this family."""
    found = case(act, place_id)
    return _ask(act, found, None)


@gate.needs_second_factor
def begin_addition(act: Act, *, note_id: int) -> Reply:
    """Open the dialogue in which the next text is added to a note."""
    note, found = _note(act, note_id)
    return _ask(act, found, note.id)


def hear(act: Act, draft: Draft, text: str) -> Reply:
    """Take what was written as a note."""
    return keep(act, place_id=int(draft.said["place"]), adds_to=draft.said["adds_to"], text=text)


@gate.needs_second_factor
def keep(act: Act, *, place_id: int, adds_to: int | None, text: str) -> Reply:
    """Keep a note, or an addition to one."""
    found = case(act, place_id)
    text = plainly(text)
    if not text or len(text) > LONGEST:
        asked = act.words.say("letter.too_long" if text else "letter.empty", most=LONGEST)
        return send(Message(asked, (cancel(act),)))
    people.drop_draft(act.session, act.who.id)
    notes.add(
        act.session,
        Note(
            site_id=found.place.site_id,
            programme_id=found.place.programme_id,
            person_id=found.place.person_id,
            author_id=act.who.id,
            adds_to=adds_to,
            said=text,
            written_at=act.now,
        ),
    )
    door.note(act, Deed.NOTED, found.place, "note")
    back = (Button(act.words.say("case.notes_back"), f"case:{found.place.id}:notes"), _card(act, found))
    return send(Message(act.words.say("note.kept", label=found.label), (back,)))


def _ask(act: Act, found: Case, adds_to: int | None) -> Reply:
    said = {"place": found.place.id, "adds_to": adds_to}
    people.begin_draft(act.session, act.who.id, DRAFT, "write", said=said, now=act.now, lasts=PATIENCE)
    return send(Message(act.words.say("note.ask", label=found.label), (cancel(act),)))


def _note(act: Act, note_id: int) -> tuple[Note, Case]:
    note = notes.by_id(act.session, note_id)
    place = programmes.place_of(act.session, note.person_id, note.programme_id) if note else None
    if note is None or place is None or note.adds_to is not None:
        raise OldButton
    return note, case(act, place.id)


def _line(act: Act, n: int, note: Note) -> str:
    when = moment(note.written_at, act.now, act.who.zone, act.words)
    return act.words.say(
        "note.line", n=n, day=when, name=_author(act, note), text=shortened(note.said, ON_A_LINE)
    )


def _whole(act: Act, note: Note) -> str:
    at = clock(note.written_at, act.who.zone, act.words)
    return f"{act.words.say('note.head', at=at, name=_author(act, note))}\n{escape(note.said, quote=False)}"


def _author(act: Act, note: Note) -> str:
    author = people.by_id(act.session, note.author_id or 0)
    return whose.name(act, author) if author else act.words.say("word.social_worker")


def _card(act: Act, found: Case) -> Button:
    return Button(act.words.say("case.back"), f"case:{found.place.id}")
