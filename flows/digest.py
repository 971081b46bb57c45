"""The weekly digest: one chat message and one document, the same figures in both."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from content.catalogue import words
from content.message import Message
from db import people
from db.models import Person, Role
from db.session import Session
from flows import digest_book, digest_chat, digest_glance, digest_page
from flows.figures import count
from reports import weeks
from reports.suppression import HOUSE, TEAM

PDF, BOOK, PICTURE = "pdf", "book", "picture"
ENDINGS = {PDF: "pdf", BOOK: "xlsx", PICTURE: "png"}


@dataclass(frozen=True)
class Digest:
    """A week for one worker: the chat message, the figures as JSON, and the document.

    The message carries no file: whether the document goes by chat is the site's choice, made on sending.
    `files` are those that were wanted, by what they are (`pdf`, `book`, `picture`).
    """

    message: Message
    figures: dict[str, Any]
    week: str
    files: Mapping[str, bytes]

    @property
    def pdf(self) -> bytes:
        """The document; empty if none was wanted."""
        return self.files.get(PDF, b"")

    def name_of(self, kind: str) -> str:
        """Return the name of a file."""
        return f"digest-{self.week}.{ENDINGS[kind]}"


def week_before(now: datetime, zone: str) -> str:
    """Return the ISO week that ended last in `zone`: what a Monday's digest is about."""
    return weeks.week_before(now, zone)


def compose(
    session: Session,
    *,
    worker_id: int,
    week: str,
    now: datetime,
    files: tuple[str, ...] = (PDF,),
    view: str | None = None,
    reader_id: int | None = None,
) -> Digest:
    """Return a worker's digest of an ISO week such as 2026-W12, in her language and zone.

    A lead's is about every programme of the site: a summary without any family. `view` asks for another than
    the worker's own, such as the one for outside; `reader_id` is who stands in for the worker and reads it.

    A week that still runs is told "so far". What came after the hour at which the digest was due is left out,
    so a past week gives the same digest whenever it is asked for. Only reads; loads pandas.
    Raises ValueError in plain words for somebody who is not a worker and for a week that is none or to come.
    """
    worker, reader = _worker(session, worker_id), _worker(session, reader_id or worker_id)
    return _composed(session, worker, reader, week, now, view, files)


def _composed(
    session: Session,
    worker: Person,
    reader: Person,
    week: str,
    now: datetime,
    view: str | None,
    files: tuple[str, ...],
) -> Digest:
    synthetic, voice = people.site_of(session, worker).synthetic, words(reader.language)
    seen_as = view or (HOUSE if worker.role == Role.LEAD else TEAM)
    figures, families, scope = count(
        session, worker, week, now, synthetic=synthetic, view=seen_as, language=reader.language
    )
    make: Mapping[str, Callable[[], bytes]] = {
        PDF: lambda: digest_page.pdf(figures, families, scope, voice, now),
        BOOK: lambda: digest_book.workbook(figures, voice, now),
        PICTURE: lambda: digest_glance.picture(figures, voice, now),
    }
    message = digest_chat.message(figures, voice, acts=reader.role == Role.SOCIAL_WORKER)
    return Digest(message, figures.to_json(), week, {kind: make[kind]() for kind in files})


def _worker(session: Session, worker_id: int) -> Person:
    worker = people.by_id(session, worker_id)
    if worker is None:
        known = ", ".join(str(each) for each in people.workers(session)) or "none yet"
        raise ValueError(f"there is no person {worker_id}; the social workers are: {known}")
    if worker.role not in {Role.SOCIAL_WORKER, Role.LEAD}:
        raise ValueError(f"person {worker_id} is not a social worker but {worker.role.replace('_', ' ')}")
    return worker
