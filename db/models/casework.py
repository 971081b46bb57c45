"""What workers do beside the questions: words to and from families, notes, places, who looks after whom."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Date, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from db.crypto import Sealed
from db.models.schema import BigId, Id, Site, Table, ref


class Where(StrEnum):
    """Where a child is."""

    WARD = "ward"
    ISOLATION = "isolation"
    HOME = "home"


_PRESENT = text("ended_at IS NULL")
_OPEN = text("from_family AND done_at IS NULL")


class Letter(Table):
    """One message between a family and a worker; all of one place in a programme make a thread.

    `worker_id` is who wrote it to the family, or to whom the family wrote; it goes to nobody else, and
    is nobody once they were forgotten. `file` is Telegram's name for a voice or a picture. `returned_at` says
    that it did not arrive and its writer knows. A family's is `done_at` once it was answered or needs none.
    """

    __tablename__ = "messages"
    __table_args__ = (
        Index(None, "person_id", "programme_id", "id"),
        Index("ix_messages_open", "programme_id", sqlite_where=_OPEN, postgresql_where=_OPEN),
    )

    id: Mapped[Id]
    site_id: Mapped[Site]
    programme_id: Mapped[int] = mapped_column(BigId, ref("programmes"))
    person_id: Mapped[int] = mapped_column(BigId, ref("people", cascade=True))
    worker_id: Mapped[int | None] = mapped_column(BigId, ref("people"))
    from_family: Mapped[bool]
    kind: Mapped[str] = mapped_column(String(12))
    said: Mapped[str | None] = mapped_column(Sealed("messages.said"))
    file: Mapped[str | None] = mapped_column(Sealed("messages.file"))
    written_at: Mapped[datetime]
    arrived_at: Mapped[datetime | None]
    returned_at: Mapped[datetime | None]
    read_at: Mapped[datetime | None]
    read_by: Mapped[int | None] = mapped_column(BigId, ref("people"))
    done_at: Mapped[datetime | None]


class Handled(Table):
    """A worker has dealt with a family's line in the digest: what was seen until then leaves the list."""

    __tablename__ = "handled"
    __table_args__ = (Index(None, "programme_id", "at"), Index(None, "person_id"))

    id: Mapped[Id]
    site_id: Mapped[Site]
    programme_id: Mapped[int] = mapped_column(BigId, ref("programmes"))
    person_id: Mapped[int] = mapped_column(BigId, ref("people", cascade=True))
    worker_id: Mapped[int | None] = mapped_column(BigId, ref("people"))
    at: Mapped[datetime]


class Note(Table):
    """What a worker wrote down about a person; it is never changed, only added to."""

    __tablename__ = "notes"
    __table_args__ = (Index(None, "person_id", "programme_id", "id"),)

    id: Mapped[Id]
    site_id: Mapped[Site]
    programme_id: Mapped[int] = mapped_column(BigId, ref("programmes"))
    person_id: Mapped[int] = mapped_column(BigId, ref("people", cascade=True))
    author_id: Mapped[int | None] = mapped_column(BigId, ref("people"))
    adds_to: Mapped[int | None] = mapped_column(BigId, ref("notes", cascade=True))
    said: Mapped[str] = mapped_column(Sealed("notes.said"))
    written_at: Mapped[datetime]


class Place(Table):
    """Where a family's child is, from a day on; it explains absences.

    `said_by` is null where the family said it itself.
    """

    __tablename__ = "places"
    __table_args__ = (Index(None, "person_id", "since"),)

    id: Mapped[Id]
    site_id: Mapped[Site]
    person_id: Mapped[int] = mapped_column(BigId, ref("people", cascade=True))
    place: Mapped[str] = mapped_column(String(12))
    bed: Mapped[str | None] = mapped_column(Sealed("places.bed"))
    since: Mapped[date] = mapped_column(Date)
    until: Mapped[date | None] = mapped_column(Date)
    said_by: Mapped[int | None] = mapped_column(BigId, ref("people"))
    said_at: Mapped[datetime]


class Assignment(Table):
    """Whose first worker somebody is, from when until when."""

    __tablename__ = "assignments"
    __table_args__ = (
        Index(
            "uq_assignments_present",
            "programme_id",
            "person_id",
            unique=True,
            sqlite_where=_PRESENT,
            postgresql_where=_PRESENT,
        ),
        Index(None, "worker_id", "ended_at"),
    )

    id: Mapped[Id]
    site_id: Mapped[Site]
    programme_id: Mapped[int] = mapped_column(BigId, ref("programmes"))
    person_id: Mapped[int] = mapped_column(BigId, ref("people", cascade=True))
    worker_id: Mapped[int] = mapped_column(BigId, ref("people", cascade=True))
    since: Mapped[datetime]
    ended_at: Mapped[datetime | None]
