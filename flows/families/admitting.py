"""Admission: who comes by a poster waits until a worker has looked, and is told kindly either way."""

from html import escape

from content.catalogue import Words
from content.message import Button, Message, Reply, column, edit
from db import admissions, deliveries, families, people, programmes
from db.models import Act as Deed
from db.models import Admission, Kind, Person, Priority, Role, Standing
from db.session import Session
from flows import authority, gate, looks
from flows.act import Act
from flows.concern import worker_name
from flows.errors import OldButton
from flows.families import placing, telling
from flows.invitation import phone_of


def ask(act: Act, programme_id: int, invite_id: int) -> Message:
    """Let somebody wait, ring their workers, and return what they are told."""
    person = act.who
    person.standing = Standing.WAITING
    asked = Admission(
        site_id=person.site_id,
        programme_id=programme_id,
        invite_id=invite_id,
        person_id=person.id,
        asked_at=act.now,
    )
    admissions.add(act.session, asked)
    heard = people.workers_of(act.session, programme_id) or people.admins(act.session, person.site_id)
    deliveries.queue(act.session, [_owed(act, Kind.ADMISSION, asked, each) for each in heard])
    return Message(act.words.say("admission.waits"), column(Button(act.words.say("button.help"), "help")))


def announce(session: Session, words: Words, admission_id: int) -> Message | None:
    """Return the word to a worker, with nothing of the person in it; None once somebody has decided."""
    asked = admissions.by_id(session, admission_id)
    if asked is None or asked.decided_at is not None:
        return None
    look = Button(words.say("admission.look"), f"admit:look:{asked.id}")
    return Message(words.say("admission.asked"), column(look, *_two(words, asked)))


@gate.needs_second_factor
def look(act: Act, *, admission_id: int) -> Reply:
    """Show a worker who it is."""
    asked = _mine(act, admission_id)
    if asked.decided_at is not None:
        return edit(Message(act.words.say("admission.decided")))
    person = people.by_id(act.session, asked.person_id)
    assert person is not None, "an admission goes with its person"
    unknown, say = act.words.say("word.not_given"), act.words.say
    caring = families.caring_of(act.session, person.id)
    relation = say(f"relation.{caring.relation}") if caring and caring.relation else unknown
    lines = [
        say("admission.card"),
        f"{say('alert.called')} {escape(person.called or unknown, quote=False)}",
        f"{say('alert.phone')} {escape(person.phone or unknown, quote=False)}",
        f"{say('admission.relation')} {relation}",
    ]
    looks.at(act, person.id, "card")
    return edit(Message("\n".join(lines), column(*_two(act.words, asked))))


@gate.needs_second_factor
def decide(act: Act, *, admission_id: int, yes: bool) -> Reply:
    """Let somebody in, or not; they are told, and of two workers the first has decided."""
    asked = _mine(act, admission_id)
    person = people.by_id(act.session, asked.person_id)
    assert person is not None, "an admission goes with its person"
    if person.standing != Standing.WAITING or asked.decided_at is not None:
        return edit(Message(act.words.say("admission.decided")))
    if yes and _is_full(act, asked):
        return edit(Message(act.words.say("admission.full")))
    if not admissions.decide(act.session, asked.id, act.who.id, act.now, let_in=yes):
        return edit(Message(act.words.say("admission.decided")))
    if not yes:
        # What was told for joining is not kept of who did not join.
        person.standing, person.joined_at = Standing.DECLINED, None
        families.forget(act.session, person.id)
        person.called = person.phone = person.trusted_adult = None
    elif not placing.place(act, person, asked.programme_id):
        admissions.reopen(act.session, asked.id)
        return edit(Message(act.words.say("admission.list_used_up")))
    deliveries.queue(act.session, [_owed(act, Kind.ADMITTED, asked, person)])
    place = programmes.place_of(act.session, person.id, asked.programme_id)
    telling.write_down(act, person.id, Deed.ADMITTED, f"yes, {place.label}" if place else "no")
    said = act.words.say("admission.let_in", label=place.label) if place else None
    return edit(Message(said or act.words.say("admission.refused")))


def answer(session: Session, words: Words, person: Person) -> Message:
    """Return what somebody hears once a worker has decided: a welcome, or a gentle no."""
    help_ = Button(words.say("button.help"), "help")
    if person.standing == Standing.DECLINED:
        phone = phone_of(people.site_of(session, person), words)
        return Message(words.say("admission.no", phone=phone), column(help_))
    worker = worker_name(session, person, words)
    said = words.say("join.done", called=person.called or "", worker=worker)
    return Message(said, column(Button(words.say("button.contact"), "contact"), help_))


def _is_full(act: Act, asked: Admission) -> bool:
    invite = admissions.invite(act.session, asked.invite_id)
    cap = invite.cap if invite else None
    return cap is not None and admissions.let_in_by(act.session, asked.invite_id) >= cap


def _two(words: Words, asked: Admission) -> list[Button]:
    return [
        Button(words.say("admission.yes"), f"admit:yes:{asked.id}"),
        Button(words.say("admission.not"), f"admit:no:{asked.id}"),
    ]


def _mine(act: Act, admission_id: int) -> Admission:
    asked = admissions.by_id(act.session, admission_id)
    if asked is None or asked.site_id != act.who.site_id:
        raise OldButton
    mine = authority.reached(act, "kin.admit")
    nobody = act.who.role == Role.ADMIN and not people.workers_of(act.session, asked.programme_id)
    if asked.programme_id not in mine and not nobody:
        raise OldButton
    return asked


def _owed(act: Act, kind: Kind, asked: Admission, to: Person) -> dict[str, object]:
    return {
        "site_id": asked.site_id,
        "kind": kind,
        "subject": f"{kind}:{asked.id}",
        "about_id": asked.id,
        "person_id": to.id,
        "priority": Priority.SESSION,
        "due_at": act.now,
        "queued_at": act.now,
    }
