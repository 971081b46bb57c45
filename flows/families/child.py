"""The child of a family: kept when a caregiver has joined; what was allowed can be changed at any time."""

from collections.abc import Mapping
from typing import Any

from content.message import Button, Message, Reply, Rows, column, edit, send
from db import families, needs, programmes
from db.models import Child, Permission, Person
from flows.act import Act
from flows.errors import OldButton
from flows.families import permitting
from flows.families.asking import ASSENT_FROM, CHOICES, NEEDS

VERSION, AGE = permitting.OF_ITSELF, "age"


def keep(act: Act, person: Person, said: Mapping[str, Any]) -> None:
    """Keep what was said while joining about the child, what is allowed, and the needs."""
    if said.get("of_child"):
        child = families.child(act.session, said["of_child"])
    else:
        child = families.new_child(act.session, person.site_id, act.now)
    assert child is not None, "a child is never deleted while somebody is invited to it"
    families.link(act.session, person, child, said.get("relation"), act.now)
    if said.get("child") and not said.get("of_child"):
        child.age_band, child.birth_year = said.get("age"), said.get("birth")
        child.name = said.get("childname") or None
        for said_by, step in ((families.GUARDIAN, "guardian"), (families.CHILD, "assent")):
            if said.get(step):
                _allow(act, child, said_by, said[step])
    for item in NEEDS:
        if said.get(f"need{item}"):
            needs.put(act.session, person, needs.START, item, said[f"need{item}"], act.now)


def show(act: Act) -> Reply:
    """Say what is allowed about the child, and offer to change it."""
    child = families.child_of(act.session, act.who.id)
    if child is None or not _asks(act):
        return act.say("child.not_asked")
    said = families.latest(act.session, child.id)
    now = act.words.say(f"child.guardian_{said.get(families.GUARDIAN, 'no')}")
    buttons = _choices(act, "guardian", families.GUARDIAN)
    return send(Message(f"{now}\n\n{act.words.say('join.guardian')}", buttons))


def say(act: Act, *, who: str, choice: str) -> Reply:
    """Take a guardian's or the child's answer; the child is asked after a guardian's yes.

    How old a child is decides whether it is asked; where nobody has said so, that is asked in between.
    """
    child = families.child_of(act.session, act.who.id)
    step = {families.GUARDIAN: "guardian", AGE: AGE, families.CHILD: "assent"}.get(who, "")
    if child is None or not _asks(act) or choice not in CHOICES.get(step, ()):
        raise OldButton
    if step != "guardian" and families.latest(act.session, child.id).get(families.GUARDIAN) != families.YES:
        raise OldButton
    if step == AGE:
        child.age_band = choice
    else:
        _allow(act, child, who, choice)
    permitting.follow(act, child)
    if step == "assent":
        return edit(Message(act.words.say(f"join.assent.after_{choice}")))
    if choice == families.NO:
        return edit(Message(act.words.say("join.guardian.fine")))
    return edit(_after_yes(act, child))


def _after_yes(act: Act, child: Child) -> Message:
    if child.age_band is None:
        return Message(act.words.say("child.age"), _choices(act, AGE, AGE))
    if child.age_band not in ASSENT_FROM:
        return Message(act.words.say("child.thanks"))
    return Message(act.words.say("join.assent"), _choices(act, "assent", families.CHILD))


def _choices(act: Act, step: str, who: str) -> Rows:
    return column(
        *(Button(act.words.say(f"join.{step}.{each}"), f"child:{who}:{each}") for each in CHOICES[step])
    )


def _asks(act: Act) -> bool:
    place = programmes.enrolment_of(act.session, act.who.id)
    programme = programmes.by_id(act.session, place.programme_id) if place else None
    return programme is not None and programme.asks_child


def _allow(act: Act, child: Child, said_by: str, answer: str) -> None:
    families.keep(
        act.session,
        Permission(
            child_id=child.id,
            person_id=act.who.id,
            said_by=said_by,
            answer=answer,
            version=VERSION,
            language=act.who.language,
            said_at=act.now,
        ),
    )
