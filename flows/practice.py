"""A step that fits: offered when something became worse or when asked for, and a day later one question."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from content.catalogue import Words
from content.library import library
from content.library.piece import Piece
from content.message import Button, Message, Reply, column, edit
from db import alerts, deliveries, people, practices
from db.models import Kind, Person, Practice, Priority, Role, Standing
from db.session import Session
from flows import leaf
from flows.act import Act
from flows.errors import OldButton
from flows.library import come_in
from flows.next_day import day_after
from flows.picking import NOT, VERDICTS, pick
from scales.dimensions import ORDER

KINDS = (Kind.MATERIAL, Kind.PRACTICE, Kind.BY_HAND)
ASKED, SENT, GROUP = "asked", "sent", "group"
A_WEEK, SLACK = timedelta(days=7), timedelta(hours=12)
KEEPS = timedelta(days=2)


def offer_what_fits(session: Session, person: Person, dimensions: Sequence[str], now: datetime) -> bool:
    """Choose a step for the first of these dimensions that has one, and queue it; true if it will come.

    At most one a week comes unasked, to somebody who takes part as ever and has no open alert.
    """
    return _may_come_unasked(session, person, now) and any(
        _choose(session, person, library().steps(dimension), dimension, now, now) for dimension in dimensions
    )


def offer_from_session(
    session: Session, person: Person, steps: Sequence[str], due_at: datetime, now: datetime
) -> bool:
    """Choose a step of a session for somebody who came to it, and queue it; the same limits hold."""
    # A session that ends or is marked a little earlier than last week's is a week later all the same.
    return _may_come_unasked(session, person, now + SLACK) and _choose(
        session, person, steps, GROUP, due_at, now
    )


def _may_come_unasked(session: Session, person: Person, now: datetime) -> bool:
    here = person.role == Role.CAREGIVER and person.standing == Standing.ACTIVE
    if not here or alerts.any_open(session, person.id):
        return False
    return not practices.chosen_since(session, person.id, now - A_WEEK, besides=(ASKED, SENT))


def _choose(
    session: Session, person: Person, steps: Sequence[str], because: str, due_at: datetime, now: datetime
) -> bool:
    piece = _pick(session, person, steps, now)
    if piece is not None:
        chosen = practices.add(session, person, piece, because, now)
        _queue(session, person, chosen, f"practice:{chosen.id}", due_at, now)
    return piece is not None


def ask(act: Act) -> Reply:
    """Show a step at once to somebody who asks for one; the question how it went comes a day later."""
    come_in(act)
    fitting = list(dict.fromkeys(key for dimension in ORDER for key in library().steps(dimension)))
    piece = _pick(act.session, act.who, fitting, act.now)
    if piece is None:
        back = column(Button(act.words.say("library.back"), "library:menu:0"))
        return edit(Message(act.words.say("practice.none_left"), back))
    chosen = practices.add(act.session, act.who, piece, ASKED, act.now)
    arrive(act.session, chosen.id, act.now)
    return edit(_offered(act.words, chosen, _piece(chosen, act.language)))


def arrive(session: Session, practice_id: int, now: datetime) -> None:
    """Note that a piece reached its person, and owe them, once, the question how a step went."""
    if not practices.arrived(session, practice_id, now):
        return
    chosen = practices.by_id(session, practice_id)
    person = people.by_id(session, chosen.person_id) if chosen else None
    if chosen is None or person is None or chosen.because == SENT:
        return
    if practices.question_waits(session, person.id):  # one a day is enough, however many were asked for
        return
    _queue(session, person, chosen, question_about(chosen.id), day_after(person, now), now)


def question_about(practice_id: int) -> str:
    """Return the subject of the question how a step went."""
    return f"practice:{practice_id}/after"


def offer(words: Words, person: Person, chosen: Practice) -> Message:
    """Return a step as it comes; on a shared phone only that something is waiting."""
    if person.shares_phone:
        return leaf.covered(words, f"practice:{chosen.id}:open")
    return _offered(words, chosen, _piece(chosen, words.language))


def question(words: Words, person: Person, chosen: Practice) -> Message:
    """Return the one question of the next day."""
    if person.shares_phone:
        return leaf.covered(words, f"practice:{chosen.id}:ask")
    return _question(words, chosen)


def open_(act: Act, *, practice_id: int) -> Reply:
    """Show what was covered on a shared phone."""
    chosen = _own(act, practice_id)
    if chosen.because == SENT:
        return edit(leaf.opened(act.session, act.words, act.who, chosen))
    return edit(_offered(act.words, chosen, _piece(chosen, act.language)))


def ask_again(act: Act, *, practice_id: int) -> Reply:
    """Show the question that was covered on a shared phone."""
    return edit(_question(act.words, _own(act, practice_id)))


def answer(act: Act, *, practice_id: int, said: str) -> Reply:
    """Keep what the person says of a step; it steers what is offered later."""
    chosen = _own(act, practice_id)
    if chosen.because == SENT:
        raise OldButton
    tried = said in VERDICTS
    helped = said if tried else NOT if said == "refuse" else None
    practices.answer(act.session, chosen.id, tried=tried, helped=helped, now=act.now)
    if helped is not None:
        practices.judge(act.session, act.who, chosen.piece, helped, act.now)
    deliveries.cancel(act.session, act.who.id, "answered", act.now, kinds=[Kind.PRACTICE], about=chosen.id)
    return edit(Message(act.words.say(f"practice.noted.{said}")))


def _own(act: Act, practice_id: int) -> Practice:
    """Return the person's own practice; its button was tapped, so it has arrived. Raises OldButton."""
    chosen = practices.by_id(act.session, practice_id)
    if chosen is None or chosen.person_id != act.who.id or library().text(chosen.piece, act.language) is None:
        raise OldButton
    arrive(act.session, chosen.id, act.now)
    return chosen


