"""Who may see what: a worker's second factor, and what a family shares with whom."""

from datetime import datetime

from sqlalchemy import LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from db.crypto import Sealed
from db.models.schema import INDEX_OF, INDEXED_AS, BigId, Id, Table, ref


class Factor(Table):
    """A worker's second factor and the session it opened; it counts from `confirmed_at` on.

    `last_step` is the time step of the last code taken: none is taken twice. `wrong` counts tries since the
    last right one; at the fifth, none is taken until `blocked_until`.
    """

    __tablename__ = "factors"

    person_id: Mapped[int] = mapped_column(BigId, ref("people", cascade=True), primary_key=True)
    secret: Mapped[str] = mapped_column(Sealed("factors.secret"))
    created_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    last_step: Mapped[int | None]
    wrong: Mapped[int] = mapped_column(default=0)
    blocked_until: Mapped[datetime | None]
    opened_at: Mapped[datetime | None]
    seen_at: Mapped[datetime | None]


class Sharing(Table):
    """What a family chose to show, or not to show, to one kind of reader; without a row the default holds."""

    __tablename__ = "sharing"

    person_id: Mapped[int] = mapped_column(BigId, ref("people", cascade=True), primary_key=True)
    reader: Mapped[str] = mapped_column(String(20), primary_key=True)
    what: Mapped[str] = mapped_column(String(12), primary_key=True)
    shared: Mapped[bool]
    changed_at: Mapped[datetime]


class ShutOut(Table):
    """An account whose access was ended: the operator's settings do not let it in again, only an invite does.

    It leads to no row here: the number is sealed, and kept so that a new key can make its index anew.
    """

    __tablename__ = "shut_out"

    id: Mapped[Id]
    account_index: Mapped[bytes] = mapped_column(
        LargeBinary(16), unique=True, info={INDEX_OF: "account", INDEXED_AS: "user:"}
    )
    account: Mapped[str] = mapped_column(Sealed("shut_out.account"))
    since: Mapped[datetime]
