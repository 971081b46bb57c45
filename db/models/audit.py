"""The audit record: who looked, changed or sent what, in a chain that shows when it was tampered with."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from db.models.schema import BigId, Site, Table


class Act(StrEnum):
    """What is written down; at most 24 letters each."""

    LOOKED = "looked"
    EXPORTED = "exported"
    ROLE_CHANGED = "role_changed"
    REVOKED = "revoked"
    INVITED = "invited"
    WITHDRAWN = "withdrawn"
    SITE_CHANGED = "site_changed"
    JOINED = "joined"
    BROADCAST = "broadcast"
    NOTED = "noted"
    WROTE = "wrote"
    SENT_PIECE = "sent_piece"
    ASSIGNED = "assigned"
    ADMITTED = "admitted"
    ALLOTTED = "allotted"
    HALTED = "halted"
    RESUMED = "resumed"
    SHARED = "shared"
    ERASED = "erased"
    ERASURE_ASKED = "erasure_asked"
    CLOSED_UNSEEN = "closed_unseen"
    FACTOR_SET = "factor_set"
    FACTOR_RESET = "factor_reset"
    FACTOR_BLOCKED = "factor_blocked"
    KEYS_ROTATED = "keys_rotated"
    BACKED_UP = "backed_up"
    RESTORED = "restored"
    ANCHORED = "anchored"


class AuditEvent(Table):
    """One thing that was done. Rows are only ever added: triggers refuse UPDATE and DELETE.

    The ids count from 1 without a gap. `actor_id` is null for the command line and the clock; on the command
    line `typed_by` is the account of the machine at which it was typed. Neither it nor
    `person_id` refers to a row, so an entry outlives the person it is about. `about` names no one.
    `hash` covers the row and `previous`, the hash before it; `seal` is the hash signed with the site's key.
    """

    __tablename__ = "audit_events"
    __table_args__ = (Index(None, "person_id", "id"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False)
    site_id: Mapped[Site]
    at: Mapped[datetime]
    actor_id: Mapped[int | None] = mapped_column(BigId)
    typed_by: Mapped[str | None] = mapped_column(String(64))
    act: Mapped[str] = mapped_column(String(24))
    person_id: Mapped[int | None] = mapped_column(BigId)
    about: Mapped[str] = mapped_column(String(80))
    previous: Mapped[bytes] = mapped_column(LargeBinary(32))
    hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    seal: Mapped[bytes] = mapped_column(LargeBinary(36))
