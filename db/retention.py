"""Retention: how long what is kept, and the forgetting of what is older."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import CursorResult, Delete, and_, delete, not_, or_, select, update

from db import audit, erasing, inbox
from db.models import (
    Act,
    Admission,
    Alert,
    AlertState,
    Delivery,
    Draft,
    Heard,
    Invite,
    Letter,
    Mail,
    Person,
    Standing,
    State,
    ToldChat,
)
from db.session import Session

JOINING, OVER = "joining", "their time was over"


@dataclass(frozen=True)
class Policy:
    """For how long things are kept; the privacy notice names each.

    `left` begins with the stop, `unfinished` with the end of the dialogue in which somebody was joining.
    """

    deliveries: timedelta = timedelta(days=90)
    left: timedelta = timedelta(days=365)
    backups: timedelta = timedelta(days=30)
    unfinished: timedelta = timedelta(days=30)
    set_aside: timedelta = timedelta(days=30)
    invites: timedelta = timedelta(days=90)
    told: timedelta = timedelta(days=365)
    letters: timedelta = timedelta(days=365)


def use(policy: Policy) -> None:
    """Let this process keep things so long; a later call replaces it."""
    _used[:] = [policy]


def in_use() -> Policy:
    """Return the policy of this process: the defaults, unless it was told another."""
    return _used[0] if _used else Policy()


def forget(session: Session, now: datetime, limit: int) -> Mapping[str, int]:
    """Forget up to `limit` of each kind of thing whose time is over and return how many of each that were."""
    policy = in_use()
    people = _gone(session, now, policy, limit)
    for person in people:
        site_id, number = person.site_id, person.id
        erasing.erase(session, person, now)
        audit.record(
            session, site_id=site_id, actor_id=None, act=Act.ERASED, person_id=number, about=OVER, now=now
        )
    return {
        "people": len(people),
        "inbox": inbox.forget(session, now),
        "set aside": _drop_letters(session, now - policy.set_aside, now),
        "deliveries": _delete(session, _old_deliveries(now - policy.deliveries, limit)),
        "mails": _delete(session, delete(Mail).where(Mail.settled_at < now - policy.deliveries)),
        "drafts": _delete(session, delete(Draft).where(Draft.kind != JOINING, Draft.expires_at < now)),
        "letters": _delete(session, _old_letters(now - policy.letters, limit)),
        "invites": _delete(session, _old_invites(now - policy.invites)),
        "chats": _delete(session, delete(ToldChat).where(ToldChat.told_at < now - policy.told)),
    }


def _gone(session: Session, now: datetime, policy: Policy, limit: int) -> list[Person]:
    """Return who stopped long ago, and who began to join and never went on."""
    left = and_(Person.standing == Standing.STOPPED, Person.stopped_at < now - policy.left)
    dialogue = select(Draft.person_id).where(
        Draft.kind == JOINING, Draft.expires_at < now - policy.unfinished
    )
    never_came = and_(Person.standing == Standing.JOINING, Person.id.in_(dialogue))
    watched = select(Alert.person_id).where(Alert.state != AlertState.CLOSED)
    query = select(Person).where(or_(left, never_came), Person.id.not_in(watched))
    return list(session.scalars(query.order_by(Person.id).limit(limit)))


def _old_deliveries(before: datetime, limit: int) -> Delete:
    old = select(Delivery.id).where(Delivery.state == State.SETTLED, Delivery.settled_at < before)
    return delete(Delivery).where(Delivery.id.in_(old.order_by(Delivery.id).limit(limit)))


def _old_invites(before: datetime) -> Delete:
    """Return what deletes invites of long ago; a poster stays with those who came by it."""
    came_by = select(Admission.id).where(Admission.invite_id == Invite.id)
    return delete(Invite).where(Invite.expires_at < before, not_(came_by.exists()))


def _old_letters(before: datetime, limit: int) -> Delete:
    """Return what deletes letters of long ago; what a family wrote stays while it waits for somebody."""
    waits = and_(Letter.from_family, Letter.done_at.is_(None), Letter.returned_at.is_(None))
    leaves = and_(Letter.from_family.is_(False), Letter.arrived_at.is_(None), Letter.returned_at.is_(None))
    old = select(Letter.id).where(Letter.written_at < before, not_(waits), not_(leaves))
    return delete(Letter).where(Letter.id.in_(old.order_by(Letter.id).limit(limit)))


def _drop_letters(session: Session, before: datetime, now: datetime) -> int:
    """Let go of what updates say that were set aside and about which nobody decided."""
    result = session.execute(
        update(Heard)
        .where(Heard.dead_at < before)
        .values(dead_at=None, shown_at=now, payload=None, reply=None, chat_key=inbox.NOBODY)
    )
    assert isinstance(result, CursorResult)
    return result.rowcount


def _delete(session: Session, statement: Delete) -> int:
    result = session.execute(statement.execution_options(synchronize_session=False))
    assert isinstance(result, CursorResult)
    return result.rowcount


_used: list[Policy] = []
