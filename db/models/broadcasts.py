"""Broadcasts: one text for an audience, now or at a moment, once or again and again."""

from datetime import date, datetime, time
from enum import StrEnum

from sqlalchemy import Date, Index, String, Time, false, text
from sqlalchemy.orm import Mapped, mapped_column

from db.crypto import SealedJson
from db.models.schema import BigId, Id, Site, Table, ref

_TO_COME = text("next_at IS NOT NULL")
_LOOKED_AT = text("look_at IS NOT NULL")


class Sending(StrEnum):
    """How far a broadcast has come."""

    DRAFT = "draft"
    ASKING = "asking"
    PLANNED = "planned"
    # Of a round whose audience has grown: a second one must agree first.
    WAITING = "waiting"
    QUEUED = "queued"
    PAUSED = "paused"
    CANCELLED = "cancelled"
    DONE = "done"


class Repeats(StrEnum):
    """How often a broadcast goes out again."""

    DAILY = "daily"
    WEEKLY = "weekly"


class Broadcast(Table):
    """What is said to a whole audience; `texts` are Telegram's HTML by language, the first for who has none.

    The audience: everybody of `role` (None for every role) in the programme, or at the site where there is
    none; of these, if said, one `arm`, one `language`, and those who stand so (`answer`) to a session.
    `control` lets a notice of the whole site reach the control arm, too. `media` is a picture or a file, by
    its name at Telegram. Where `day` and `at` are said it goes out then on each one's own clock, and
    `next_at` is when its next round is queued. At `look_at` it is seen whether a second one must agree to
    that round, or, while it waits for that, that nobody did in time. Each of its deliveries is about it, and
    ends by itself; `shown` is what the progress message last said.
    """

    __tablename__ = "broadcasts"
    __table_args__ = (
        Index("ix_broadcasts_next_at", "next_at", sqlite_where=_TO_COME, postgresql_where=_TO_COME),
        Index("ix_broadcasts_look_at", "look_at", sqlite_where=_LOOKED_AT, postgresql_where=_LOOKED_AT),
    )

    id: Mapped[Id]
    site_id: Mapped[Site]
    programme_id: Mapped[int | None] = mapped_column(BigId, ref("programmes"))
    role: Mapped[str | None] = mapped_column(String(20))
    arm: Mapped[str | None] = mapped_column(String(12))
    language: Mapped[str | None] = mapped_column(String(12))
    session_id: Mapped[int | None] = mapped_column(BigId, ref("sessions"))
    answer: Mapped[str | None] = mapped_column(String(10))
    control: Mapped[bool] = mapped_column(default=False, server_default=false())
    texts: Mapped[dict[str, str]] = mapped_column(SealedJson("broadcasts.texts"))
    media: Mapped[dict[str, str] | None] = mapped_column(SealedJson("broadcasts.media"))
    state: Mapped[str] = mapped_column(String(10))
    created_by: Mapped[int | None] = mapped_column(BigId, ref("people"))
    agreed_by: Mapped[int | None] = mapped_column(BigId, ref("people"))
    day: Mapped[date | None] = mapped_column(Date)
    at: Mapped[time | None] = mapped_column(Time)
    repeats: Mapped[str | None] = mapped_column(String(8))
    next_at: Mapped[datetime | None]
    look_at: Mapped[datetime | None]
    rounds: Mapped[int] = mapped_column(default=0, server_default="1")
    changes: Mapped[int] = mapped_column(default=0, server_default="0")
    shown: Mapped[str | None] = mapped_column(String(120))
    created_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
