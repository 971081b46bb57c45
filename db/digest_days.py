"""On which weekday somebody wants the digest, from the digest of which week on."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import delete, select, update

from db.models import Asks, DigestDay, Subscription
from db.session import Session


def of(session: Session, person_id: int) -> Sequence[tuple[str, int]]:
    """Return (first week, weekday) of every choice of somebody, oldest first."""
    return of_people(session, {person_id}).get(person_id, ())


def of_people(session: Session, people: Collection[int]) -> Mapping[int, Sequence[tuple[str, int]]]:
    """Return by person (first week, weekday) of every choice, oldest first."""
    found: dict[int, list[tuple[str, int]]] = {}
    if people:
        query = select(DigestDay.person_id, DigestDay.week, DigestDay.weekday)
        query = query.where(DigestDay.person_id.in_(people)).order_by(DigestDay.week)
        for person, week, weekday in session.execute(query):
            found.setdefault(person, []).append((week, weekday))
    return found


def choose(session: Session, person_id: int, week: str, weekday: int, now: datetime) -> None:
    """Let the digest come on a weekday from that of a week on; a later choice for it takes its place."""
    session.execute(delete(DigestDay).where(DigestDay.person_id == person_id, DigestDay.week >= week))
    session.add(DigestDay(person_id=person_id, week=week, weekday=weekday, changed_at=now))
    session.flush()


def replan_digest(session: Session, person_id: int, now: datetime) -> None:
    """Ask the planner to work out anew when the person's digest comes."""
    session.execute(
        update(Subscription)
        .where(
            Subscription.person_id == person_id,
            Subscription.asks == Asks.DIGEST,
            Subscription.next_at.is_not(None),
        )
        .values(next_at=now, next_day=None)
    )
