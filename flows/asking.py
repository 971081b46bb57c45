"""Asking for the digest: now, or a file that belongs to one."""

from zoneinfo import ZoneInfo

from content.message import Button, Message, Reply, column, send
from db import deliveries, leaves, people
from db.models import Kind, Priority, Role
from flows import factor, gate, mailing
from flows.act import Act
from flows.casework.whose import today
from flows.errors import OldButton
from reports.weeks import monday_of


def digest(act: Act) -> Reply:
    """Queue the digest of the week so far; with its page it shows names, and needs the second factor."""
    site = people.site_of(act.session, act.who)
    if site.pdf_by_chat and factor.required(site):
        return _with_page(act)
    return _queue(act, "asked", act.who.id)


def file(act: Act, *, which: str, week: str, whose: int) -> Reply:
    """Queue a file of a week whose message has come; the picture names nobody and needs no code.

    Raises OldButton for a week that is none or to come, and for somebody else's digest.
    """
    if which == "picture":
        return _file(act, which=which, week=week, whose=whose)
    return behind_the_code(act, which=which, week=week, whose=whose)


@gate.needs_second_factor
def behind_the_code(act: Act, *, which: str, week: str, whose: int) -> Reply:
    """Queue the page or the workbook of a week."""
    return _file(act, which=which, week=week, whose=whose)


def _file(act: Act, *, which: str, week: str, whose: int) -> Reply:
    owner = whose or act.who.id
    if owner != act.who.id and owner not in leaves.stood_in_for(act.session, act.who.id, today(act)):
        raise OldButton
    try:
        begun = monday_of(week) <= act.now.astimezone(ZoneInfo(act.who.zone)).date()
    except ValueError:
        raise OldButton from None
    if not begun:
        raise OldButton
    return _queue(act, f"{which}-{week}", owner)


@gate.needs_second_factor
def _with_page(act: Act) -> Reply:
    return _queue(act, "asked", act.who.id)


def _queue(act: Act, occurrence: str, whose: int) -> Reply:
    worker = act.who
    row = {
        "site_id": worker.site_id,
        "kind": Kind.DIGEST,
        "subject": f"digest:{whose}/{occurrence}-{act.update_id}",
        "about_id": None,
        "person_id": worker.id,
        "priority": Priority.REPLY,
        "due_at": act.now,
        "queued_at": act.now,
    }
    deliveries.queue(act.session, [row])
    if not occurrence.startswith("asked"):
        return act.say("digest.on_its_way")
    ways = [Button(act.words.say("digest.another_day"), "digest:day")]
    if mailing.there() and worker.role == Role.SOCIAL_WORKER:
        ways.append(Button(act.words.say("mailbox.button.notice"), "digest:mail"))
    return send(Message(act.words.say("digest.on_its_way"), column(*ways)))
