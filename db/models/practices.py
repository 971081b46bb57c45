"""What a family does with the library: steps offered to it, pieces it keeps, and what helped."""

from datetime import datetime

from sqlalchemy import Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.models.schema import BigId, Id, Site, Table, ref


class Practice(Table):
    """A piece that came to a person: because a dimension moved, because they asked, or from a worker.

    `offered_at` is when it reached them; null means that it never did. `tried` and `helped` are their answer,
    of the next day or of a tap under the step itself. `sent_by` is the worker who sent it.
    """

    __tablename__ = "practices"
    __table_args__ = (Index(None, "person_id", "chosen_at"),)

    id: Mapped[Id]
    site_id: Mapped[Site]
    person_id: Mapped[int] = mapped_column(BigId, ref("people", cascade=True))
    piece: Mapped[str] = mapped_column(String(32))
    because: Mapped[str] = mapped_column(String(20))
    chosen_at: Mapped[datetime]
    offered_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    tried: Mapped[bool | None]
    helped: Mapped[str | None] = mapped_column(String(8))
    sent_by: Mapped[int | None] = mapped_column(BigId, ref("people"))


class Verdict(Table):
    """Whether a piece helped a person: what they said last."""

    __tablename__ = "verdicts"
    __table_args__ = (UniqueConstraint("person_id", "piece"),)

    id: Mapped[Id]
    site_id: Mapped[Site]
    person_id: Mapped[int] = mapped_column(BigId, ref("people", cascade=True))
    piece: Mapped[str] = mapped_column(String(32))
    helped: Mapped[str] = mapped_column(String(8))
    said_at: Mapped[datetime]


class Favourite(Table):
    """A piece that a person wants at hand."""

    __tablename__ = "favourites"
    __table_args__ = (UniqueConstraint("person_id", "piece"),)

    id: Mapped[Id]
    site_id: Mapped[Site]
    person_id: Mapped[int] = mapped_column(BigId, ref("people", cascade=True))
    piece: Mapped[str] = mapped_column(String(32))
    since: Mapped[datetime]
