"""Standing by a family for whom everything has stopped: the words a person sends, another keeper, an end."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from content.catalogue import Words, words
from content.message import Button, Message, Reply, column, edit, send
from db import deliveries, families, halts, people, programmes
from db.models import Act as Deed
from db.models import Draft, Enrolment, Halt, Kind, Person, Standing
from db.session import Session
from flows import authority, gate
from flows.act import Act
from flows.errors import OldButton
from flows.families import telling

NOTE = "halt_note"
PATIENCE = timedelta(days=1)


@gate.needs_second_factor
def open_(act: Act, *, halt_id: int) -> Reply:
    """Show the card of what has stopped."""
    return edit(card(act, _mine(act, halt_id)))


def card(act: Act, halt: Halt) -> Message:
    """Return the card: whom it covers, who stands by them, and what a person can do."""
    say, together = act.words.say, halts.together(act.session, halt.event)
    keeper = people.by_id(act.session, halt.keeper_id) if halt.keeper_id else None
    since = halt.since.astimezone(ZoneInfo(act.who.zone)).strftime("%Y-%m-%d %H:%M")
    lines = [
        say(
            f"halt.card.{halt.why}",
            labels=", ".join(halts.labels(act.session, together)),
            code=_code(act, halt),
        ),
        say("halt.card.since", when=since),
        say(
            "halt.card.keeper",
            name=keeper.called or say("word.social_worker") if keeper else say("word.team"),
        ),
        say("halt.card.spoken" if halt.words_at else "halt.card.unspoken"),
    ]
    buttons = [] if halt.words_at else [Button(say("halt.words"), f"halt:words:{halt.id}")]
    buttons.append(Button(say("halt.other"), f"halt:keeper:{halt.id}"))
    buttons.append(Button(say("halt.undo"), f"halt:undo:{halt.id}"))
    return Message("\n".join(lines), column(*buttons))


@gate.needs_second_factor
def read_words(act: Act, *, halt_id: int) -> Reply:
    """Show the words as each of the family will read them, before anything is sent."""
    halt = _mine(act, halt_id)
    covered = [people.by_id(act.session, each.person_id) for each in halts.together(act.session, halt.event)]
    spoken = dict.fromkeys(person.language for person in covered if person)
    texts = [words(language).say(f"care.{halt.why}") for language in spoken]
    buttons = column(
        Button(act.words.say("halt.send"), f"halt:send:{halt.id}"),
        Button(act.words.say("halt.not_yet"), f"halt:open:{halt.id}"),
    )
    return edit(Message("\n\n".join([act.words.say("halt.read"), *texts]), buttons))


@gate.needs_second_factor
def send_words(act: Act, *, halt_id: int) -> Reply:
    """Send the words, once, to everybody it covers who can be written to."""
    halt = _mine(act, halt_id)
    if halt.words_at is None:
        rows = [
            telling.owed(act, Kind.CARE, each, each.person_id, f"halt:{each.event}/words")
            for each in halts.together(act.session, halt.event)
        ]
        deliveries.queue(act.session, rows)
        halts.spoken(act.session, halt.event, act.now)
    return edit(card(act, halt))


def spoken(session: Session, words: Words, person: Person, halt_id: int) -> Message | None:
    """Return the words as they leave, on a shared phone a neutral line; None once it was a mistake."""
    halt = halts.by_id(session, halt_id)
    if halt is None or halt.ended_at is not None:
        return None
    if person.shares_phone:
        return Message(
            words.say("checkin.waiting"), column(Button(words.say("button.open"), f"care:{halt.id}"))
        )
    return _words(words, halt)


def unfold(act: Act, *, halt_id: int) -> Reply:
    """Show the words to the one they are for."""
    halt = halts.by_id(act.session, halt_id)
    if halt is None or halt.person_id != act.who.id or halt.ended_at is not None or halt.words_at is None:
        raise OldButton
    return edit(_words(act.words, halt))


def _words(words: Words, halt: Halt) -> Message:
    contact, help_ = Button(words.say("button.contact"), "contact"), Button(words.say("button.help"), "help")
    return Message(words.say(f"care.{halt.why}"), column(contact, help_))


@gate.needs_second_factor
def ask_keeper(act: Act, *, halt_id: int) -> Reply:
    """Ask who of the workers stands by the family from now on."""
    halt = _mine(act, halt_id)
    buttons = [
        Button(each.called or act.words.say("word.social_worker"), f"halt:give:{halt.id}:{each.id}")
        for each in _workers(act, halt)
        if each.id != halt.keeper_id
    ]
    back = Button(act.words.say("halt.not_yet"), f"halt:open:{halt.id}")
    return edit(Message(act.words.say("halt.who" if buttons else "halt.nobody_else"), column(*buttons, back)))


@gate.needs_second_factor
def give(act: Act, *, halt_id: int, worker_id: int) -> Reply:
    """Let another worker stand by the family, and tell them."""
    halt = _mine(act, halt_id)
    keeper = next((each for each in _workers(act, halt) if each.id == worker_id), None)
    if keeper is None:
        raise OldButton
    halts.give(act.session, halt.event, keeper.id)
    if keeper.id != act.who.id:
        telling.tell(act, halt, keeper)
    return edit(card(act, halt))


@gate.needs_second_factor
def ask_note(act: Act, *, halt_id: int) -> Reply:
    """Ask for the note without which nothing begins again."""
    halt = _mine(act, halt_id)
    people.begin_draft(
        act.session, act.who.id, NOTE, "note", said={"halt": halt.id}, now=act.now, lasts=PATIENCE
    )
    return edit(
        Message(
            act.words.say("halt.note"), column(Button(act.words.say("halt.not_yet"), f"halt:open:{halt.id}"))
        )
    )


def hear_note(act: Act, draft: Draft, text: str) -> Reply:
    """Take what was written as the note with which everything begins again."""
    return begin_again(act, halt_id=int(draft.said["halt"]), note=text)


@gate.needs_second_factor
def begin_again(act: Act, *, halt_id: int, note: str) -> Reply:
    """End what has stopped, with the note: everybody stands again as before."""
    halt = _mine(act, halt_id)
    people.drop_draft(act.session, act.who.id)
    covered = halts.together(act.session, halt.event)
    labels = ", ".join(halts.labels(act.session, covered))
    for each in covered:
        each.ended_at, each.ended_by, each.note = act.now, act.who.id, note
        person = people.by_id(act.session, each.person_id)
        if person is not None and person.standing == each.why:
            _stand_again(act, person, each.was)
    telling.write_down(act, halt.person_id, Deed.RESUMED, f"{halt.why}, {labels}")
    return send(Message(act.words.say("halt.ended", labels=labels)))


def _stand_again(act: Act, person: Person, was: str) -> None:
    person.standing = was
    if was == Standing.ACTIVE:
        programmes.replan(act.session, person.id, act.now)


def _mine(act: Act, halt_id: int) -> Halt:
    """Return what has stopped for a family of one's own programme, or of which one is the keeper."""
    halt = halts.by_id(act.session, halt_id)
    if halt is None or halt.ended_at is not None:
        raise OldButton
    place = _place(act, halt)
    mine = authority.reached(act, "kin.care")
    if halt.keeper_id != act.who.id and (place is None or place.programme_id not in mine):
        raise OldButton
    return halt


def _place(act: Act, halt: Halt) -> Enrolment | None:
    for each in halts.together(act.session, halt.event):
        if each.enrolment_id is not None:
            return programmes.place(act.session, each.enrolment_id)
    return None


def _workers(act: Act, halt: Halt) -> list[Person]:
    place = _place(act, halt)
    return list(people.workers_of(act.session, place.programme_id)) if place else []


def _code(act: Act, halt: Halt) -> str:
    child = families.child_of(act.session, halt.person_id)
    place = _place(act, halt)
    return child.code if child else place.label if place else "–"
