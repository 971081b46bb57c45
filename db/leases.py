"""Leases: one holder of a name at a time, by the database's own clock."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from db.crypto import keyring
from db.models import Lease
from db.session import Session

LASTS, LONGEST = timedelta(seconds=6), 200


def take(session: Session, name: str, owner: str, *, force: bool = False) -> bool:
    """Take or renew a lease; false while somebody else holds it. `force` is for who knows to be alone."""
    now = _database_now(session)
    dialect = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    session.execute(dialect.insert(Lease).values(name=name, owner=owner, until=now).on_conflict_do_nothing())
    free = (Lease.owner == owner) | (Lease.until <= now)
    held = {"owner": owner, "until": now + LASTS, "key_ids": ",".join(keyring().ids)[:LONGEST]}
    statement = update(Lease).where(Lease.name == name, *([] if force else [free]))
    return session.scalar(statement.values(held).returning(Lease.name)) is not None


def without_key(session: Session, key_id: str) -> bool:
    """Whether a process is at work that was started without this key: it could not read what that seals."""
    held = session.scalars(select(Lease).where(Lease.until > _database_now(session))).all()
    return any(key_id not in (each.key_ids or "").split(",") for each in held)


def release(session: Session, name: str, owner: str) -> None:
    """Let a lease go, so that the next process need not wait."""
    now = _database_now(session)
    session.execute(update(Lease).where(Lease.name == name, Lease.owner == owner).values(until=now))


def _database_now(session: Session) -> datetime:
    if session.get_bind().dialect.name == "sqlite":
        text = session.scalar(select(func.strftime("%Y-%m-%dT%H:%M:%f", "now")))
        return datetime.fromisoformat(str(text)).replace(tzinfo=UTC)
    moment: datetime = session.scalar(select(func.clock_timestamp()))  # type: ignore[assignment]
    return moment
