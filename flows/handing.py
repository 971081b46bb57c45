"""Handing: a worker sends a family a piece of the library, also what only a person sends."""

from content.catalogue import Words
from content.library import library
from content.library.piece import Front, Piece
from content.message import Button, Message, Reply, Rows, column, edit, send
from db import alerts, audit, deliveries, labels, people, practices, programmes
from db.models import Act as Deed
from db.models import Enrolment, Kind, Person, Practice, Priority, Role, Standing
from flows import authority, gate, leaf
from flows.act import Act
from flows.arm import waits_for_programme
from flows.errors import OldButton
from flows.practice import SENT

A_PAGE = 5


@gate.needs_second_factor
def choose(act: Act, *, label: str) -> Reply:
    """Ask which piece a family of this label is to get; where two programmes have the label, which family."""
    if not label:
        return act.say("send.how")
    places = labels.labelled(act.session, authority.reached(act, "handing.send"), label)
    places = [place for place in places if place.role == Role.CAREGIVER]
    if not places:
        return act.say("send.unknown", label=label)
    if len(places) == 1:
        return send(_titles(act, places[0], 0))
    buttons = []
    for place in places:
        programme = programmes.by_id(act.session, place.programme_id)
        assert programme is not None, "a place is in a programme"
        buttons.append(Button(programme.name, f"send:{place.id}:0"))
    return send(Message(act.words.say("send.where", label=label), column(*buttons)))


@gate.needs_second_factor
def turn(act: Act, *, place_id: int, page: int) -> Reply:
    """Show a page of titles."""
    return edit(_titles(act, _own(act, place_id), page))


@gate.needs_second_factor
def look(act: Act, *, place_id: int, key: str) -> Reply:
    """Show the piece as the family will read it, and whether a professional has read it."""
    place = _own(act, place_id)
    piece = _piece(key, _person(act, place).language)
    note = act.words.say("send.look", label=place.label, review=review(piece.front, act.words))
    if piece.front.sent_by_person_only:
        note = f"{note}\n{act.words.say('send.by_person')}"
    buttons = column(
        Button(act.words.say("send.give", label=place.label), f"send:{place.id}:give:{key}"),
        Button(act.words.say("send.other"), f"send:{place.id}:0"),
    )
    return edit(leaf.page(piece, act.words, buttons=buttons).with_note(note))


@gate.needs_second_factor
def give(act: Act, *, place_id: int, key: str) -> Reply:
    """Owe the family the piece, or say why it must not come now.

    What only a person sends is a human's word: it counts in no budget, waits for no programme, and goes also
    to somebody who rests. The night holds for it as well.
    """
    place = _own(act, place_id)
    person = _person(act, place)
    by_person = _piece(key, person.language).front.sent_by_person_only
    hindered = _hindered(act, place, person, by_person=by_person)
    if hindered is not None:
        return edit(Message(act.words.say(hindered, label=place.label)))
    sent = practices.add(act.session, person, key, SENT, act.now, sent_by=act.who.id)
    _queue(act, person, sent, by_person=by_person)
    _write_down(act, person, key)
    return edit(Message(act.words.say("send.done", label=place.label)))


def review(front: Front, words: Words) -> str:
    """Return who has read the text as a professional, or plainly that nobody has."""
    if front.reviewed is None:
        return words.say("send.not_reviewed")
    read = front.reviewed
    return words.say("send.reviewed", by=read.by, calling=read.calling, on=read.on.isoformat())


def _hindered(act: Act, place: Enrolment, person: Person, *, by_person: bool) -> str | None:
    if person.standing == Standing.STOPPED or place.left_at is not None:
        return "send.stopped"
    if by_person:
        return None
    if person.standing != Standing.ACTIVE:
        return "send.rests"
    if alerts.any_open(act.session, person.id):
        return "send.alert"
    return "send.arm" if waits_for_programme(act.session, person) else None


def _queue(act: Act, person: Person, sent: Practice, *, by_person: bool) -> None:
    owed = {
        "site_id": person.site_id,
        "kind": Kind.BY_HAND if by_person else Kind.MATERIAL,
        "subject": f"material:{sent.id}",
        "about_id": sent.id,
        "person_id": person.id,
        "priority": Priority.SESSION if by_person else Priority.MATERIAL,
        "due_at": act.now,
        "queued_at": act.now,
    }
    deliveries.queue(act.session, [owed])


def _write_down(act: Act, person: Person, key: str) -> None:
    """Write down who sent which piece to whom."""
    audit.record(
        act.session,
        site_id=person.site_id,
        actor_id=act.who.id,
        act=Deed.SENT_PIECE,
        person_id=person.id,
        about=f"piece {key}",
        now=act.now,
    )


def _own(act: Act, place_id: int) -> Enrolment:
    """Return a family's place in one of this worker's programmes; raises OldButton for any other."""
    place = authority.family_of(act, "handing.piece", place_id)
    if place is None:
        raise OldButton
    return place


def _person(act: Act, place: Enrolment) -> Person:
    person = people.by_id(act.session, place.person_id)
    assert person is not None, "a place goes with its person"
    return person


def _piece(key: str, language: str) -> Piece:
    piece = library().text(key, language)
    if piece is None:
        raise OldButton
    return piece


def _titles(act: Act, place: Enrolment, page: int) -> Message:
    """Return a page of all titles, what only a person sends first: it is looked for in the hardest hour."""
    fronts = sorted(library().fronts(), key=lambda front: not front.sent_by_person_only)
    texts = [library().text(front.key, act.language) for front in fronts]
    lines = [_title(act.words, place, piece) for piece in texts if piece is not None]
    last = max(0, (len(lines) - 1) // A_PAGE)
    page = min(page, last)
    turns = tuple(
        Button(act.words.say(f"library.{way}"), f"send:{place.id}:{to}")
        for way, to in (("earlier", page - 1), ("further", page + 1))
        if 0 <= to <= last
    )
    rows: Rows = column(*lines[page * A_PAGE : (page + 1) * A_PAGE])
    said = act.words.say("send.which", label=place.label, page=page + 1, pages=last + 1)
    return Message(said, (*rows, turns) if turns else rows)


def _title(words: Words, place: Enrolment, piece: Piece) -> Button:
    said = piece.front.title
    if piece.front.sent_by_person_only:
        said = words.say("send.marked", title=said)
    return Button(said, f"send:{place.id}:look:{piece.front.key}")
