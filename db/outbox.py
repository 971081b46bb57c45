"""The outbox in bulk: what the delivery loop does to many rows in one statement."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from sqlalchemy import Table, bindparam, select, update

from db.models import Delivery, Person, State, UtcDateTime
from db.session import Session

# Built once and run past the session's objects: with these four statements the loop lives.
_ROWS = cast(Table, Delivery.__table__)
_AT = UtcDateTime()
_CLAIM = (
    update(_ROWS)
    .where(
        _ROWS.c.id.in_(bindparam("ids", expanding=True)),
        _ROWS.c.state == State.PENDING,
        _ROWS.c.due_at <= bindparam("now", type_=_AT),
    )
    .values(
        state=State.SENDING,
        claimed_at=bindparam("claimed", type_=_AT),
        attempts=_ROWS.c.attempts + 1,
    )
    .returning(_ROWS.c.id, _ROWS.c.kind, _ROWS.c.not_after)
)
_SETTLE = (
    update(_ROWS)
    .where(_ROWS.c.id == bindparam("key"), _ROWS.c.state != State.SETTLED)
    .values(
        state=State.SETTLED,
        outcome=bindparam("how"),
        settled_at=bindparam("at", type_=_AT),
        message_id=bindparam("message"),
    )
)
_POSTPONE = (
    update(_ROWS)
    .where(_ROWS.c.id == bindparam("key"), _ROWS.c.state == State.PENDING)
    .values(due_at=bindparam("until", type_=_AT))
)


@dataclass(frozen=True, slots=True)
class Claimed:
    """A delivery that is ours to send."""

    id: int
    kind: str
    not_after: datetime | None


@dataclass(frozen=True, slots=True)
class End:
    """How one delivery ended."""

    id: int
    outcome: str
    at: datetime
    message_id: int | None = None


def claim(session: Session, delivery_ids: Collection[int], now: datetime) -> Sequence[Claimed]:
    """Claim those of these deliveries that are pending and due, and return them.

    One statement: of two racing for a row exactly one gets it, because the loser's `state` test no longer
    holds when its turn comes. The caller commits before sending.
    """
    given = {"ids": list(delivery_ids), "now": now, "claimed": now}
    return [Claimed(*row) for row in session.connection().execute(_CLAIM, given)]


def settle(session: Session, ends: Sequence[End]) -> None:
    """Write how deliveries ended, from which nothing follows; one that has its outcome keeps it."""
    rows = [{"key": e.id, "how": e.outcome, "at": e.at, "message": e.message_id} for e in ends]
    if rows:
        session.connection().execute(_SETTLE, rows)


def postpone(session: Session, until: Mapping[int, datetime]) -> None:
    """Make pending deliveries due later."""
    rows = [{"key": key, "until": moment} for key, moment in until.items()]
    if rows:
        session.connection().execute(_POSTPONE, rows)


def with_people(session: Session, delivery_ids: Collection[int]) -> Sequence[tuple[Delivery, Person]]:
    """Return deliveries, each with the person it goes to."""
    query = select(Delivery, Person).join(Person, Person.id == Delivery.person_id)
    return [(row[0], row[1]) for row in session.execute(query.where(Delivery.id.in_(delivery_ids)))]
