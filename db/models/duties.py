"""Who is away, and who stands in."""

from datetime import datetime

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from db.models.schema import BigId, Id, Site, Table, ref


class Leave(Table):
    """A worker is away from one moment until another, and somebody stands in; ended earlier it says when."""

    __tablename__ = "leaves"
    __table_args__ = (Index(None, "person_id", "until"), Index(None, "stand_in_id", "until"))

    id: Mapped[Id]
    site_id: Mapped[Site]
    person_id: Mapped[int] = mapped_column(BigId, ref("people", cascade=True))
    stand_in_id: Mapped[int] = mapped_column(BigId, ref("people", cascade=True))
    since: Mapped[datetime]
    until: Mapped[datetime]
    ended_at: Mapped[datetime | None]
