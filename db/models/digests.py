"""How a worker wants the digest: on which day of the week."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from db.models.schema import BigId, Table, ref


class DigestDay(Table):
    """From the digest of `week` (such as 2026-W12) on, it comes on this weekday (0 is Monday).

    Earlier rows stay: they say when the digest of an earlier week was due, and so what it knows.
    """

    __tablename__ = "digest_days"

    person_id: Mapped[int] = mapped_column(BigId, ref("people", cascade=True), primary_key=True)
    week: Mapped[str] = mapped_column(String(8), primary_key=True)
    weekday: Mapped[int]
    changed_at: Mapped[datetime]
