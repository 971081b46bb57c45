"""Asking for the plan of the coming two weeks: one's own, or a family's."""

from content.message import Reply, send
from db import deliveries
from db.models import Enrolment, Kind, Priority, Role
from flows import authority, gate, looks
from flows.act import Act
from flows.errors import OldButton
from flows.families import named


def ask(act: Act, *, label: str) -> Reply:
    """Queue one's own plan; to staff, behind the second factor, that of a family."""
    if act.who.role == Role.CAREGIVER:
        return _queue(act, act.who.id)
    return of_family(act, label=label) if label else act.say("plan.how")


@gate.needs_second_factor
def of_family(act: Act, *, label: str) -> Reply:
    """Queue the plan of a family that staff name by its label."""
    found = named.families(act, "kin.plan", label)
    if not found:
        return act.say("halt.unknown", label=label)
    if len(found) > 1:
        return send(named.which(act, label, found, "fortnight"))
    return _looked_at(act, found[0])


@gate.needs_second_factor
def of_place(act: Act, *, place_id: int) -> Reply:
    """Queue the plan of the family whose button was tapped; raises OldButton for one that is not theirs."""
    place = authority.family_of(act, "kin.plan_of", place_id)
    if place is None:
        raise OldButton
    return _looked_at(act, place)


def _looked_at(act: Act, place: Enrolment) -> Reply:
    """Queue a family's plan, and write down that it was looked at."""
    reply = _queue(act, place.person_id)
    looks.at(act, place.person_id, "plan")
    return reply


def _queue(act: Act, about: int) -> Reply:
    """Owe the plan: it is made by the rules that plan, and comes as its own message."""
    owed = {
        "site_id": act.who.site_id,
        "kind": Kind.PLAN,
        "subject": f"plan:{about}/asked-{act.update_id}",
        "about_id": about,
        "person_id": act.who.id,
        "priority": Priority.REPLY,
        "due_at": act.now,
        "queued_at": act.now,
    }
    deliveries.queue(act.session, [owed])
    return act.say("plan.on_its_way")
