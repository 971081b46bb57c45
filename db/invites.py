"""Invites seen together: which are kept, who came by each, and taking one back before its time."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import case, func, select, update

from db import audit
from db.models import Act, Admission, AuditEvent, Invite
from db.session import Session


class Came(NamedTuple):
    """How many came by a poster: those a worker let in, and those who wait for a yes."""

    let_in: int = 0
    waiting: int = 0


def kept(session: Session) -> Sequence[Invite]:
    """Return every invite that is kept, whatever its state, oldest first."""
    return session.scalars(select(Invite).order_by(Invite.id)).all()


def by_id(session: Session, invite_id: int) -> Invite | None:
    """Return one."""
    return session.get(Invite, invite_id)


def came(session: Session) -> Mapping[int, Came]:
    """Return who came, by invite; one by which nobody has asked to join is not in it."""
    let_in = func.sum(case((Admission.let_in.is_(True), 1), else_=0))
    waiting = func.sum(case((Admission.let_in.is_(None), 1), else_=0))
    rows = session.execute(select(Admission.invite_id, let_in, waiting).group_by(Admission.invite_id))
    return {invite_id: Came(int(yes), int(open_)) for invite_id, yes, open_ in rows}


def take_back(session: Session, invite: Invite, now: datetime) -> bool:
    """Let an invite open nothing from now on, and write that down; false where it opens nothing already.

    Its time ends now, so whoever comes by it reads what stands on an expired one. It is one statement: a use
    that was taken before it counts, and none can be taken after it.
    """
    ended = session.scalar(
        update(Invite)
        .where(Invite.id == invite.id, Invite.uses_left > 0, Invite.expires_at > now)
        .values(expires_at=now)
        .returning(Invite.id)
    )
    if ended is None:
        return False
    audit.record(
        session,
        site_id=invite.site_id,
        actor_id=None,
        act=Act.WITHDRAWN,
        about=_about(invite.id),
        now=now,
    )
    return True


def taken_back(session: Session, invites: Sequence[Invite]) -> frozenset[int]:
    """Return which of these were taken back: the audit record says so of the moment at which they ended.

    The moment tells them from a later one to which the database gave the same number again.
    """
    query = select(AuditEvent.about, AuditEvent.at).where(AuditEvent.act == Act.WITHDRAWN)
    ended = {(about, at) for about, at in session.execute(query)}
    return frozenset(each.id for each in invites if (_about(each.id), each.expires_at) in ended)


def _about(invite_id: int) -> str:
    return f"invite {invite_id}"
