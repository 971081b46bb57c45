"""What families chose to share, and with whom."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.dialects import postgresql, sqlite

from db.models import Sharing
from db.session import Session


def chosen(session: Session, person_id: int) -> Mapping[tuple[str, str], bool]:
    """Return what this person chose, by (reader, what); what was never touched is not in it."""
    query = select(Sharing.reader, Sharing.what, Sharing.shared).where(Sharing.person_id == person_id)
    return {(reader, what): shared for reader, what, shared in session.execute(query)}


def withholding(session: Session, reader: str, what: str) -> frozenset[int]:
    """Return who chose not to share this with such a reader."""
    query = select(Sharing.person_id).where(
        Sharing.reader == reader, Sharing.what == what, Sharing.shared.is_(False)
    )
    return frozenset(session.scalars(query))


def withheld_since(session: Session, person_id: int, reader: str, what: str) -> datetime | None:
    """Return since when this person does not share this with such a reader; None if they do."""
    return session.scalar(
        select(Sharing.changed_at).where(
            Sharing.person_id == person_id,
            Sharing.reader == reader,
            Sharing.what == what,
            Sharing.shared.is_(False),
        )
    )


def keeping_back(readers: Sequence[str], what: str) -> Select[int]:
    """Return, as a part of another statement, who does not share this with one of these readers."""
    return select(Sharing.person_id).where(
        Sharing.reader.in_(readers), Sharing.what == what, Sharing.shared.is_(False)
    )


def choose(session: Session, person_id: int, reader: str, what: str, shared: bool, now: datetime) -> None:
    """Keep a choice; the last one holds."""
    dialect = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    key = {"person_id": person_id, "reader": reader, "what": what}
    values = {"shared": shared, "changed_at": now}
    session.execute(
        dialect.insert(Sharing)
        .values(**key, **values)
        .on_conflict_do_update(index_elements=[*key], set_=values)
    )
