"""Erasing: a person and everything of theirs goes in one transaction; a mark stays that leads to nobody."""

import hashlib
from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import delete, select, update

from db import families, labels, study, traces
from db.crypto import keyring
from db.inbox import NOBODY
from db.models import (
    Consent,
    Draft,
    Duty,
    Enrolment,
    Erasure,
    Factor,
    Heard,
    Leave,
    Mail,
    Mailbox,
    Person,
    Role,
    Standing,
)
from db.session import Session


def mark_of(person: Person) -> str:
    """Return what is kept of somebody who was forgotten: it can be compared, and cannot be read."""
    return hashlib.sha256(f"respite erasure {person.id} {person.created_at.isoformat()}".encode()).hexdigest()


def erase(session: Session, person: Person, now: datetime, *, for_study: bool = False) -> None:
    """Forget a person: every row of theirs, their name in the rows of others, what they wrote in the inbox.

    With `for_study` their answers stay as rows of nobody. Rows that only carry their number stay. The caller
    commits; what SQLite still has of the bytes goes with `db.wiping`.
    """
    session.flush()
    for place in session.scalars(select(Enrolment).where(Enrolment.person_id == person.id)).all():
        labels.keep(session, place)
    if for_study:
        study.keep(session, person.id)
    session.flush()
    _drop_letters(session, person, now)
    families.forget(session, person.id)
    connection = session.connection()
    for column in traces.mentions():
        named = update(column.table).where(column == person.id)
        connection.execute(named.values({column.name: None}))
    for table in reversed(traces.owned()):
        connection.execute(delete(table).where(traces.theirs(table, person.id)))
    _mark(session, person, now)
    session.expunge(person)


def strip(session: Session, person: Person, now: datetime) -> None:
    """Forget who one of the staff is, and when they worked; what they did stays under their number."""
    _drop_letters(session, person, now)
    for table in (Duty, Leave, Factor, Draft, Consent, Mailbox, Mail):
        session.execute(delete(table).where(table.person_id == person.id))
    person.called = person.phone = person.trusted_adult = None
    person.chat = person.telegram_index = None
    person.standing, person.stopped_at = Standing.STOPPED, now
    _mark(session, person, now)


def erase_marked(session: Session, marks: Collection[str], now: datetime) -> int:
    """Forget again everybody whose mark is among these, in a restored database; return how many that were."""
    known = [person for person in traces.everybody(session) if mark_of(person) in marks]
    for person in known:
        (erase if person.role == Role.CAREGIVER else strip)(session, person, now)
    left = set(marks) - set(all_marks(session))
    session.add_all(Erasure(mark=mark, erased_at=now, wiped_at=now) for mark in sorted(left))
    return len(known)


def _mark(session: Session, person: Person, now: datetime) -> None:
    if session.scalar(select(Erasure.id).where(Erasure.mark == mark_of(person))) is None:
        session.add(Erasure(mark=mark_of(person), erased_at=now))
    session.flush()


def all_marks(session: Session) -> Sequence[str]:
    """Return the mark of everybody who was forgotten, oldest first."""
    return session.scalars(select(Erasure.mark).order_by(Erasure.id)).all()


def unwiped(session: Session) -> bool:
    """Whether somebody was forgotten whose bytes the database may still hold."""
    return session.scalar(select(Erasure.id).where(Erasure.wiped_at.is_(None)).limit(1)) is not None


def mark_wiped(session: Session, since: datetime, now: datetime) -> None:
    """Record that the bytes of everybody who was forgotten until then are gone."""
    done = update(Erasure).where(Erasure.wiped_at.is_(None), Erasure.erased_at <= since)
    session.execute(done.values(wiped_at=now))


def _drop_letters(session: Session, person: Person, now: datetime) -> None:
    """Forget what the inbox keeps of their updates that were set aside; the one at hand is still shown."""
    if person.chat is None:
        return
    keys = keyring().indexes(f"chat:{person.chat}")
    session.execute(
        update(Heard)
        .where(Heard.chat_key.in_(keys), Heard.dead_at.is_not(None))
        .values(payload=None, reply=None, dead_at=None, shown_at=now, chat_key=NOBODY)
    )
