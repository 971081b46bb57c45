"""Families: children and who cares for them, who was let in, needs, and what makes everything stop."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import BigInteger, Date, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.crypto import Sealed
from db.models.schema import BigId, Id, Site, Table, ref


class Child(Table):
    """A child, for the study a code; the name is what the family gave, if it gave one."""

    __tablename__ = "children"
    __table_args__ = (UniqueConstraint("site_id", "code"),)

    id: Mapped[Id]
    site_id: Mapped[Site]
    code: Mapped[str] = mapped_column(String(12))
    name: Mapped[str | None] = mapped_column(Sealed("children.name"))
    age_band: Mapped[str | None] = mapped_column(String(8))
    birth_year: Mapped[int | None]
    created_at: Mapped[datetime]


class Caring(Table):
    """Who cares for which child, and as what; two can care for one."""

    __tablename__ = "carings"
    __table_args__ = (UniqueConstraint("person_id"),)

    id: Mapped[Id]
    site_id: Mapped[Site]
    person_id: Mapped[int] = mapped_column(BigId, ref("people", cascade=True))
    child_id: Mapped[int] = mapped_column(BigId, ref("children"), index=True)
    relation: Mapped[str | None] = mapped_column(String(16))
    since: Mapped[datetime]


class Permission(Table):
    """What a guardian, or the child, said to questions about the child; the latest counts."""

    __tablename__ = "permissions"

    id: Mapped[Id]
    child_id: Mapped[int] = mapped_column(BigId, ref("children"), index=True)
    # On whose phone it was said.
    person_id: Mapped[int] = mapped_column(BigId, ref("people", cascade=True), index=True)
    said_by: Mapped[str] = mapped_column(String(8))
    answer: Mapped[str] = mapped_column(String(8))
    version: Mapped[str] = mapped_column(String(20))
    language: Mapped[str] = mapped_column(String(12))
    said_at: Mapped[datetime]


class Need(Table):
    """One answer to the checklist of needs, at the start or at the end of a programme."""

    __tablename__ = "needs"
    __table_args__ = (UniqueConstraint("person_id", "occasion", "item"),)

    id: Mapped[Id]
    site_id: Mapped[Site]
    person_id: Mapped[int] = mapped_column(BigId, ref("people", cascade=True))
    occasion: Mapped[str] = mapped_column(String(8))
    item: Mapped[str] = mapped_column(String(16))
    choice: Mapped[str] = mapped_column(String(16))
    said_at: Mapped[datetime]


class Admission(Table):
    """Somebody who came by a poster and waits for a worker's yes; `let_in` is null while nobody has said."""

    __tablename__ = "admissions"
    __table_args__ = (UniqueConstraint("person_id"),)

    id: Mapped[Id]
    site_id: Mapped[Site]
    programme_id: Mapped[int] = mapped_column(BigId, ref("programmes"))
    invite_id: Mapped[int] = mapped_column(BigId, ref("invites"), index=True)
    person_id: Mapped[int] = mapped_column(BigId, ref("people", cascade=True))
    asked_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[int | None] = mapped_column(BigId, ref("people"))
    let_in: Mapped[bool | None]


class Allotment(Table):
    """One place of a programme's allocation list; its arm is sealed, and nobody reads it before its turn."""

    __tablename__ = "allotments"
    __table_args__ = (UniqueConstraint("programme_id", "place"),)

    id: Mapped[Id]
    site_id: Mapped[Site]
    programme_id: Mapped[int] = mapped_column(BigId, ref("programmes"))
    place: Mapped[int]
    arm: Mapped[str] = mapped_column(Sealed("allotments.arm"))
    used_at: Mapped[datetime | None]


class Why(StrEnum):
    """Why everything stops for a family; the code of what is missing meanwhile."""

    RELAPSE = "relapse"
    BEREAVED = "bereaved"


class Halt(Table):
    """What stopped the questions, for one person; those of one family share the `event`.

    `was` is how the person stood before; `keeper_id` is the one who stands by them; `words_at` is when a
    worker sent the words. An end needs a note.
    """

    __tablename__ = "halts"

    id: Mapped[Id]
    site_id: Mapped[Site]
    event: Mapped[int] = mapped_column(BigInteger, index=True)
    person_id: Mapped[int] = mapped_column(BigId, ref("people", cascade=True), index=True)
    enrolment_id: Mapped[int | None] = mapped_column(BigId, ref("enrolments", cascade=True))
    why: Mapped[str] = mapped_column(String(12))
    was: Mapped[str] = mapped_column(String(12))
    since: Mapped[datetime]
    said_by: Mapped[int | None] = mapped_column(BigId, ref("people"))
    keeper_id: Mapped[int | None] = mapped_column(BigId, ref("people"))
    words_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[int | None] = mapped_column(BigId, ref("people"))
    note: Mapped[str | None] = mapped_column(Sealed("halts.note"))


class Turn(Table):
    """Who of two caregivers is with the child in a week, which begins on `week`."""

    __tablename__ = "turns"
    __table_args__ = (UniqueConstraint("child_id", "week"),)

    id: Mapped[Id]
    child_id: Mapped[int] = mapped_column(BigId, ref("children"))
    week: Mapped[date] = mapped_column(Date)
    person_id: Mapped[int] = mapped_column(BigId, ref("people", cascade=True))
    said_at: Mapped[datetime]
