"""Accounts whose access was ended: what the operator's settings name does not open for them any more."""

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite

from db.models import ShutOut
from db.people import user_index, user_indexes
from db.session import Session


def note(session: Session, account: int, now: datetime) -> None:
    """Keep it that this Telegram account was shut out; the first moment stands."""
    if holds(session, account):
        return
    dialect = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    row = {"account_index": user_index(account), "account": str(account), "since": now}
    session.execute(dialect.insert(ShutOut).values(**row).on_conflict_do_nothing())


def holds(session: Session, account: int) -> bool:
    """Whether this Telegram account was shut out and not invited since."""
    query = select(ShutOut.id).where(ShutOut.account_index.in_(user_indexes(account)))
    return session.scalar(query) is not None


def let_in(session: Session, account: int) -> None:
    """Forget it, since somebody invited them again."""
    session.execute(delete(ShutOut).where(ShutOut.account_index.in_(user_indexes(account))))