def _pick(session: Session, person: Person, fitting: Sequence[str], now: datetime) -> str | None:
    zone = ZoneInfo(person.zone)
    offered = practices.last_offered(session, person.id)
    return pick(
        fitting,
        verdicts=practices.verdicts(session, person.id),
        favourites=practices.favourites(session, person.id),
        offered={piece: at.astimezone(zone).date() for piece, at in offered.items()},
        today=now.astimezone(zone).date(),
    )


def _piece(chosen: Practice, language: str) -> Piece:
    piece = library().text(chosen.piece, language)
    assert piece is not None, "what is offered is on the shelf"
    return piece


def _offered(words: Words, chosen: Practice, piece: Piece) -> Message:
    said = [words.say(f"practice.because.{chosen.because}"), leaf.small_step(piece)]
    buttons = (
        *leaf.picture(piece, words),
        (Button(words.say("practice.read"), f"library:read:{chosen.piece}"),),
        (Button(words.say("practice.refuse"), f"practice:{chosen.id}:refuse"),),
    )
    return Message("\n\n".join(said), buttons)


def _question(words: Words, chosen: Practice) -> Message:
    piece = _piece(chosen, words.language)
    answers = [
        Button(words.say(f"practice.{said}"), f"practice:{chosen.id}:{said}")
        for said in (*VERDICTS, "untried")
    ]
    return Message(words.say("practice.how_was_it", title=piece.front.title), column(*answers))


def _queue(
    session: Session, person: Person, chosen: Practice, subject: str, due_at: datetime, now: datetime
) -> None:
    owed = {
        "site_id": person.site_id,
        "kind": Kind.PRACTICE,
        "subject": subject,
        "about_id": chosen.id,
        "person_id": person.id,
        "priority": Priority.MATERIAL,
        "due_at": due_at,
        "not_after": due_at + KEEPS,
        "queued_at": now,
    }
    deliveries.queue(session, [owed])
