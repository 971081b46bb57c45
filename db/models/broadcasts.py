"""Broadcasts: one text for everybody of one role in a programme."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from db.crypto import SealedJson
from db.models.schema import BigId, Id, Site, Table, ref


class Sending(StrEnum):
    """How far a broadcast has come."""

    QUEUED = "queued"
    CANCELLED = "cancelled"
    DONE = "done"


class Broadcast(Table):
    """What is said to a whole audience; `texts` are Telegram's HTML by language, the first for who has none.

    Each of its deliveries is about it, and ends by itself. `role` and programme are the audience.
    """

    __tablename__ = "broadcasts"

    id: Mapped[Id]
    site_id: Mapped[Site]
    programme_id: Mapped[int] = mapped_column(BigId, ref("programmes"))
    role: Mapped[str] = mapped_column(String(20))
    texts: Mapped[dict[str, str]] = mapped_column(SealedJson("broadcasts.texts"))
    state: Mapped[str] = mapped_column(String(10))
    created_by: Mapped[int | None] = mapped_column(BigId, ref("people"))
    created_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
