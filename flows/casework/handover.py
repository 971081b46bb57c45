"""Handing over: a family is told who reads and writes to it now, when that changes."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from content.catalogue import words
from content.message import Message
from db import assignments, deliveries, leaves, programmes
from db.models import Delivery, Enrolment, Kind, Leave, Person, Priority, SiteRow, Standing
from db.session import Session
from flows.casework import whose
from flows.casework.moments import day

Instead = str
BEGINS, ENDS = "begins", "ends"
WORTH = timedelta(days=7)
AT = time(9)
DAY = timedelta(days=1)


def tell_assigned(session: Session, place: Enrolment, occasion: int, now: datetime) -> None:
    """Owe the family the name of its new first worker."""
    deliveries.queue(session, [_row(place, f"assigned:{place.id}/{occasion}", now, now)])


def tell_leave(session: Session, leave: Leave, now: datetime) -> None:
    """Owe each family of somebody who goes on leave a line when it begins, and one when it is over."""
    site = programmes.site(session, leave.site_id)
    begins = max(now, _morning(site, leave, BEGINS))
    ends = _morning(site, leave, ENDS)
    rows = []
    for place in assignments.families_of(session, leave.person_id):
        rows.append(_row(place, f"leave:{leave.id}/{place.id}/{BEGINS}", begins, now))
        rows.append(_row(place, f"leave:{leave.id}/{place.id}/{ENDS}", ends, now))
    deliveries.queue(session, rows)


def tell_back(session: Session, leave: Leave, now: datetime) -> None:
    """Owe the families whose worker is back early a line now."""
    places = assignments.families_of(session, leave.person_id)
    deliveries.queue(session, [_row(each, f"leave:{leave.id}/{each.id}/back", now, now) for each in places])


def told(session: Session, delivery: Delivery, person: Person, now: datetime) -> Message | Instead:
    """Return the line as things stand now, or why none is said: it changed again, or they have left."""
    if person.standing == Standing.STOPPED or person.unreachable_at is not None:
        return "skipped:gone"
    place = programmes.place(session, delivery.about_id or 0)
    first = assignments.first_worker(session, place) if place is not None else None
    if place is None or first is None:
        return "skipped:over"
    said = words(person.language)
    kind, _, occasion = delivery.subject.partition(":")
    if kind == "assigned":
        return Message(said.say("handover.assigned", name=first.called or said.say("word.social_worker")))
    return _of_leave(session, person, place, first, occasion, now)


def _of_leave(
    session: Session, person: Person, place: Enrolment, first: Person, occasion: str, now: datetime
) -> Message | Instead:
    """Return the line for the beginning of a leave, its end, or a return before its end."""
    said = words(person.language)
    name = first.called or said.say("word.social_worker")
    number, _, edge = occasion.partition("/")
    edge = edge.rpartition("/")[2]
    leave = leaves.by_id(session, int(number))
    today = now.astimezone(ZoneInfo(programmes.site(session, place.site_id).zone)).date()
    if leave is not None and leave.person_id != first.id:
        return "skipped:over"
    if edge == BEGINS:
        runs = leave is not None and leave.since <= today <= leave.until
        return _away(session, person, place, leave, today_name=name) if leave and runs else "skipped:over"
    if leaves.present(session, first.id, today) is not None:
        return "skipped:over"
    if edge == ENDS and (leave is None or today - leave.until > DAY):
        return "skipped:over"  # it ended earlier, and that was told
    if not _was_told(session, person, int(number), place):
        return "skipped:untold"
    return Message(said.say("handover.back", name=name))


def _away(session: Session, person: Person, place: Enrolment, leave: Leave, *, today_name: str) -> Message:
    said = words(person.language)
    reads = whose.writes_now(session, place, leave.since)
    until = day(leave.until, said)
    if reads is None or reads.id == leave.person_id:
        return Message(said.say("handover.away", name=today_name, until=until))
    stand_in = reads.called or said.say("word.social_worker")
    return Message(said.say("handover.stand_in", name=today_name, stand_in=stand_in, until=until))


def _was_told(session: Session, person: Person, leave_id: int, place: Enrolment) -> bool:
    """Whether the family heard that the leave began: somebody who was never away is not back."""
    subject = f"leave:{leave_id}/{place.id}/{BEGINS}"
    return deliveries.outcome_of(session, Kind.HANDOVER, subject, person.id) in {"sent", "unknown"}


def _morning(site: SiteRow, leave: Leave, edge: str) -> datetime:
    on = leave.since if edge == BEGINS else leave.until + timedelta(days=1)
    return datetime.combine(on, AT, ZoneInfo(site.zone))


def _row(place: Enrolment, subject: str, due_at: datetime, now: datetime) -> Mapping[str, object]:
    return {
        "site_id": place.site_id,
        "kind": Kind.HANDOVER,
        "subject": subject,
        "about_id": place.id,
        "person_id": place.person_id,
        "priority": Priority.REPLY,
        "due_at": due_at,
        "not_after": due_at + WORTH,
        "queued_at": now,
    }
