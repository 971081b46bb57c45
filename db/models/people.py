"""Sites and the people in them."""

from datetime import date, datetime, time
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    JSON,
    ColumnElement,
    Date,
    Index,
    LargeBinary,
    String,
    Time,
    UniqueConstraint,
    literal_column,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from db.crypto import Sealed, SealedJson
from db.models.schema import INDEX_OF, INDEXED_AS, BigId, Id, Site, Table, ref


class Role(StrEnum):
    """Who somebody is here."""

    CAREGIVER = "caregiver"
    SOCIAL_WORKER = "social_worker"
    MEDICAL_WORKER = "medical_worker"
    LEAD = "lead"
    ADMIN = "admin"


class Standing(StrEnum):
    """Where a person is with us."""

    JOINING = "joining"
    ACTIVE = "active"
    PAUSED = "paused"
    STOPPED = "stopped"
    # Came by a poster: a worker looks first, and says yes or no.
    WAITING = "waiting"
    DECLINED = "declined"
    # Everything that asks has stopped; after a death everything else has too.
    RELAPSE = "relapse"
    BEREAVED = "bereaved"


class SiteRow(Table):
    """A hospital or team: its zone, duty hours, crisis card and choices.

    Without `second_factor` staff need no code; only a synthetic site can do without it.
    """

    __tablename__ = "sites"

    id: Mapped[Id]
    name: Mapped[str] = mapped_column(String(120))
    country: Mapped[str] = mapped_column(String(2))
    zone: Mapped[str] = mapped_column(String(64))
    language: Mapped[str] = mapped_column(String(12))
    duty_from: Mapped[time] = mapped_column(Time)
    duty_to: Mapped[time] = mapped_column(Time)
    duty_days: Mapped[str] = mapped_column(String(7))
    ward_phone: Mapped[str | None] = mapped_column(String(40))
    crisis_confirmed_on: Mapped[date | None] = mapped_column(Date)
    pdf_by_chat: Mapped[bool] = mapped_column(default=False)
    seven_day_cover: Mapped[bool] = mapped_column(default=False)
    synthetic: Mapped[bool] = mapped_column(default=False)
    second_factor: Mapped[bool] = mapped_column(default=True)
    ladder: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    created_at: Mapped[datetime]


class Person(Table):
    """Somebody who writes to the bot; the id is ours, the Telegram ids are sealed."""

    __tablename__ = "people"
    __table_args__ = (
        UniqueConstraint("telegram_index"),
        # The few who work here are found without a look at every family (WORKS_HERE).
        Index(
            "ix_people_staff",
            "site_id",
            "role",
            sqlite_where=text("role <> 'caregiver'"),
            postgresql_where=text("role <> 'caregiver'"),
        ),
        Index(
            "ix_people_resting",
            "paused_until",
            sqlite_where=text("paused_until IS NOT NULL"),
            postgresql_where=text("paused_until IS NOT NULL"),
        ),
    )

    id: Mapped[Id]
    site_id: Mapped[Site]
    role: Mapped[str] = mapped_column(String(20))
    standing: Mapped[str] = mapped_column(String(12))
    language: Mapped[str] = mapped_column(String(12))
    zone: Mapped[str] = mapped_column(String(64))
    # Made anew from `chat` when keys change: in a private chat both are the same number.
    telegram_index: Mapped[bytes | None] = mapped_column(
        LargeBinary(16), info={INDEX_OF: "chat", INDEXED_AS: "user:"}
    )
    chat: Mapped[str | None] = mapped_column(Sealed("people.chat"))
    called: Mapped[str | None] = mapped_column(Sealed("people.called"))
    phone: Mapped[str | None] = mapped_column(Sealed("people.phone"))
    trusted_adult: Mapped[str | None] = mapped_column(Sealed("people.trusted_adult"))
    asked_at: Mapped[time] = mapped_column(Time)
    shares_phone: Mapped[bool] = mapped_column(default=False)
    paused_until: Mapped[datetime | None]
    unreachable_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    joined_at: Mapped[datetime | None]
    stopped_at: Mapped[datetime | None]


# In the words of the index, so that it is found by it; SQLite also needs the order of the index.
WORKS_HERE: ColumnElement[bool] = Person.role != literal_column(f"'{Role.CAREGIVER}'")


class Consent(Table):
    """What a person agreed to: the text's version, the language it was read in, and when."""

    __tablename__ = "consents"

    id: Mapped[Id]
    person_id: Mapped[int] = mapped_column(BigId, ref("people", cascade=True), index=True)
    version: Mapped[str] = mapped_column(String(20))
    language: Mapped[str] = mapped_column(String(12))
    given_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]


class Pause(Table):
    """A rest from questions, with its reason: it explains a gap in the data."""

    __tablename__ = "pauses"

    id: Mapped[Id]
    person_id: Mapped[int] = mapped_column(BigId, ref("people", cascade=True), index=True)
    reason: Mapped[str] = mapped_column(String(20))
    since: Mapped[datetime]
    until: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class Draft(Table):
    """The one open dialogue of a person: its kind, the step it is at, and what was said so far."""

    __tablename__ = "drafts"

    person_id: Mapped[int] = mapped_column(BigId, ref("people", cascade=True), primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    step: Mapped[str] = mapped_column(String(20))
    said: Mapped[dict[str, Any]] = mapped_column(SealedJson("drafts.said"))
    changed_at: Mapped[datetime]
    expires_at: Mapped[datetime]


class ToldChat(Table):
    """A chat that was told once that we do not work there (a group, a channel)."""

    __tablename__ = "told_chats"

    chat_index: Mapped[bytes] = mapped_column(LargeBinary(16), primary_key=True)
    told_at: Mapped[datetime]
