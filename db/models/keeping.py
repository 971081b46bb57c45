"""What is kept so that people can leave: their wish, that they left, study rows of nobody, and restores."""

from datetime import date, datetime

from sqlalchemy import Date, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.models.schema import BigId, Id, Table, ref


class Leaving(Table):
    """Somebody has asked to be forgotten, and is by `due_at`; until then it can be taken back."""

    __tablename__ = "leavings"

    person_id: Mapped[int] = mapped_column(BigId, ref("people", cascade=True), primary_key=True)
    asked_at: Mapped[datetime]
    due_at: Mapped[datetime]
    for_study: Mapped[bool]


class Erasure(Table):
    """Somebody was forgotten: `mark` finds them again in a restored backup, and in nothing else.

    `wiped_at` is when the database had let go of the bytes as well.
    """

    __tablename__ = "erasures"
    __table_args__ = (UniqueConstraint("mark"),)

    id: Mapped[Id]
    mark: Mapped[str] = mapped_column(String(64))
    erased_at: Mapped[datetime]
    wiped_at: Mapped[datetime | None]


class StudyRow(Table):
    """An answer that somebody left to the study: a random key for the person, and a month for the day."""

    __tablename__ = "study_rows"
    __table_args__ = (Index(None, "key"),)

    id: Mapped[Id]
    key: Mapped[str] = mapped_column(String(32))
    arm: Mapped[str | None] = mapped_column(String(12))
    month: Mapped[date] = mapped_column(Date)
    instrument: Mapped[str] = mapped_column(String(24))
    version: Mapped[str] = mapped_column(String(40))
    item: Mapped[str] = mapped_column(String(24))
    value: Mapped[int | None]


class Restore(Table):
    """A backup was put back: what was due before then is held until somebody decides about it."""

    __tablename__ = "restores"

    id: Mapped[Id]
    taken_at: Mapped[datetime]
    restored_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
