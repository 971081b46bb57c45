"""Opening a digest: which week and whether its page goes along; each is written down as a look."""

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from content.catalogue import words
from content.message import Button, Message
from db import audit, people
from db.models import Act as Deed
from db.models import Person
from db.session import Session
from flows import factor
from flows.figures import seen_by

NONE, SENT, BEHIND_THE_CODE = "none", "sent", "behind the code"


def opened(session: Session, worker_id: int, occurrence: str, now: datetime) -> tuple[str, str]:
    """Return the week of a digest's occurrence and what becomes of its page, and write the look down.

    An occurrence is a week, `asked-…` for the one that runs, or `page-2026-W12-…`, asked for with the code.
    """
    worker = _worker(session, worker_id)
    site = people.site_of(session, worker)
    how, _, rest = occurrence.partition("-")
    week = _this_week(now, worker.zone) if how == "asked" else rest[:8] if how == "page" else occurrence
    asked = how in {"asked", "page"}
    page = SENT if asked or not factor.required(site) else BEHIND_THE_CODE
    write_down(session, worker, week, now)
    return week, page if site.pdf_by_chat else NONE


def write_down(
    session: Session, worker: Person, week: str, now: datetime, *, deed: Deed = Deed.LOOKED
) -> None:
    """Write down that a digest was opened: a look at every family of its programmes."""
    for programme_id in seen_by(session, worker):
        audit.record(
            session,
            site_id=worker.site_id,
            actor_id=worker.id if deed == Deed.LOOKED else None,
            act=deed,
            about=f"programme:{programme_id} digest {week}",
            now=now,
        )


def with_the_way_to_it(session: Session, worker_id: int, message: Message, week: str) -> Message:
    """Return a digest's message with the button that brings its page."""
    worker = _worker(session, worker_id)
    button = Button(words(worker.language).say("digest.bring_page"), f"digest:page:{week}")
    return replace(message, buttons=(*message.buttons, (button,)))


def _worker(session: Session, worker_id: int) -> Person:
    worker = people.by_id(session, worker_id)
    assert worker is not None, "a delivery goes with its person"
    return worker


def _this_week(now: datetime, zone: str) -> str:
    year, week, _ = now.astimezone(ZoneInfo(zone)).isocalendar()
    return f"{year}-W{week:02d}"
