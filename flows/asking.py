"""Asking for the digest: now, or the page that belongs to one."""

from zoneinfo import ZoneInfo

from content.message import Reply
from db import deliveries, people
from db.models import Kind, Priority
from flows import factor, gate
from flows.act import Act
from flows.errors import OldButton
from reports.weeks import monday_of


def digest(act: Act) -> Reply:
    """Queue the digest of the week so far; with its page it shows names, and needs the second factor."""
    site = people.site_of(act.session, act.who)
    return _with_page(act) if site.pdf_by_chat and factor.required(site) else _queue(act, "asked")


@gate.needs_second_factor
def page(act: Act, *, week: str) -> Reply:
    """Queue the page of a week whose message has come; raises OldButton for one that is none or to come."""
    try:
        begun = monday_of(week) <= act.now.astimezone(ZoneInfo(act.who.zone)).date()
    except ValueError:
        raise OldButton from None
    if not begun:
        raise OldButton
    return _queue(act, f"page-{week}")


@gate.needs_second_factor
def _with_page(act: Act) -> Reply:
    return _queue(act, "asked")


def _queue(act: Act, occurrence: str) -> Reply:
    worker = act.who
    row = {
        "site_id": worker.site_id,
        "kind": Kind.DIGEST,
        "subject": f"digest:{worker.id}/{occurrence}-{act.update_id}",
        "about_id": None,
        "person_id": worker.id,
        "priority": Priority.REPLY,
        "due_at": act.now,
        "queued_at": act.now,
    }
    deliveries.queue(act.session, [row])
    return act.say("digest.on_its_way")
