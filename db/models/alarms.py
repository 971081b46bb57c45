"""What an alert sets moving: who is on call, what goes out beside Telegram, what staff write down."""

from datetime import date, datetime, time
from enum import StrEnum

from sqlalchemy import Date, Index, String, Time, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from db.crypto import Sealed
from db.models.schema import BigId, Id, Site, Table, ref

_WAITING = text("settled_at IS NULL")


class Duty(Table):
    """When somebody is on call, on the wall clock of the site: first, or as backup.

    Without a programme it holds for every one of the site. One that ends before it begins goes past midnight.
    """

    __tablename__ = "duties"

    id: Mapped[Id]
    site_id: Mapped[Site]
    programme_id: Mapped[int | None] = mapped_column(BigId, ref("programmes"))
    person_id: Mapped[int] = mapped_column(BigId, ref("people", cascade=True))
    level: Mapped[str] = mapped_column(String(8))
    days: Mapped[str] = mapped_column(String(7))
    begins: Mapped[time] = mapped_column(Time)
    ends: Mapped[time] = mapped_column(Time)


class Leave(Table):
    """Days on which somebody is not rung, both included, and who stands in for them."""

    __tablename__ = "leaves"

    id: Mapped[Id]
    site_id: Mapped[Site]
    person_id: Mapped[int] = mapped_column(BigId, ref("people", cascade=True))
    since: Mapped[date] = mapped_column(Date)
    until: Mapped[date] = mapped_column(Date)
    stand_in_id: Mapped[int | None] = mapped_column(BigId, ref("people"))


class Channel(StrEnum):
    """A way to staff that is not Telegram."""

    MAIL = "mail"
    WEBHOOK = "webhook"


class Page(Table):
    """One call for an alert by the second channel; a row first, then sent until it was taken or given up."""

    __tablename__ = "pages"
    __table_args__ = (
        UniqueConstraint("alert_id", "subject", "channel"),
        Index("ix_pages_waiting", "due_at", sqlite_where=_WAITING, postgresql_where=_WAITING),
    )

    id: Mapped[Id]
    site_id: Mapped[Site]
    alert_id: Mapped[int] = mapped_column(BigId, ref("alerts", cascade=True))
    subject: Mapped[str] = mapped_column(String(64))
    channel: Mapped[str] = mapped_column(String(8))
    queued_at: Mapped[datetime]
    due_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    outcome: Mapped[str | None] = mapped_column(String(40))
    settled_at: Mapped[datetime | None]


class AlertNote(Table):
    """Something said about an alert: pressed by mistake, not reached yet, or words of a worker."""

    __tablename__ = "alert_notes"

    id: Mapped[Id]
    site_id: Mapped[Site]
    alert_id: Mapped[int] = mapped_column(BigId, ref("alerts", cascade=True), index=True)
    author_id: Mapped[int | None] = mapped_column(BigId, ref("people"))
    kind: Mapped[str] = mapped_column(String(12))
    text: Mapped[str | None] = mapped_column(Sealed("alert_notes.text"))
    written_at: Mapped[datetime]


class Concern(Table):
    """Something that was seen and can wait for the digest; `detail` names the card and item or scale."""

    __tablename__ = "concerns"
    __table_args__ = (UniqueConstraint("person_id", "cause"), Index(None, "programme_id", "seen_at"))

    id: Mapped[Id]
    site_id: Mapped[Site]
    programme_id: Mapped[int] = mapped_column(BigId, ref("programmes"))
    person_id: Mapped[int] = mapped_column(BigId, ref("people", cascade=True))
    checkin_id: Mapped[int | None] = mapped_column(BigId, ref("checkins", cascade=True))
    reason: Mapped[str] = mapped_column(String(20))
    detail: Mapped[str] = mapped_column(String(64))
    cause: Mapped[str] = mapped_column(String(80))
    seen_at: Mapped[datetime]
