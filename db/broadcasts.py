"""Broadcasts: a text, its audience, and what becomes of the deliveries that carry it."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import (
    ColumnElement,
    CursorResult,
    and_,
    bindparam,
    func,
    insert,
    literal,
    null,
    or_,
    select,
    text,
    update,
)

from db import alerts
from db.models import (
    Alert,
    AlertState,
    Broadcast,
    Delivery,
    Enrolment,
    Kind,
    Person,
    Priority,
    Sending,
    Standing,
    State,
    Tier,
    UtcDateTime,
)
from db.session import Session, run


class Recipient(NamedTuple):
    """One delivery of a broadcast, as far as its rendering depends on whom it goes to."""

    delivery_id: int
    broadcast_id: int
    state: str
    language: str
    standing: str
    unreachable_at: datetime | None
    arm: str | None
    alerted: bool
    released: bool
    person_id: int
    zone: str
    role: str


# In these words the index over what is pending serves.
_PENDING = text(f"deliveries.state = 'pending' AND deliveries.priority = {int(Priority.BROADCAST)}")
_TEXTS = select(Broadcast.id, Broadcast.texts).where(Broadcast.id.in_(bindparam("ids", expanding=True)))
_RECIPIENTS = (
    select(
        Delivery.id, Broadcast.id, Broadcast.state, Person.language, Person.standing, Person.unreachable_at,
        Enrolment.arm,
        alerts.of_person(Alert.state != AlertState.CLOSED),
        alerts.of_person(Alert.tier == Tier.RED),
        Person.id, Person.zone, Person.role,
    )
    .join(Person, Person.id == Delivery.person_id)
    .join(Broadcast, Broadcast.id == Delivery.about_id)
    .outerjoin(
        Enrolment,
        and_(
            Enrolment.person_id == Person.id,
            Enrolment.programme_id == Broadcast.programme_id,
            Enrolment.left_at.is_(None),
        ),
    )
    .where(Delivery.id.in_(bindparam("ids", expanding=True)))
)  # fmt: skip


def add(session: Session, broadcast: Broadcast) -> Broadcast:
    """Keep a new broadcast."""
    session.add(broadcast)
    session.flush()
    return broadcast


def address(session: Session, broadcast: Broadcast, now: datetime, not_after: datetime | None) -> int:
    """Queue a delivery for everybody in the audience, in one statement, and return how many that are."""
    columns = {
        "site_id": Enrolment.site_id,
        "kind": literal(Kind.BROADCAST.value),
        "subject": literal(f"broadcast:{broadcast.id}/round1"),
        "about_id": literal(broadcast.id),
        "person_id": Enrolment.person_id,
        "priority": literal(int(Priority.BROADCAST)),
        "due_at": literal(now, Delivery.due_at.type),
        "not_after": literal(not_after, Delivery.due_at.type) if not_after else null(),
        "state": literal(State.PENDING.value),
        "attempts": literal(0),
        "queued_at": literal(now, Delivery.due_at.type),
    }
    audience = (
        select(*columns.values())
        .join(Person, Person.id == Enrolment.person_id)
        .where(
            Enrolment.programme_id == broadcast.programme_id,
            Enrolment.role == broadcast.role,
            Enrolment.left_at.is_(None),
            Person.standing != Standing.JOINING,
        )
        .order_by(Enrolment.id)
    )
    queued = insert(Delivery).from_select(list(columns), audience, include_defaults=False)
    return session.connection().execute(queued.execution_options(preserve_rowcount=True)).rowcount


def texts(session: Session, broadcast_ids: Collection[int]) -> Mapping[int, Mapping[str, str]]:
    """Return the texts by language of each broadcast."""
    rows = session.connection().execute(_TEXTS, {"ids": list(broadcast_ids)})
    return {broadcast: said for broadcast, said in rows}


def recipients(session: Session, delivery_ids: Collection[int]) -> Sequence[Recipient]:
    """Return to whom these deliveries go, and how each of them stands now."""
    return [
        Recipient._make(row) for row in session.connection().execute(_RECIPIENTS, {"ids": list(delivery_ids)})
    ]


def cancel(session: Session, broadcast_id: int) -> bool:
    """Let nothing more of a broadcast be claimed; false if it was over already."""
    cancelled = session.scalar(
        update(Broadcast)
        .where(Broadcast.id == broadcast_id, Broadcast.state == Sending.QUEUED)
        .values(state=Sending.CANCELLED)
        .returning(Broadcast.id)
    )
    return cancelled is not None


def wind_up(session: Session, now: datetime, limit: int) -> bool:
    """Call off up to `limit` deliveries of cancelled broadcasts, and end what has nothing left to send.

    True if there may be more to call off.
    """
    running = run(session, _RUNNING).all()
    if not running:
        return False
    called_off = sum(
        _call_off(session, key, now, limit) for key, state in running if state == Sending.CANCELLED
    )
    run(session, _END, now=now)
    return called_off >= limit


def _unsettled() -> ColumnElement[bool]:
    mine = (Delivery.kind == Kind.BROADCAST, Delivery.about_id == Broadcast.id)
    open_ = (_PENDING, text("deliveries.state = 'sending'"), text("deliveries.state = 'held'"))
    return or_(*(select(Delivery.id).where(state, *mine).exists() for state in open_))


# Made once: they are asked at every beat, and mostly there is nothing to do.
_RUNNING = select(Broadcast.id, Broadcast.state).where(Broadcast.ended_at.is_(None))
_END = (
    update(Broadcast.__table__)  # type: ignore[arg-type]
    .where(Broadcast.ended_at.is_(None), ~_unsettled())
    .values(
        state=func.replace(Broadcast.state, Sending.QUEUED.value, Sending.DONE.value),
        ended_at=bindparam("now", type_=UtcDateTime),
    )
)


def _call_off(session: Session, broadcast_id: int, now: datetime, limit: int) -> int:
    pending = (
        select(Delivery.id)
        .where(
            _PENDING,
            Delivery.kind == Kind.BROADCAST,
            Delivery.about_id == broadcast_id,
        )
        .limit(limit)
    )
    result = session.execute(
        update(Delivery)
        .where(Delivery.id.in_(pending), Delivery.state == State.PENDING)
        .values(state=State.SETTLED, outcome="cancelled:broadcast", settled_at=now)
        .execution_options(synchronize_session=False)
    )
    assert isinstance(result, CursorResult)
    return result.rowcount
