"""People by who they are to Telegram, and how they stand with us."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite

from db.crypto import keyring
from db.models import WORKS_HERE, Consent, Draft, Enrolment, Person, Role, SiteRow, Standing, ToldChat
from db.session import Session

_OF_TELEGRAM = select(Person).where(Person.telegram_index.in_(bindparam("indexes", expanding=True)))


def user_index(user_id: int) -> bytes:
    """Return the blind index of a Telegram user id."""
    return keyring().index(f"user:{user_id}")


def user_indexes(user_id: int) -> tuple[bytes, ...]:
    """Return the index of a Telegram user id under every key: one of them is stored."""
    return keyring().indexes(f"user:{user_id}")


def chat_index(chat_id: int) -> bytes:
    """Return the blind index by which a chat's updates are kept in order; a new key does not change it."""
    return keyring().steady_index(f"chat:{chat_id}")


def of_telegram(session: Session, user_id: int) -> Person | None:
    """Return the person with this Telegram user id, whichever key made their index."""
    return session.scalar(_OF_TELEGRAM, {"indexes": user_indexes(user_id)})


def by_id(session: Session, person_id: int | None) -> Person | None:
    """Return the person with this id; None also for the number of somebody who was erased."""
    return session.get(Person, person_id) if person_id is not None else None


def site_of(session: Session, person: Person) -> SiteRow:
    """Return the person's site."""
    return session.get_one(SiteRow, person.site_id)


def admins(session: Session, site_id: int) -> Sequence[Person]:
    """Return the site's active admins."""
    query = select(Person).where(
        WORKS_HERE,
        Person.site_id == site_id,
        Person.role == Role.ADMIN,
        Person.standing == Standing.ACTIVE,
    )
    return session.scalars(query.order_by(Person.id)).all()


def staff(session: Session, site_id: int | None = None) -> Sequence[Person]:
    """Return everybody of the staff who has access, or is about to, of one site or of all."""
    query = select(Person).where(WORKS_HERE, Person.standing != Standing.STOPPED)
    if site_id is not None:
        query = query.where(Person.site_id == site_id)
    found = session.scalars(query.order_by(Person.site_id, Person.role))
    return sorted(found, key=lambda person: person.id)


def shut_out(session: Session, person: Person, now: datetime) -> None:
    """Forget by which Telegram account somebody is known: from now on they are a stranger."""
    person.telegram_index, person.chat = None, None
    person.standing, person.stopped_at = Standing.STOPPED, now
    session.flush()


def workers(session: Session) -> Sequence[int]:
    """Return the ids of every social worker."""
    query = select(Person.id).where(WORKS_HERE, Person.role == Role.SOCIAL_WORKER)
    return sorted(session.scalars(query.order_by(Person.site_id, Person.role)))


def workers_of(session: Session, programme_id: int) -> Sequence[Person]:
    """Return the active social workers of a programme, longest there first."""
    query = (
        select(Person)
        .join(Enrolment, Enrolment.person_id == Person.id)
        .where(
            Enrolment.programme_id == programme_id,
            Enrolment.role == Role.SOCIAL_WORKER,
            Enrolment.left_at.is_(None),
            Person.standing == Standing.ACTIVE,
        )
        .order_by(Enrolment.id)
    )
    return session.scalars(query).all()


def staff_chats(session: Session) -> Sequence[tuple[str, str, str]]:
    """Return (chat, role, language) of all active staff who have a chat."""
    query = select(Person.chat, Person.role, Person.language).where(
        WORKS_HERE, Person.standing == Standing.ACTIVE, Person.chat.is_not(None)
    )
    rows = session.execute(query.order_by(Person.site_id, Person.role))
    return [(chat, role, language) for chat, role, language in rows if chat]


def workers_at(session: Session, site_id: int) -> Sequence[Person]:
    """Return the active social workers of a site."""
    query = select(Person).where(
        WORKS_HERE,
        Person.site_id == site_id,
        Person.role == Role.SOCIAL_WORKER,
        Person.standing == Standing.ACTIVE,
    )
    return session.scalars(query.order_by(Person.id)).all()


def mark_reachable(session: Session, person_id: int) -> None:
    """Forget that the person could not be reached: they wrote or unblocked."""
    session.execute(
        update(Person)
        .where(Person.id == person_id, Person.unreachable_at.is_not(None))
        .values(unreachable_at=None)
    )


def mark_unreachable(session: Session, person_id: int, now: datetime) -> bool:
    """Record since when the person cannot be reached; the first moment stands, for later ones it is false."""
    marked = session.scalar(
        update(Person)
        .where(Person.id == person_id, Person.unreachable_at.is_(None))
        .values(unreachable_at=now)
        .returning(Person.id)
    )
    return marked is not None


def move_chat(session: Session, person_id: int, chat_id: int) -> None:
    """Write to the person in another chat from now on, because Telegram moved the one they had."""
    session.execute(update(Person).where(Person.id == person_id).values(chat=str(chat_id)))


def add_consent(session: Session, person: Person, version: str, now: datetime) -> None:
    """Record what the person agreed to."""
    session.add(Consent(person_id=person.id, version=version, language=person.language, given_at=now))


def consents_of(session: Session, person_id: int) -> Sequence[Consent]:
    """Return every consent that the person ever gave, withdrawn ones too, newest first."""
    query = select(Consent).where(Consent.person_id == person_id)
    return session.scalars(query.order_by(Consent.id.desc())).all()


def withdraw_consents(session: Session, person_id: int, now: datetime) -> None:
    """Record that the person agrees no longer."""
    given = update(Consent).where(Consent.person_id == person_id, Consent.withdrawn_at.is_(None))
    session.execute(given.values(withdrawn_at=now))


def draft_of(session: Session, person_id: int, now: datetime) -> Draft | None:
    """Return the person's open dialogue, unless its time is over."""
    return session.scalar(select(Draft).where(Draft.person_id == person_id, Draft.expires_at > now))


def any_draft_of(session: Session, person_id: int) -> Draft | None:
    """Return the person's dialogue, even one whose time is over."""
    return session.get(Draft, person_id)


def begin_draft(
    session: Session,
    person_id: int,
    kind: str,
    step: str,
    *,
    said: dict[str, Any],
    now: datetime,
    lasts: timedelta,
) -> Draft:
    """Open a dialogue of this kind in place of whatever dialogue was open, and return it."""
    drop_draft(session, person_id)
    draft = Draft(
        person_id=person_id, kind=kind, step=step, said=said, changed_at=now, expires_at=now + lasts
    )
    session.add(draft)
    return draft


def drop_draft(session: Session, person_id: int) -> None:
    """Close the person's open dialogue."""
    session.execute(delete(Draft).where(Draft.person_id == person_id))


def first_time_here(session: Session, chat_id: int, now: datetime) -> bool:
    """Record that a foreign chat was told what we are; true for the one caller who was first."""
    known = select(ToldChat).where(ToldChat.chat_index.in_(keyring().indexes(f"chat:{chat_id}")))
    if session.scalar(known) is not None:
        return False
    dialect = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    told = dialect.insert(ToldChat).values(chat_index=chat_index(chat_id), told_at=now)
    first = told.on_conflict_do_nothing().returning(ToldChat.chat_index)
    return session.scalar(first) is not None
