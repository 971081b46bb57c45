"""Asking for the plan of the coming two weeks: one's own, or a family's."""

from content.message import Reply
from db import deliveries, programmes
from db.models import Kind, Priority, Role
from flows import authority, gate, looks
from flows.act import Act


def ask(act: Act, *, label: str) -> Reply:
    """Queue one's own plan; to staff, behind the second factor, that of a family."""
    if act.who.role == Role.CAREGIVER:
        return _queue(act, act.who.id)
    return of_family(act, label=label) if label else act.say("plan.how")


@gate.needs_second_factor
def of_family(act: Act, *, label: str) -> Reply:
    """Queue the plan of a family that staff name by its label, and write down that it was looked at."""
    mine = authority.reached(act, "kin.plan")
    found = [each for each in programmes.labelled(act.session, mine, label) if each.role == Role.CAREGIVER]
    if not found:
        return act.say("halt.unknown", label=label)
    reply = _queue(act, found[0].person_id)
    looks.at(act, found[0].person_id, "plan")
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
