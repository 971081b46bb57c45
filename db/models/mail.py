"""Mail to the staff's own addresses: where somebody wants it, and what is owed there."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from db.crypto import Sealed
from db.models.schema import BigId, Id, Site, Table, ref

_WAITING = text("settled_at IS NULL")


class Mailed(StrEnum):
    """What goes by mail."""

    # The code that shows that an address is its owner's.
    CODE = "code"
    # That a digest is ready in the chat.
    NOTICE = "notice"


class Mailbox(Table):
    """The address at which one of the staff wants to hear that their digest is ready.

    It stands here once a code that was sent to it was typed; what is not confirmed lies in the dialogue only.
    """

    __tablename__ = "mailboxes"

    person_id: Mapped[int] = mapped_column(BigId, ref("people", cascade=True), primary_key=True)
    address: Mapped[str] = mapped_column(Sealed("mailboxes.address"))
    confirmed_at: Mapped[datetime]


class Mail(Table):
    """One mail to one of the staff; a row first, then sent until it was taken, refused or too late.

    It keeps neither address nor words: both are looked up when it is sent.
    """

    __tablename__ = "mails"
    __table_args__ = (
        UniqueConstraint("kind", "subject", "person_id"),
        Index("ix_mails_waiting", "due_at", sqlite_where=_WAITING, postgresql_where=_WAITING),
        Index(None, "person_id", "queued_at"),
    )

    id: Mapped[Id]
    site_id: Mapped[Site]
    person_id: Mapped[int] = mapped_column(BigId, ref("people", cascade=True))
    kind: Mapped[str] = mapped_column(String(8))
    subject: Mapped[str] = mapped_column(String(64))
    queued_at: Mapped[datetime]
    due_at: Mapped[datetime]
    not_after: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(default=0)
    outcome: Mapped[str | None] = mapped_column(String(40))
    settled_at: Mapped[datetime | None]
