"""Mailboxes: the confirmed addresses of the staff."""

from datetime import datetime

from sqlalchemy import delete, func, select

from db.models import Mailbox
from db.session import Session


def of(session: Session, person_id: int) -> str | None:
    """Return somebody's confirmed address."""
    return session.scalar(select(Mailbox.address).where(Mailbox.person_id == person_id))


def keep(session: Session, person_id: int, address: str, now: datetime) -> None:
    """Keep a confirmed address in place of any other."""
    forget(session, person_id)
    session.add(Mailbox(person_id=person_id, address=address, confirmed_at=now))
    session.flush()


def forget(session: Session, person_id: int) -> bool:
    """Forget somebody's address; false if there was none."""
    gone = delete(Mailbox).where(Mailbox.person_id == person_id).returning(Mailbox.person_id)
    return session.scalar(gone) is not None


def count(session: Session) -> int:
    """Return how many addresses are confirmed."""
    return session.scalar(select(func.count()).select_from(Mailbox)) or 0
