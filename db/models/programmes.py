"""Programmes, who takes part, how they were invited, and what each is asked when."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, Date, Index, LargeBinary, String, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from db.models.schema import BigId, Id, Site, Table, ref


class Arm(StrEnum):
    """The group a person was allocated to."""

    INTERVENTION = "intervention"
    WAITLIST = "waitlist"
    NONE = "none"


class Asks(StrEnum):
    """What a subscription brings."""

    MICRO = "micro"
    WEEKLY = "weekly"
    WAVE = "wave"
    STEP = "step"
    DIGEST = "digest"


class Programme(Table):
    """A cohort's run of sessions and check-ins; `cadence` says which battery comes on which day.

    Nothing is asked before `starts_on`, but a baseline, or after `ends_on`, where there is one. `labels_gone`
    is by letter the highest case label of those who were forgotten: nobody gets it again. `week_ahead` says
    that families are reminded of a session a week before as well; `template` says what its sessions were
    planned from: key, and title by language. Joining asks about the child and about needs where the programme
    wants to know.
    """

    __tablename__ = "programmes"

    id: Mapped[Id]
    site_id: Mapped[Site]
    name: Mapped[str] = mapped_column(String(120))
    starts_on: Mapped[date] = mapped_column(Date)
    ends_on: Mapped[date | None] = mapped_column(Date)
    cadence: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    labels_gone: Mapped[dict[str, int] | None] = mapped_column(JSON(none_as_null=True))
    template: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    week_ahead: Mapped[bool] = mapped_column(default=False, server_default=false())
    asks_child: Mapped[bool] = mapped_column(default=False, server_default=false())
    asks_needs: Mapped[bool] = mapped_column(default=False, server_default=false())
    created_at: Mapped[datetime]


class Enrolment(Table):
    """A person's place in a programme: role, arm, and the case label that stands for them in chat."""

    __tablename__ = "enrolments"
    __table_args__ = (
        UniqueConstraint("programme_id", "person_id"),
        UniqueConstraint("programme_id", "label"),
    )

    id: Mapped[Id]
    site_id: Mapped[Site]
    programme_id: Mapped[int] = mapped_column(BigId, ref("programmes"))
    person_id: Mapped[int] = mapped_column(BigId, ref("people", cascade=True), index=True)
    role: Mapped[str] = mapped_column(String(20))
    arm: Mapped[str] = mapped_column(String(12))
    label: Mapped[str] = mapped_column(String(12))
    since: Mapped[datetime]
    left_at: Mapped[datetime | None]


class Invite(Table):
    """A door into a programme: the token is kept as a hash only.

    Where a door `asks_first` a worker says yes to each who comes, to no more than `cap`. One with a child is
    for the other who cares for it.
    """

    __tablename__ = "invites"
    __table_args__ = (UniqueConstraint("token_hash"),)

    id: Mapped[Id]
    site_id: Mapped[Site]
    programme_id: Mapped[int | None] = mapped_column(BigId, ref("programmes"))
    role: Mapped[str] = mapped_column(String(20))
    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    uses_left: Mapped[int]
    asks_first: Mapped[bool] = mapped_column(default=False, server_default=false())
    cap: Mapped[int | None]
    child_id: Mapped[int | None] = mapped_column(BigId, ref("children"))
    expires_at: Mapped[datetime]
    created_at: Mapped[datetime]


class Subscription(Table):
    """What a person is asked and when: `next_at` is the one truth about the next occurrence.

    `zone` and wall-clock time live on the person; `next_at` is recomputed when they change. A null `next_at`
    means nothing more is to come. `last_day` is the local date of the latest occurrence claimed. `owed_day`
    is the date for which a new zone or hour took the plan away: what that skips is written down.
    """

    __tablename__ = "subscriptions"
    __table_args__ = (UniqueConstraint("person_id", "programme_id", "asks"), Index(None, "next_at"))

    id: Mapped[Id]
    site_id: Mapped[Site]
    person_id: Mapped[int] = mapped_column(BigId, ref("people", cascade=True))
    programme_id: Mapped[int] = mapped_column(BigId, ref("programmes"))
    asks: Mapped[str] = mapped_column(String(12))
    battery: Mapped[str | None] = mapped_column(String(40))
    next_at: Mapped[datetime | None]
    next_day: Mapped[date | None] = mapped_column(Date)
    last_day: Mapped[date | None] = mapped_column(Date)
    owed_day: Mapped[date | None] = mapped_column(Date)
