"""What workers write down: notes, letters, and where a child is."""

from typing import Any

from db.models import Letter, Note, Person, Place, Programme
from db.session import Session
from tests.cast.rows import MONDAY, add


def note(session: Session, person: Person, programme: Programme, **columns: Any) -> Note:
    """A note by somebody, made on MONDAY; without an author it is the person's own number."""
    defaults = {
        "site_id": person.site_id,
        "programme_id": programme.id,
        "person_id": person.id,
        "author_id": person.id,
        "said": "Talked for half an hour.",
        "written_at": MONDAY,
    }
    return add(session, Note(**defaults | columns))


def letter(session: Session, person: Person, programme: Programme, worker: Person, **columns: Any) -> Letter:
    """A text of the family to its worker, written on MONDAY."""
    defaults = {
        "site_id": person.site_id,
        "programme_id": programme.id,
        "person_id": person.id,
        "worker_id": worker.id,
        "from_family": True,
        "kind": "text",
        "said": "Could you call?",
        "written_at": MONDAY,
    }
    return add(session, Letter(**defaults | columns))


def place(session: Session, person: Person, **columns: Any) -> Place:
    """The ward, since MONDAY, as the family said."""
    defaults = {
        "site_id": person.site_id,
        "person_id": person.id,
        "place": "ward",
        "since": MONDAY.date(),
        "said_at": MONDAY,
    }
    return add(session, Place(**defaults | columns))
