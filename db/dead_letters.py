"""Dead letters: updates that failed again and again, set aside until somebody decides about them."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import CursorResult, select, update

from db.inbox import NOBODY
from db.models import Heard
from db.session import Session

DEAD = Heard.dead_at.is_not(None)
LONGEST_NAME = 200


@dataclass(frozen=True)
class DeadLetter:
    """What may be told of one: never what it says or who sent it. `recorded` means that it took effect."""

    id: int
    update_id: int
    received_at: datetime
    dead_at: datetime
    attempts: int
    error: str
    recorded: bool


@dataclass(frozen=True)
class Tally:
    """How many there are, since when, and with which errors."""

    count: int
    oldest: datetime | None
    errors: Mapping[str, int]


def count_failure(session: Session, row_id: int, error: str) -> int | None:
    """Count a failure of an update and return how many it has had; None if the update is gone."""
    return session.scalar(
        update(Heard)
        .where(Heard.id == row_id)
        .values(attempts=Heard.attempts + 1, error=error[:LONGEST_NAME])
        .returning(Heard.attempts)
    )


def set_aside(session: Session, row_id: int, now: datetime) -> None:
    """Make an update a dead letter: nothing touches it until somebody decides about it."""
    session.execute(update(Heard).where(Heard.id == row_id).values(dead_at=now))


def listed(session: Session) -> Sequence[DeadLetter]:
    """Return all of them, the first set aside first."""
    query = select(
        Heard.id, Heard.update_id, Heard.received_at, Heard.dead_at, Heard.attempts, Heard.error,
        Heard.applied_at,
    ).where(DEAD)  # fmt: skip
    return [
        DeadLetter(row.id, row.update_id, row.received_at, row.dead_at, row.attempts, row.error or "",
                   row.applied_at is not None)
        for row in session.execute(query.order_by(Heard.dead_at, Heard.id))
    ]  # fmt: skip


def tally(session: Session) -> Tally:
    """Return how many there are, when the first was set aside, and how often each error did it."""
    letters = listed(session)
    oldest = letters[0].dead_at if letters else None
    return Tally(len(letters), oldest, dict(Counter(letter.error for letter in letters)))


def retry(session: Session, ids: Collection[int] | None) -> int:
    """Give dead letters (None: all of them) as many attempts as at first, and return how many that were.

    A running bot finds them when it looks again, within seconds; one that does not run, at its next start.
    """
    return _changed(session, ids, dead_at=None, attempts=0, error=None)


def drop(session: Session, ids: Collection[int] | None, now: datetime) -> int:
    """Forget what dead letters (None: all of them) say, for good, and return how many that were.

    Their numbers are kept a week like those of any other, so that Telegram cannot hand them over again.
    """
    return _changed(session, ids, dead_at=None, shown_at=now, payload=None, reply=None, chat_key=NOBODY)


def _changed(session: Session, ids: Collection[int] | None, **values: object) -> int:
    which = [] if ids is None else [Heard.id.in_(ids)]
    result = session.execute(update(Heard).where(DEAD, *which).values(**values))
    assert isinstance(result, CursorResult)
    return result.rowcount
