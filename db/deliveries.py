"""The outbox: what is owed, who may send it, and how it ended."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    CursorResult,
    Integer,
    Select,
    bindparam,
    case,
    func,
    literal_column,
    select,
    text,
    union_all,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite

from db.models import Delivery, Kind, Person, Priority, State, UtcDateTime
from db.session import Session, run

LATE = "expired"
# Written out, not bound: the database must see that these are the rows of a partial index.
PENDING = text("deliveries.state = 'pending'")
SENDING = text("deliveries.state = 'sending'")


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
    statement = dialect.insert(Delivery.__table__).on_conflict_do_nothing(
        index_elements=["kind", "subject", "person_id"]
    )
    before = {"state": State.PENDING, "attempts": 0, "about_id": None, "not_after": None}
    session.flush()  # what the rows point to may be waiting to be written
    counted = statement.execution_options(preserve_rowcount=True)
    return session.connection().execute(counted, [{**before, **row} for row in rows]).rowcount


def due(session: Session, now: datetime, limit: int, besides: Collection[int] = ()) -> Sequence[Owed]:
    """Return up to `limit` deliveries due by `now`, but none of `besides`, most pressing first.

    The cost grows with these alone: of each priority the first few are looked up, whatever waits behind them.
    """
    given = {"now": now, "limit": limit, "besides": list(besides)}
    return [Owed(*row) for row in run(session, _DUE, **given)]


def _first_of(priority: Priority) -> Select[Any]:
    """Return the first deliveries of one priority that are due."""
    first = (
        select(
            Delivery.id, Delivery.kind, Delivery.priority, Delivery.person_id, Delivery.about_id,
            Delivery.subject, Delivery.due_at,
        )
        .where(
            PENDING,
            Delivery.priority == literal_column(str(int(priority))),
            Delivery.due_at <= bindparam("now", type_=UtcDateTime),
            Delivery.id.not_in(bindparam("besides", expanding=True)),
        )
        .order_by(Delivery.due_at, Delivery.id)
        .limit(bindparam("limit", type_=Integer))
    )  # fmt: skip
    return select(first.subquery())


def _most_pressing() -> Select[Any]:
    first = union_all(*(_first_of(priority) for priority in Priority)).subquery()
    owed = (first.c.id, first.c.kind, first.c.priority, first.c.person_id, first.c.about_id, first.c.subject)
    query = select(*owed, Person.chat, Person.zone).join(Person, Person.id == first.c.person_id)
    ordered = query.order_by(first.c.priority, first.c.due_at, first.c.id)
    return ordered.limit(bindparam("limit", type_=Integer))


# Made once: it is asked every second.
_DUE = _most_pressing()


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
    return run(session, _ADOPT, before=now - older_than).rowcount


# Made once: it is asked at every beat.
_ADOPT = (
    update(Delivery.__table__)  # type: ignore[arg-type]
    .where(SENDING, Delivery.claimed_at <= bindparam("before", type_=UtcDateTime))
    .values(state=State.PENDING)
)


def told_about(session: Session, kind: Kind, about_id: int) -> Mapping[int, datetime]:
    """Return whom a kind of message about something was owed to, each with when it was last queued."""
    query = select(Delivery.person_id, func.max(Delivery.queued_at)).where(
        Delivery.kind == kind, Delivery.about_id == about_id
    )
    return {person: at for person, at in session.execute(query.group_by(Delivery.person_id)) if at}


def outcome_of(session: Session, kind: Kind, subject: str, person_id: int) -> str | None:
    """Return how one message ended; None while it has not, or where it was never owed."""
    query = select(Delivery.outcome).where(
        Delivery.kind == kind, Delivery.subject == subject, Delivery.person_id == person_id
    )
    return session.scalar(query)


def waiting(session: Session, person_id: int, kind: Kind) -> Sequence[int]:
    """Return what the messages of a kind are about that still wait to leave for a person."""
    wanted = (Delivery.person_id == person_id, Delivery.state == State.PENDING, Delivery.kind == kind)
    found = session.scalars(select(Delivery.about_id).where(*wanted).order_by(Delivery.id))
    return [about for about in found if about is not None]


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
