"""Rounds: the deliveries of a broadcast, each round queued in one statement."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    case,
    func,
    insert,
    literal,
    null,
    or_,
    select,
    update,
)

from db.audiences import members
from db.models import Broadcast, Delivery, Kind, Person, Priority, Sending, State
from db.session import Session

# States in which a round may come.
WAITING_FOR_ROUND = (Sending.PLANNED, Sending.QUEUED)
LOOKED_AT = (*WAITING_FOR_ROUND, Sending.WAITING)
FAILED = "failed:"
ROUND, CHANGE, RECALL = "round", "change", "recall"


def subject(broadcast_id: int, what: str, number: int) -> str:
    """Return the subject of one round, of one change, or of what is taken back."""
    return f"broadcast:{broadcast_id}/{what}{number}"


def subjects(one: Broadcast) -> Sequence[str]:
    """Return the subjects of all its rounds so far."""
    return [subject(one.id, ROUND, number) for number in range(1, one.rounds + 1)]


def due(session: Session, now: datetime, limit: int) -> Sequence[Broadcast]:
    """Return up to `limit` broadcasts of which a round is due, or is to be looked at."""
    comes = and_(Broadcast.next_at <= now, Broadcast.state.in_(WAITING_FOR_ROUND))
    looked_at = and_(Broadcast.look_at <= now, Broadcast.state.in_(LOOKED_AT))
    query = select(Broadcast).where(or_(comes, looked_at))
    return session.scalars(query.order_by(Broadcast.id).limit(limit)).all()


def begin(
    session: Session, one: Broadcast, day: date | None, next_at: datetime | None, look_at: datetime | None
) -> bool:
    """Count one more round of a broadcast and keep when the next one is; false if another was faster."""
    begun = session.scalar(
        update(Broadcast)
        .where(Broadcast.id == one.id, Broadcast.rounds == one.rounds, Broadcast.state == one.state)
        .values(rounds=one.rounds + 1, state=Sending.QUEUED, ended_at=None)
        .values(day=day, next_at=next_at, look_at=look_at)
        .returning(Broadcast.id)
    )
    session.refresh(one)
    return begun is not None


def address(
    session: Session,
    one: Broadcast,
    now: datetime,
    *,
    moments: Mapping[str, datetime] | None = None,
    not_after: datetime | None = None,
) -> int:
    """Queue a delivery of the round for everybody in the audience, in one statement; return how many.

    `moments` says by zone from when on it may go out; at once where a zone is not in it.
    """
    at = _instant(now)
    due_at = (
        case(*((Person.zone == zone, _instant(on)) for zone, on in moments.items()), else_=at)
        if moments
        else at
    )
    said = _columns(one, Kind.BROADCAST, subject(one.id, ROUND, one.rounds), now, not_after)
    columns = {**said, "person_id": Person.id, "due_at": due_at}
    audience = select(*columns.values()).where(*members(one)).order_by(Person.id)
    return _insert(session, columns, audience)


def again(session: Session, one: Broadcast, now: datetime, not_after: datetime | None) -> int:
    """Queue the newest round for those whom the one before it failed to reach; return how many."""
    said = _columns(one, Kind.BROADCAST, subject(one.id, ROUND, one.rounds), now, not_after)
    columns = {**said, "person_id": Delivery.person_id, "due_at": _instant(now)}
    failed = select(*columns.values()).where(*_failed(one, one.rounds - 1)).order_by(Delivery.id)
    return _insert(session, columns, failed)


def failed(session: Session, one: Broadcast) -> int:
    """Return how many the newest round failed to reach."""
    query = select(func.count()).select_from(Delivery).where(*_failed(one, one.rounds))
    return session.scalar(query) or 0


def change(session: Session, one: Broadcast, what: str, now: datetime, since: datetime | None) -> int:
    """Queue a change of what reached each person last, if it went out after `since`; return how many.

    `what` says whether it is put right (CHANGE) or taken back (RECALL).
    """
    sent = [*_of_rounds(one), Delivery.outcome == "sent", Delivery.message_id.is_not(None)]
    sent += [Delivery.settled_at > since] if since else []
    last = select(func.max(Delivery.id)).where(*sent).group_by(Delivery.person_id)
    said = _columns(one, Kind.CORRECTION, subject(one.id, what, one.changes), now, None)
    columns = {**said, "person_id": Delivery.person_id, "due_at": _instant(now)}
    reached = select(*columns.values()).where(Delivery.id.in_(last)).order_by(Delivery.id)
    return _insert(session, columns, reached)


def reached(session: Session, one: Broadcast, person_id: int) -> tuple[int, datetime] | None:
    """Return the number of the message that reached somebody last, and when it went out."""
    query = select(Delivery.message_id, Delivery.settled_at).where(
        *_of_rounds(one), Delivery.person_id == person_id, Delivery.outcome == "sent"
    )
    row = session.execute(query.order_by(Delivery.id.desc()).limit(1)).first()
    return (row[0], row[1]) if row and row[0] and row[1] else None


def _of_rounds(one: Broadcast) -> list[ColumnElement[bool]]:
    return [Delivery.kind == Kind.BROADCAST, Delivery.subject.in_(subjects(one))]


def _failed(one: Broadcast, number: int) -> list[ColumnElement[bool]]:
    of_round = Delivery.subject == subject(one.id, ROUND, number)
    return [Delivery.kind == Kind.BROADCAST, of_round, Delivery.outcome.startswith(FAILED)]


def _instant(moment: datetime) -> ColumnElement[Any]:
    return literal(moment, Delivery.due_at.type)


def _columns(
    one: Broadcast, kind: Kind, about: str, now: datetime, not_after: datetime | None
) -> dict[str, ColumnElement[Any]]:
    return {
        "site_id": literal(one.site_id),
        "kind": literal(kind.value),
        "subject": literal(about),
        "about_id": literal(one.id),
        "priority": literal(int(Priority.BROADCAST)),
        "not_after": _instant(not_after) if not_after else null(),
        "state": literal(State.PENDING.value),
        "attempts": literal(0),
        "queued_at": _instant(now),
    }


def _insert(session: Session, columns: Mapping[str, Any], rows: Select[Any]) -> int:
    queued = insert(Delivery).from_select(list(columns), rows, include_defaults=False)
    return session.connection().execute(queued.execution_options(preserve_rowcount=True)).rowcount
