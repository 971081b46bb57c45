"""Mails to the staff: from the row to its outcome."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select, text, update
from sqlalchemy.dialects import postgresql, sqlite

from db.models import Mail, Mailed
from db.session import Session

WAITING = text("mails.settled_at IS NULL")
LATE = "expired"


def queue(session: Session, row: Mapping[str, Any]) -> None:
    """Keep a mail to be sent; one that is owed already for its subject to this person stays as it is."""
    session.flush()
    dialect = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    statement = dialect.insert(Mail.__table__).on_conflict_do_nothing(
        index_elements=["kind", "subject", "person_id"]
    )
    session.connection().execute(statement, [{"attempts": 0, **row}])


def claim(session: Session, now: datetime, lease: timedelta) -> Mail | None:
    """Take the mail that is due first; how it ends is said within `lease`, or it is due again."""
    first = select(Mail.id).where(WAITING, Mail.due_at <= now).order_by(Mail.due_at, Mail.id).limit(1)
    return session.scalar(
        update(Mail)
        .where(Mail.id.in_(first), Mail.settled_at.is_(None), Mail.due_at <= now)
        .values(due_at=now + lease, attempts=Mail.attempts + 1)
        .returning(Mail)
    )


def by_id(session: Session, mail_id: int) -> Mail | None:
    """Return one mail as it stands in the database; None once its person was forgotten."""
    return session.get(Mail, mail_id, populate_existing=True)


def settle(session: Session, mail_id: int, outcome: str, now: datetime) -> bool:
    """Write the one outcome of a mail; false if it had one already."""
    settled = session.scalar(
        update(Mail)
        .where(Mail.id == mail_id, Mail.settled_at.is_(None))
        .values(outcome=outcome, settled_at=now)
        .returning(Mail.id)
    )
    return settled is not None


def put_back(session: Session, mail_id: int, due_at: datetime) -> None:
    """Let a mail be sent again at a moment."""
    session.execute(update(Mail).where(Mail.id == mail_id, Mail.settled_at.is_(None)).values(due_at=due_at))


def cancel(session: Session, now: datetime, reason: str, *, person_id: int | None = None) -> None:
    """Call off what was not sent yet, to one person or to everybody."""
    waiting = update(Mail).where(Mail.settled_at.is_(None))
    mine = waiting.where(Mail.person_id == person_id) if person_id is not None else waiting
    session.execute(mine.values(outcome=f"cancelled:{reason}", settled_at=now))


def codes_since(session: Session, person_id: int, since: datetime) -> int:
    """Return how many codes were owed to somebody from a moment on."""
    query = select(func.count()).where(
        Mail.person_id == person_id, Mail.queued_at >= since, Mail.kind == Mailed.CODE
    )
    return session.scalar(query) or 0


def last_notice(session: Session, person_id: int) -> str | None:
    """Return how the last notice to somebody ended; None where none has."""
    query = select(Mail.outcome).where(
        Mail.person_id == person_id, Mail.kind == Mailed.NOTICE, Mail.settled_at.is_not(None)
    )
    return session.scalar(query.order_by(Mail.id.desc()).limit(1))


def lost_since(session: Session, since: datetime) -> Mapping[str, int]:
    """Return how many mails did not arrive since a moment, by outcome."""
    lost = Mail.outcome.startswith("failed:") | (Mail.outcome == LATE)
    query = select(Mail.outcome, func.count()).where(Mail.settled_at >= since, lost)
    return {outcome: count for outcome, count in session.execute(query.group_by(Mail.outcome)) if outcome}
