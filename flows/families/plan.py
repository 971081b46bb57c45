"""Asking for the plan of the coming two weeks: one's own, or a family's."""

from content.message import Reply
from db import deliveries, programmes
from db.models import Kind, Priority, Role
from flows import authority
from flows.act import Act


def ask(act: Act, *, label: str) -> Reply:
    """Queue the plan: it is made by the rules that plan, and comes as its own message."""
    about = act.who.id
    if act.who.role != Role.CAREGIVER:
        if not label:
            return act.say("plan.how")
        mine = authority.reached(act, "kin.plan")
        found = [
            each for each in programmes.labelled(act.session, mine, label) if each.role == Role.CAREGIVER
        ]
        if not found:
            return act.say("halt.unknown", label=label)
        about = found[0].person_id
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
