"""Audiences: who a broadcast is for, and how each of them stands."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, bindparam, func, or_, select

from db import alerts
from db.models import (
    Alert,
    AlertState,
    Arm,
    Attendance,
    Broadcast,
    Delivery,
    Enrolment,
    Meeting,
    Person,
    Role,
    Rsvp,
    Standing,
    Tier,
)
from db.session import Session

# Who is not in yet, or never came to be.
NOT_IN = (Standing.JOINING, Standing.WAITING, Standing.DECLINED)
# What narrows an audience by a session, besides an answer: silence, and whether somebody was there.
SILENT, CAME, MISSED = "silent", "came", "missed"


class Recipient(NamedTuple):
    """One delivery of a broadcast, as far as its rendering depends on whom it goes to.

    Of somebody who has none yet the number is their own, below zero.
    """

    delivery_id: int
    broadcast_id: int
    state: str
    language: str
    standing: str
    unreachable_at: datetime | None
    in_it: bool
    waits: bool
    alerted: bool
    released: bool
    person_id: int
    zone: str
    role: str
    shares: bool


def _place(*where: ColumnElement[bool]) -> ColumnElement[bool]:
    mine = (Enrolment.person_id == Person.id, Enrolment.left_at.is_(None))
    return select(Enrolment.id).where(*mine, *where).correlate(Person, Broadcast).exists()


_OF_THIS = or_(Broadcast.programme_id.is_(None), Enrolment.programme_id == Broadcast.programme_id)
_FACTS: tuple[Any, ...] = (
    Broadcast.id, Broadcast.state, Person.language, Person.standing, Person.unreachable_at,
    or_(Broadcast.programme_id.is_(None), _place(Enrolment.programme_id == Broadcast.programme_id)),
    # A notice that is no part of any programme may be let through to the control arm.
    and_(
        or_(Broadcast.control.is_(False), Broadcast.programme_id.is_not(None)),
        _place(Enrolment.arm == Arm.WAITLIST, _OF_THIS),
    ),
    alerts.of_person(Alert.state != AlertState.CLOSED),
    alerts.of_person(Alert.tier == Tier.RED),
    Person.id, Person.zone, Person.role, and_(Person.shares_phone, Person.role == Role.CAREGIVER),
)  # fmt: skip
PERSON = Recipient._fields.index("person_id") - 1
_RECIPIENTS = (
    select(Delivery.id, *_FACTS)
    .join(Person, Person.id == Delivery.person_id)
    .join(Broadcast, Broadcast.id == Delivery.about_id)
    .where(Delivery.id.in_(bindparam("ids", expanding=True)))
)
_TEXTS = select(Broadcast.id, Broadcast.texts, Broadcast.media).where(
    Broadcast.id.in_(bindparam("ids", expanding=True))
)


class Said(NamedTuple):
    """What a broadcast says: its texts by language, and the picture or file above them."""

    texts: Mapping[str, str]
    media: Mapping[str, str] | None


def said(session: Session, broadcast_ids: Collection[int]) -> Mapping[int, Said]:
    """Return what each broadcast says."""
    rows = session.connection().execute(_TEXTS, {"ids": list(broadcast_ids)})
    return {key: Said(texts, media) for key, texts, media in rows}


def recipients(session: Session, delivery_ids: Collection[int]) -> Sequence[Recipient]:
    """Return to whom these deliveries go, and how each of them stands now."""
    rows = session.connection().execute(_RECIPIENTS, {"ids": list(delivery_ids)})
    return [Recipient._make(row) for row in rows]


def audience(session: Session, one: Broadcast) -> Sequence[Recipient]:
    """Return everybody in the audience, and how each of them stands now."""
    query = select(*_FACTS).join(Broadcast, Broadcast.id == one.id).where(*members(one))
    rows = session.connection().execute(query.order_by(Person.id))
    return [Recipient(-row[PERSON], *row) for row in rows]


def size(session: Session, one: Broadcast) -> int:
    """Return how many are in the audience."""
    return session.scalar(select(func.count()).select_from(Person).where(*members(one))) or 0


def by_language(session: Session, one: Broadcast) -> Mapping[str, int]:
    """Return how many of the audience read each language."""
    query = select(Person.language, func.count()).where(*members(one)).group_by(Person.language)
    return {language: count for language, count in session.execute(query)}


def zones(session: Session, one: Broadcast) -> Sequence[str]:
    """Return the zones in which people of the site live."""
    return session.scalars(select(Person.zone).where(Person.site_id == one.site_id).distinct()).all()


def members(one: Broadcast) -> Sequence[ColumnElement[bool]]:
    """Return which people are in the audience."""
    where: list[ColumnElement[bool]] = [Person.site_id == one.site_id, Person.standing.not_in(NOT_IN)]
    if one.programme_id is None:
        where.append(Person.standing != Standing.STOPPED)
        where += [Person.role == one.role] if one.role else []
    else:
        place = [Enrolment.programme_id == one.programme_id]
        place += [Enrolment.role == one.role] if one.role else []
        place += [Enrolment.arm == one.arm] if one.arm else []
        where.append(_place(*place))
    where += [Person.language == one.language] if one.language else []
    return [*where, _answered(one)] if one.session_id is not None and one.answer else where


def _answered(one: Broadcast) -> ColumnElement[bool]:
    """Return who stands so to a session; what was said about another time of it does not count."""
    if one.answer in {CAME, MISSED}:
        there = select(Attendance.id).where(
            Attendance.session_id == one.session_id, Attendance.person_id == Person.id
        )
        return there.where(Attendance.came.is_(one.answer == CAME)).exists()
    said = (
        select(Rsvp.id)
        .join(Meeting, and_(Meeting.id == Rsvp.session_id, Meeting.sequence == Rsvp.sequence))
        .where(Rsvp.session_id == one.session_id, Rsvp.person_id == Person.id)
    )
    return ~said.exists() if one.answer == SILENT else said.where(Rsvp.answer == one.answer).exists()
