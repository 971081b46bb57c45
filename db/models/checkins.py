"""Check-ins, answers and scores, and the alerts they raise."""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from sqlalchemy import JSON, Date, Index, Numeric, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from db.models.schema import BigId, Id, Site, Table, ref


class Progress(StrEnum):
    """How far a check-in has come."""

    PLANNED = "planned"
    SENT = "sent"
    OPENED = "opened"
    DONE = "done"
    CLOSED = "closed"


OPEN = (Progress.SENT, Progress.OPENED)
_CLIMBING = text("climbs_at IS NOT NULL")


class Tier(StrEnum):
    """How soon a human must look."""

    RED = "red"
    AMBER = "amber"


class AlertState(StrEnum):
    """Whether a human has it."""

    RAISED = "raised"
    TAKEN = "taken"
    CLOSED = "closed"


class CheckIn(Table):
    """One occasion on which a person was asked one battery; the first unanswered item is its state.

    `left_out` names the cards of the battery that are not asked this time, each with the reason. `entered_by`
    is the worker who enters answers given on paper.
    """

    __tablename__ = "checkins"
    __table_args__ = (
        UniqueConstraint("subscription_id", "day"),
        Index(None, "person_id", "progress"),
        Index(
            "ix_checkins_expiring",
            "expires_at",
            sqlite_where=text("progress IN ('sent', 'opened')"),
            postgresql_where=text("progress IN ('sent', 'opened')"),
        ),
    )

    id: Mapped[Id]
    site_id: Mapped[Site]
    programme_id: Mapped[int] = mapped_column(BigId, ref("programmes"))
    person_id: Mapped[int] = mapped_column(BigId, ref("people", cascade=True))
    subscription_id: Mapped[int | None] = mapped_column(BigId, ref("subscriptions", cascade=True))
    battery: Mapped[str] = mapped_column(String(40))
    left_out: Mapped[dict[str, str] | None] = mapped_column(JSON(none_as_null=True))
    entered_by: Mapped[int | None] = mapped_column(BigId, ref("people"))
    day: Mapped[date] = mapped_column(Date)
    progress: Mapped[str] = mapped_column(String(10))
    closed_because: Mapped[str | None] = mapped_column(String(20))
    planned_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    opened_at: Mapped[datetime | None]
    last_tap_at: Mapped[datetime | None]
    snoozed_until: Mapped[datetime | None]
    expires_at: Mapped[datetime | None]
    done_at: Mapped[datetime | None]


class Answer(Table):
    """One raw answer; a null value is an item the person chose to skip.

    `entered_by` is the worker who entered what the person had written on paper.
    """

    __tablename__ = "answers"
    __table_args__ = (UniqueConstraint("checkin_id", "instrument", "item"),)

    id: Mapped[Id]
    site_id: Mapped[Site]
    checkin_id: Mapped[int] = mapped_column(BigId, ref("checkins", cascade=True))
    person_id: Mapped[int] = mapped_column(BigId, ref("people", cascade=True), index=True)
    instrument: Mapped[str] = mapped_column(String(24))
    version: Mapped[str] = mapped_column(String(40))
    item: Mapped[str] = mapped_column(String(24))
    value: Mapped[int | None]
    answered_at: Mapped[datetime]
    entered_by: Mapped[int | None] = mapped_column(BigId, ref("people"))


class Score(Table):
    """One score of one check-in; a score that cannot be right has no row."""

    __tablename__ = "scores"
    __table_args__ = (UniqueConstraint("checkin_id", "instrument", "scale"),)

    id: Mapped[Id]
    site_id: Mapped[Site]
    checkin_id: Mapped[int] = mapped_column(BigId, ref("checkins", cascade=True))
    person_id: Mapped[int] = mapped_column(BigId, ref("people", cascade=True), index=True)
    instrument: Mapped[str] = mapped_column(String(24))
    version: Mapped[str] = mapped_column(String(40))
    scale: Mapped[str] = mapped_column(String(40))
    value: Mapped[Decimal] = mapped_column(Numeric(9, 3, asdecimal=True))
    band: Mapped[str | None] = mapped_column(String(24))
    scored_at: Mapped[datetime]


class Alert(Table):
    """A concern that a human must take; its id is the case number in chat.

    `climbs_at` is when the ladder does its next thing, counted from `climbs_from`; `step` is how many of its
    steps are done. Once taken, what came of it is due by `contact_by`. A `drill` is about nobody in danger:
    its person is the first of the staff whom it rings.
    """

    __tablename__ = "alerts"
    __table_args__ = (
        UniqueConstraint("person_id", "cause"),
        Index(None, "programme_id", "state"),
        Index("ix_alerts_climbing", "climbs_at", sqlite_where=_CLIMBING, postgresql_where=_CLIMBING),
    )

    id: Mapped[Id]
    site_id: Mapped[Site]
    programme_id: Mapped[int] = mapped_column(BigId, ref("programmes"))
    person_id: Mapped[int] = mapped_column(BigId, ref("people", cascade=True))
    checkin_id: Mapped[int | None] = mapped_column(BigId, ref("checkins", cascade=True))
    tier: Mapped[str] = mapped_column(String(8))
    reason: Mapped[str] = mapped_column(String(20))
    cause: Mapped[str] = mapped_column(String(48))
    state: Mapped[str] = mapped_column(String(10))
    raised_at: Mapped[datetime]
    taken_at: Mapped[datetime | None]
    taken_by: Mapped[int | None] = mapped_column(BigId, ref("people"))
    closed_at: Mapped[datetime | None]
    closed_as: Mapped[str | None] = mapped_column(String(20))
    step: Mapped[int] = mapped_column(default=0)
    climbs_from: Mapped[datetime | None]
    climbs_at: Mapped[datetime | None]
    contact_by: Mapped[datetime | None]
    drill: Mapped[bool] = mapped_column(default=False)
