"""The staff of a site in chat: who is there, a new second factor, another role, no access any more."""

from content.message import Button, Message, Reply, Rows, column, edit, send
from db import factors, people
from db.models import Person, Role, Standing
from flows import access, authority, gate
from flows.act import Act
from flows.errors import OldButton

ON_A_SCREEN = 7
GIVEN_BY = {
    Role.LEAD: (Role.SOCIAL_WORKER, Role.MEDICAL_WORKER),
    Role.ADMIN: (Role.SOCIAL_WORKER, Role.MEDICAL_WORKER, Role.LEAD, Role.ADMIN),
}


@gate.needs_second_factor
def everybody(act: Act) -> Reply:
    """List the staff of the site; those whom this one looks after have a button."""
    staff = people.staff(act.session, act.who.site_id)
    lines = [act.words.say("staff.title"), *(_line(act, each) for each in staff)]
    mine = [each for each in staff if authority.keeps(act, each, "staffing.card")][:ON_A_SCREEN]
    buttons = [Button(_called(act, each), f"staff:{each.id}") for each in mine]
    return send(Message("\n".join(lines), column(*buttons)))


@gate.needs_second_factor
def card(act: Act, *, person_id: int) -> Reply:
    """Show one of the staff and what can be changed."""
    return edit(_card(act, _kept(act, person_id, "staffing.card")))


@gate.needs_second_factor
def reset(act: Act, *, person_id: int, sure: bool) -> Reply:
    """Let somebody set up a new second factor, once it was asked whether it is really them."""
    person = _kept(act, person_id, "staffing.reset")
    if not sure:
        return _ask(act, person, "reset")
    access.reset_factor(act.session, person, actor_id=act.who.id, now=act.now)
    return _done(act, person, "reset")


@gate.needs_second_factor
def revoke(act: Act, *, person_id: int, sure: bool) -> Reply:
    """Take somebody's access away, asked once."""
    person = _kept(act, person_id, "staffing.revoke")
    if not sure:
        return _ask(act, person, "revoke")
    called = person.called or ""
    given_back = access.revoke(act.session, person, actor_id=act.who.id, now=act.now)
    return edit(Message(act.words.count("staff.revoked", len(given_back), called=called)))


@gate.needs_second_factor
def change_role(act: Act, *, person_id: int, role: str) -> Reply:
    """Give somebody another role, of those that this one may give."""
    person = _kept(act, person_id, "staffing.role")
    if role not in GIVEN_BY[Role(act.who.role)] or role == person.role:
        raise OldButton
    try:
        access.change_role(act.session, person, Role(role), actor_id=act.who.id, now=act.now)
    except access.NeedsProgramme:
        return edit(Message(act.words.say("staff.needs_programme")))
    return _done(act, person, "role", role=act.words.say(f"role.{role}"))


def _kept(act: Act, person_id: int, name: str) -> Person:
    """Return one of the staff whom this one looks after; raises OldButton for anybody else."""
    person = people.by_id(act.session, person_id)
    if person is None or not authority.keeps(act, person, name) or person.standing == Standing.STOPPED:
        raise OldButton
    return person


def _card(act: Act, person: Person) -> Message:
    say, coded = act.words.say, person.id in factors.with_one(act.session, act.who.site_id)
    given = [role for role in GIVEN_BY[Role(act.who.role)] if role != person.role]
    buttons = [Button(say("staff.button.reset"), f"staff:reset:{person.id}")] if coded else []
    buttons += [
        Button(say("staff.button.role", role=say(f"role.{role}")), f"staff:role:{person.id}:{role}")
        for role in given
    ]
    buttons.append(Button(say("staff.button.revoke"), f"staff:revoke:{person.id}"))
    key = "staff.with_code" if coded else "staff.without_code"
    return Message(f"{_line(act, person)}\n{say(key)}", column(*buttons))


def _ask(act: Act, person: Person, what: str) -> Reply:
    text = act.words.say(f"staff.sure.{what}", called=person.called or "")
    return edit(Message(text, _yes_or_back(act, person, what)))


def _yes_or_back(act: Act, person: Person, what: str) -> Rows:
    yes = Button(act.words.say(f"staff.button.{what}"), f"staff:{what}:{person.id}:yes")
    return column(yes, Button(act.words.say("staff.button.back"), f"staff:{person.id}"))


def _done(act: Act, person: Person, what: str, **values: object) -> Reply:
    return edit(Message(act.words.say(f"staff.done.{what}", called=person.called or "", **values)))


def _line(act: Act, person: Person) -> str:
    return act.words.say("staff.line", called=_called(act, person), role=act.words.say(f"role.{person.role}"))


def _called(act: Act, person: Person) -> str:
    return person.called or act.words.say("word.not_given")
