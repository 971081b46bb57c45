"""Sessions: a programme's group meetings, who means to come, who came, and what the worker noted."""

from datetime import date, datetime, time
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, Date, Index, LargeBinary, String, Time, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from db.crypto import Sealed
from db.models.schema import BigId, Id, Site, Table, ref


class Meets(StrEnum):
    """Where a session stands."""

    PLANNED = "planned"
    MOVED = "moved"
    CANCELLED = "cancelled"
    HELD = "held"


class Coming(StrEnum):
    """What somebody says about coming."""

    COMING = "coming"
    MAYBE = "maybe"
    CANNOT = "cannot"


TO_COME = (Meets.PLANNED, Meets.MOVED)


class Meeting(Table):
    """One group session: the wall clock at its place, and the moment that this is.

    `theme` is by language, `outline` holds the steps of its plan by language; `piece` is what its worker
    chose for its families to read, where her theme is her own. `sequence` counts its changes.
    `plan_at` is when the planner looks at it next: for its reminders, its end, or what was said about it.
    """

    __tablename__ = "sessions"
    __table_args__ = (
        UniqueConstraint("programme_id", "number"),
        Index(
            "ix_sessions_plan_at",
            "plan_at",
            sqlite_where=text("plan_at IS NOT NULL"),
            postgresql_where=text("plan_at IS NOT NULL"),
        ),
    )

    id: Mapped[Id]
    site_id: Mapped[Site]
    programme_id: Mapped[int] = mapped_column(BigId, ref("programmes"))
    number: Mapped[int]
    key: Mapped[str] = mapped_column(String(24))
    theme: Mapped[dict[str, str]] = mapped_column(JSON)
    outline: Mapped[list[dict[str, str]]] = mapped_column(JSON)
    piece: Mapped[str | None] = mapped_column(String(32))
    day: Mapped[date] = mapped_column(Date)
    at: Mapped[time] = mapped_column(Time)
    zone: Mapped[str] = mapped_column(String(64))
    starts_at: Mapped[datetime]
    minutes: Mapped[int]
    place: Mapped[str | None] = mapped_column(Sealed("sessions.place"))
    capacity: Mapped[int | None]
    state: Mapped[str] = mapped_column(String(10))
    sequence: Mapped[int]
    plan_at: Mapped[datetime | None]
    held_at: Mapped[datetime | None]
    created_at: Mapped[datetime]


class Rsvp(Table):
    """What somebody says about coming; it counts for the time (`sequence`) it was said about."""

    __tablename__ = "rsvps"
    __table_args__ = (UniqueConstraint("session_id", "person_id"),)

    id: Mapped[Id]
    site_id: Mapped[Site]
    session_id: Mapped[int] = mapped_column(BigId, ref("sessions"))
    person_id: Mapped[int] = mapped_column(BigId, ref("people", cascade=True), index=True)
    sequence: Mapped[int]
    answer: Mapped[str] = mapped_column(String(8))
    reason: Mapped[str | None] = mapped_column(String(12))
    answered_at: Mapped[datetime]


class Attendance(Table):
    """Whether somebody came, and for how long; what is marked counts once the session is held.

    `spoke` says that they have had their say about it, never what or when. `offered_at` is when somebody who
    missed it was offered a word about it.
    """

    __tablename__ = "attendances"
    __table_args__ = (UniqueConstraint("session_id", "person_id"),)

    id: Mapped[Id]
    site_id: Mapped[Site]
    session_id: Mapped[int] = mapped_column(BigId, ref("sessions"))
    person_id: Mapped[int] = mapped_column(BigId, ref("people", cascade=True), index=True)
    came: Mapped[bool]
    minutes: Mapped[int]
    marked_by: Mapped[int | None] = mapped_column(BigId, ref("people"))
    offered_at: Mapped[datetime | None]
    spoke: Mapped[bool] = mapped_column(default=False)


class SessionNote(Table):
    """A worker's note on a session: which steps were done, what was seen, and three texts of their own."""

    __tablename__ = "session_notes"
    __table_args__ = (UniqueConstraint("session_id"),)

    id: Mapped[Id]
    site_id: Mapped[Site]
    session_id: Mapped[int] = mapped_column(BigId, ref("sessions"))
    done: Mapped[list[int]] = mapped_column(JSON)
    observed: Mapped[dict[str, int]] = mapped_column(JSON)
    worked: Mapped[str | None] = mapped_column(Sealed("session_notes.worked"))
    fell_short: Mapped[str | None] = mapped_column(Sealed("session_notes.fell_short"))
    next: Mapped[str | None] = mapped_column(Sealed("session_notes.next"))
    written_by: Mapped[int | None] = mapped_column(BigId, ref("people"))
    written_at: Mapped[datetime]


class Opinion(Table):
    """What somebody said about a session, and nobody knows who: a random key, no person, no time, no order.

    The key is the table itself on SQLite, so that no hidden row number tells the order either.
    """

    __tablename__ = "opinions"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012 - SQLAlchemy's own form

    key: Mapped[bytes] = mapped_column(LargeBinary(16), primary_key=True)
    session_id: Mapped[int] = mapped_column(BigId, ref("sessions"))
    answers: Mapped[dict[str, Any]] = mapped_column(JSON)
