"""Opening a digest: whose, which week, and what goes along; each is written down as a look."""

from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from content.catalogue import words
from content.message import Button, Message
from db import audit, people
from db.models import Act as Deed
from db.models import Person
from db.session import Session
from flows import factor
from flows.digest import BOOK, PDF, PICTURE
from flows.figures import seen_by

ASKED = {"page": PDF, "book": BOOK, "picture": PICTURE}


@dataclass(frozen=True)
class Opened:
    """A digest that is to be made: the week, whose, the file that goes along, and whether more is offered."""

    week: str
    whose: int
    file: str | None
    page_behind_code: bool = False


def opened(session: Session, reader_id: int, subject: str, now: datetime) -> Opened:
    """Return what the subject of a digest's delivery asks for, and write the look down.

    It names whose digest it is (a stand-in reads a colleague's) and the occurrence: a week, `asked-…` for the
    one that runs, or a file of a week, such as `page-2026-W12-…`.
    """
    reader = _worker(session, reader_id)
    owner, _, occurrence = subject.removeprefix("digest:").partition("/")
    whose = _worker(session, int(owner))
    site = people.site_of(session, reader)
    how, _, rest = occurrence.partition("-")
    week = _this_week(now, whose.zone) if how == "asked" else rest[:8] if how in ASKED else occurrence
    write_down(session, whose, week, now, reader_id=reader_id)
    if how in {"book", "picture"}:
        return Opened(week, whose.id, ASKED[how])
    if not site.pdf_by_chat:
        return Opened(week, whose.id, None)
    with_it = how in {"asked", "page"} or not factor.required(site)
    return Opened(week, whose.id, PDF if with_it else None, page_behind_code=not with_it)


def write_down(
    session: Session,
    worker: Person,
    week: str,
    now: datetime,
    *,
    deed: Deed = Deed.LOOKED,
    reader_id: int | None = None,
) -> None:
    """Write down that a digest was opened: a look at every family of its programmes."""
    actor = reader_id or worker.id
    for programme_id in seen_by(session, worker):
        audit.record(
            session,
            site_id=worker.site_id,
            actor_id=actor if deed == Deed.LOOKED else None,
            act=deed,
            about=f"programme:{programme_id} digest {week}",
            now=now,
        )


def with_ways(session: Session, reader_id: int, message: Message, found: Opened) -> Message:
    """Return a digest's message with the ways to its files, and whose it is if not the reader's."""
    reader = _worker(session, reader_id)
    say, at = words(reader.language).say, f"{found.week}:{found.whose}"
    files = ["picture", "book"]
    row = tuple(Button(say(f"digest.bring_{file}"), f"digest:{file}:{at}") for file in files)
    page = (Button(say("digest.bring_page"), f"digest:page:{at}"),)
    buttons = (*message.buttons, *((page,) if found.page_behind_code else ()), row)
    if found.whose == reader_id:
        return replace(message, buttons=buttons)
    away = _worker(session, found.whose)
    note = say("digest.stand_in", name=away.called or say("digest.colleague"))
    return replace(message, buttons=buttons).with_note(note)


def _worker(session: Session, worker_id: int) -> Person:
    worker = people.by_id(session, worker_id)
    assert worker is not None, "a delivery goes with its person"
    return worker


def _this_week(now: datetime, zone: str) -> str:
    year, week, _ = now.astimezone(ZoneInfo(zone)).isocalendar()
    return f"{year}-W{week:02d}"
