"""Gauges: how much waits, since when, and how it ended; counts and times, nobody's rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from db.inbox import OPEN
from db.models import Delivery, Heard, State
from db.session import Session


@dataclass(frozen=True)
class Standing:
    """What the tables hold at one moment; delays are in seconds and 0 where nothing is late.

    `deliveries` are (kind, state, outcome, count), the outcome "" until there is one; `lag` says by kind how
    long the oldest delivery that is due has been due; `inbox_age` how long the oldest open update has waited.
    """

    deliveries: Sequence[tuple[str, str, str, int]]
    lag: Mapping[str, float]
    inbox_open: int
    inbox_dead: int
    inbox_age: float


def standing(session: Session, now: datetime) -> Standing:
    """Return how everything stands; reads every delivery, so not on the connection that acts."""
    ended = func.coalesce(Delivery.outcome, "")
    counted = select(Delivery.kind, Delivery.state, ended, func.count()).group_by(
        Delivery.kind, Delivery.state, ended
    )
    due = select(Delivery.kind, func.min(Delivery.due_at)).where(
        Delivery.state == State.PENDING, Delivery.due_at <= now
    )
    waiting, oldest = session.execute(select(func.count(), func.min(Heard.received_at)).where(*OPEN)).one()
    return Standing(
        [(kind, state, outcome, count) for kind, state, outcome, count in session.execute(counted)],
        {kind: (now - since).total_seconds() for kind, since in session.execute(due.group_by(Delivery.kind))},
        waiting,
        session.scalar(select(func.count()).where(Heard.dead_at.is_not(None))) or 0,
        max((now - oldest).total_seconds(), 0.0) if oldest else 0.0,
    )


def answer(session: Session) -> None:
    """Let the database answer, on the connection that acts."""
    session.execute(select(1))
