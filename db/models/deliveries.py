"""The outbox, the inbox, and the lease that keeps one sender per bot."""

from datetime import datetime
from enum import IntEnum, StrEnum
from typing import Any

from sqlalchemy import BigInteger, Index, LargeBinary, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from db.crypto import SealedJson
from db.models.schema import BigId, Id, Site, Table, ref


class Kind(StrEnum):
    """What a delivery is; the renderers table has one entry for each."""

    ALERT = "alert"
    CHECKIN = "checkin"
    REMINDER = "reminder"
    DIGEST = "digest"
    UNREACHABLE = "unreachable"
    BROADCAST = "broadcast"
    WORD = "word"
    WRITTEN = "written"
    RETURNED = "returned"
    HANDOVER = "handover"
    PICTURE = "picture"
    # To a caregiver who called: somebody has it, or so far nobody could be told.
    SEEN = "seen"
    UNHEARD = "unheard"
    # To the admins: who took a drill, and when.
    DRILL = "drill"
    MYDATA = "mydata"
    LEAVING = "leaving"
    LEFT = "left"
    MATERIAL = "material"
    PRACTICE = "practice"
    # A piece of the library that only a person sends.
    BY_HAND = "by_hand"
    SESSION = "session"
    # Somebody asks to join, to their worker; and the answer to them.
    ADMISSION = "admission"
    ADMITTED = "admitted"
    # Everything has stopped for a family, to who stands by it; and the words that this person sends.
    HALT = "halt"
    CARE = "care"
    # Who is with the child this week, to the other one.
    TURN = "turn"
    PLAN = "plan"
    NEEDS = "needs"
    # To whoever composes a broadcast: who would get it, how far it is, how it ended.
    AUDIENCE = "audience"
    PROGRESS = "progress"
    REPORT = "report"
    # To those who may agree to a broadcast.
    AGREE = "agree"
    # To one of the staff: a mail to them did not arrive.
    UNMAILED = "unmailed"
    # What was broadcast is put right, or taken back.
    CORRECTION = "correction"


# What a person sends, safety, and what somebody asked for about themselves: nothing else reaches whoever has
# lost a child.
FROM_PEOPLE = frozenset(
    {
        Kind.ALERT,
        Kind.CARE,
        Kind.WORD,
        # That a letter of theirs did not arrive: nobody is to wait for an answer that cannot come.
        Kind.RETURNED,
        Kind.BY_HAND,
        Kind.SEEN,
        Kind.UNHEARD,
        Kind.MYDATA,
    }
)


class State(StrEnum):
    """Where a delivery is."""

    PENDING = "pending"
    HELD = "held"
    SENDING = "sending"
    # Of a broadcast that somebody has paused.
    PAUSED = "paused"
    SETTLED = "settled"


class Priority(IntEnum):
    """How pressing a message is; 0 goes first."""

    SAFETY = 0
    REPLY = 1
    SESSION = 2
    CHECKIN = 3
    MATERIAL = 4
    DIGEST = 5
    BROADCAST = 6


_PENDING = text("state = 'pending'")
_UNSENT = text("state IN ('pending', 'held')")
_SENDING = text("state = 'sending'")
_PAUSED = text("state = 'paused'")


class Delivery(Table):
    """One message owed to one person; unique by kind, subject and person."""

    __tablename__ = "deliveries"
    __table_args__ = (
        UniqueConstraint("kind", "subject", "person_id"),
        Index(
            "ix_deliveries_due", "priority", "due_at", "id", sqlite_where=_PENDING, postgresql_where=_PENDING
        ),
        Index("ix_deliveries_late", "not_after", sqlite_where=_UNSENT, postgresql_where=_UNSENT),
        Index("ix_deliveries_sending", "claimed_at", sqlite_where=_SENDING, postgresql_where=_SENDING),
        Index("ix_deliveries_paused", "about_id", sqlite_where=_PAUSED, postgresql_where=_PAUSED),
        Index(None, "person_id", "state", "settled_at"),
    )

    id: Mapped[Id]
    site_id: Mapped[Site]
    kind: Mapped[str] = mapped_column(String(12))
    subject: Mapped[str] = mapped_column(String(64))
    about_id: Mapped[int | None] = mapped_column(BigId)
    person_id: Mapped[int] = mapped_column(BigId, ref("people", cascade=True))
    priority: Mapped[int]
    due_at: Mapped[datetime]
    not_after: Mapped[datetime | None]
    state: Mapped[str] = mapped_column(String(10))
    outcome: Mapped[str | None] = mapped_column(String(40))
    attempts: Mapped[int] = mapped_column(default=0)
    claimed_at: Mapped[datetime | None]
    settled_at: Mapped[datetime | None]
    message_id: Mapped[int | None]
    queued_at: Mapped[datetime]


class Heard(Table):
    """An update as Telegram sent it, sealed, until its effect is committed and shown.

    `reply` is what the act wants shown, kept so that a replay shows it without acting again.
    """

    __tablename__ = "inbox"
    __table_args__ = (
        UniqueConstraint("bot_id", "update_id"),
        Index(
            "ix_inbox_open",
            "id",
            sqlite_where=text("shown_at IS NULL AND dead_at IS NULL"),
            postgresql_where=text("shown_at IS NULL AND dead_at IS NULL"),
        ),
    )

    id: Mapped[Id]
    bot_id: Mapped[int] = mapped_column(BigInteger)
    update_id: Mapped[int] = mapped_column(BigInteger)
    chat_key: Mapped[bytes] = mapped_column(LargeBinary(16))
    payload: Mapped[dict[str, Any] | None] = mapped_column(SealedJson("inbox.payload"))
    reply: Mapped[list[Any] | None] = mapped_column(SealedJson("inbox.reply"))
    received_at: Mapped[datetime]
    applied_at: Mapped[datetime | None]
    shown_at: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    error: Mapped[str | None] = mapped_column(String(200))
    dead_at: Mapped[datetime | None]


class Lease(Table):
    """Who may poll and send for a bot, and until when; `key_ids` are the keys its process was given."""

    __tablename__ = "leases"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    owner: Mapped[str] = mapped_column(String(40))
    until: Mapped[datetime]
    key_ids: Mapped[str | None] = mapped_column(String(200))
