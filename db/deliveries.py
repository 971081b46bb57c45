"""The outbox: what is owed, who may send it, and how it ended."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import CursorResult, Integer, and_, bindparam, case, func, or_, select, text, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import aliased

from db.models import Delivery, Kind, Person, Priority, State, UtcDateTime
from db.session import Session

LATE = "expired"

_DUE = (
    select(
        Delivery.id, Delivery.kind, Delivery.priority, Delivery.person_id, Delivery.about_id,
        Delivery.subject, Person.chat, Person.zone,
    )
    .join(Person, Person.id == Delivery.person_id)
    .where(
        # In these words the index over what is pending serves, and nothing that is not due yet is passed.
        text("deliveries.state = 'pending'"),
        text(f"deliveries.priority IN ({', '.join(str(int(each)) for each in Priority)})"),
        Delivery.due_at <= bindparam("now", type_=UtcDateTime()),
        Delivery.id.not_in(bindparam("besides", expanding=True)),
    )
    .order_by(Delivery.priority, Delivery.due_at, Delivery.id)
    .limit(bindparam("most", type_=Integer()))
)  # fmt: skip


@dataclass(frozen=True)
class Owed:
    """A delivery that is due, as the loop needs it before claiming."""

    id: int
    kind: str
    priority: int
    person_id: int
    about_id: int | None
    subject: str
    chat: str | None
    zone: str


def queue(session: Session, rows: Sequence[Mapping[str, Any]]) -> int:
    """Insert deliveries and return how many were new; one already owed for its subject stays as it is."""
    if not rows:
        return 0
    dialect = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    statement = dialect.insert(Delivery).on_conflict_do_nothing(
        index_elements=["kind", "subject", "person_id"]
    )
    before = {"state": State.PENDING, "attempts": 0, "about_id": None, "not_after": None}
    new = session.scalars(statement.returning(Delivery.id), [{**before, **row} for row in rows])
    return len(new.all())


def due(session: Session, now: datetime, limit: int, besides: Collection[int] = ()) -> Sequence[Owed]:
    """Return up to `limit` deliveries due by `now`, but none of `besides`, most pressing first."""
    given = {"now": now, "most": limit, "besides": list(besides)}
    return [Owed(*row) for row in session.connection().execute(_DUE, given)]


def by_id(session: Session, delivery_id: int) -> Delivery | None:
    """Return one delivery as it stands in the database."""
    return session.get(Delivery, delivery_id, populate_existing=True)


def settle(
    session: Session, delivery_id: int, outcome: str, now: datetime, message_id: int | None = None
) -> bool:
    """Write the one outcome of a delivery; false if it had one already."""
    settled = session.scalar(
        update(Delivery)
        .where(Delivery.id == delivery_id, Delivery.state != State.SETTLED)
        .values(state=State.SETTLED, outcome=outcome, settled_at=now, message_id=message_id)
        .returning(Delivery.id)
    )
    return settled is not None


def put_back(session: Session, delivery_id: int, due_at: datetime, *, counted: bool) -> None:
    """Give a claimed delivery back to be tried at `due_at`; `counted` keeps the attempt in its tally."""
    attempts = Delivery.attempts if counted else Delivery.attempts - 1
    session.execute(
        update(Delivery)
        .where(Delivery.id == delivery_id, Delivery.state == State.SENDING)
        .values(state=State.PENDING, due_at=due_at, attempts=attempts)
    )


def set_aside(session: Session, delivery_id: int, due_at: datetime, attempts: int) -> None:
    """Give back a delivery that failed through a fault of ours, to be tried again at `due_at`."""
    session.execute(
        update(Delivery)
        .where(Delivery.id == delivery_id, Delivery.state != State.SETTLED)
        .values(state=State.PENDING, due_at=due_at, attempts=attempts)
    )


def adopt(session: Session, now: datetime, older_than: timedelta) -> int:
    """Give back every delivery that was in the air when its sender died, and return how many."""
    result = session.execute(
        update(Delivery)
        .where(Delivery.state == State.SENDING, Delivery.claimed_at <= now - older_than)
        .values(state=State.PENDING)
    )
    assert isinstance(result, CursorResult)
    return result.rowcount


def expire(session: Session, now: datetime) -> Sequence[tuple[str, int | None]]:
    """Settle as expired what is past its `not_after`; return (kind, about id) of each."""
    rows = session.execute(
        update(Delivery)
        .where(Delivery.state.in_([State.PENDING, State.HELD]), Delivery.not_after < now)
        .values(state=State.SETTLED, outcome=LATE, settled_at=now)
        .returning(Delivery.kind, Delivery.about_id)
    )
    return [(kind, about) for kind, about in rows]


def expire_older(session: Session, now: datetime, late: timedelta) -> Sequence[int]:
    """Settle as expired all but each person's newest of the check-ins that are `late`; return the check-ins.

    Whoever missed several during an outage is asked once.
    """
    newer = aliased(Delivery)
    another = select(newer.id).where(
        newer.person_id == Delivery.person_id,
        newer.kind == Kind.CHECKIN,
        newer.state == State.PENDING,
        newer.due_at <= now,
        or_(newer.due_at > Delivery.due_at, and_(newer.due_at == Delivery.due_at, newer.id > Delivery.id)),
    )
    rows = session.scalars(
        update(Delivery)
        .where(
            Delivery.kind == Kind.CHECKIN,
            Delivery.state == State.PENDING,
            Delivery.due_at < now - late,
            another.exists(),
        )
        .values(state=State.SETTLED, outcome=LATE, settled_at=now)
        .returning(Delivery.about_id)
        .execution_options(synchronize_session=False)
    )
    return [about for about in rows if about is not None]


def told_about(session: Session, kind: Kind, about_id: int) -> Mapping[int, datetime]:
    """Return whom a kind of message about something was owed to, each with when it was last queued."""
    query = select(Delivery.person_id, func.max(Delivery.queued_at)).where(
        Delivery.kind == kind, Delivery.about_id == about_id
    )
    return {person: at for person, at in session.execute(query.group_by(Delivery.person_id)) if at}


def cancel(
    session: Session,
    person_id: int,
    reason: str,
    now: datetime,
    *,
    kinds: Sequence[Kind],
    about: int | None = None,
) -> int:
    """Cancel what is still pending for a person and return how many messages that stops."""
    wanted = [Delivery.person_id == person_id, Delivery.state == State.PENDING, Delivery.kind.in_(kinds)]
    if about is not None:
        wanted.append(Delivery.about_id == about)
    result = session.execute(
        update(Delivery)
        .where(*wanted)
        .values(state=State.SETTLED, outcome=f"cancelled:{reason}", settled_at=now)
    )
    assert isinstance(result, CursorResult)
    return result.rowcount


def tally(session: Session) -> Mapping[str, int]:
    """Return how many deliveries there are by state, or by outcome once settled."""
    how = case((Delivery.state == State.SETTLED, Delivery.outcome), else_=Delivery.state)
    return dict(session.execute(select(how, func.count()).group_by(how)).all())
