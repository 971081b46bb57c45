"""Second factors: whose, when a session was opened, and how many tries went wrong."""

from datetime import datetime

from sqlalchemy import delete, func, or_, select, update

from db.models import Factor, Person
from db.session import Session


def of(session: Session, person_id: int) -> Factor | None:
    """Return the person's second factor as it stands in the database."""
    return session.get(Factor, person_id, populate_existing=True)


def begin(session: Session, person_id: int, secret: str, now: datetime) -> None:
    """Keep a new secret that is not confirmed yet, in place of any other; wrong tries still count."""
    known = of(session, person_id)
    if known is None:
        session.add(Factor(person_id=person_id, secret=secret, created_at=now))
    else:
        known.secret, known.created_at, known.last_step = secret, now, None
    session.flush()


def take_code(session: Session, person_id: int, step: int, now: datetime) -> bool:
    """Open a session by the code of a time step; false if it or a later one was taken before."""
    fresh = or_(Factor.last_step.is_(None), Factor.last_step < step)
    taken = session.scalar(
        update(Factor)
        .where(Factor.person_id == person_id, fresh)
        .values(
            last_step=step,
            wrong=0,
            blocked_until=None,
            opened_at=now,
            seen_at=now,
            confirmed_at=func.coalesce(Factor.confirmed_at, now),
        )
        .returning(Factor.person_id)
    )
    return taken is not None


def count_wrong(session: Session, person_id: int) -> int:
    """Count one wrong try and return how many there are."""
    counted = update(Factor).where(Factor.person_id == person_id).values(wrong=Factor.wrong + 1)
    return session.scalar(counted.returning(Factor.wrong)) or 0


def block(session: Session, person_id: int, until: datetime) -> None:
    """Take no code before `until`, and end the session; the tries are counted anew after it."""
    session.execute(
        update(Factor)
        .where(Factor.person_id == person_id)
        .values(blocked_until=until, wrong=0, opened_at=None)
    )


def touch(session: Session, person_id: int, now: datetime, *, since: datetime) -> None:
    """Note that somebody with a session is at work, if they were after `since`."""
    session.execute(
        update(Factor)
        .where(Factor.person_id == person_id, Factor.opened_at.is_not(None), Factor.seen_at > since)
        .values(seen_at=now)
    )


def close(session: Session, person_id: int) -> bool:
    """End the person's session; false if none was open."""
    closed = update(Factor).where(Factor.person_id == person_id, Factor.opened_at.is_not(None))
    return session.scalar(closed.values(opened_at=None).returning(Factor.person_id)) is not None


def forget(session: Session, person_id: int) -> bool:
    """Remove the person's second factor; false if there was none."""
    gone = delete(Factor).where(Factor.person_id == person_id).returning(Factor.person_id)
    return session.scalar(gone) is not None


def with_one(session: Session, site_id: int) -> set[int]:
    """Return who of a site has confirmed a second factor."""
    query = select(Factor.person_id).join(Person, Person.id == Factor.person_id)
    return set(session.scalars(query.where(Person.site_id == site_id, Factor.confirmed_at.is_not(None))))
