"""Writing the audit record: one entry after another, each holding on to the one before."""

import hashlib
from datetime import UTC, datetime

import orjson
from sqlalchemy import Row, func, insert, select

from db import typist
from db.crypto import keyring
from db.models import AuditEvent
from db.session import Session

GENESIS = bytes(32)
PURPOSE = b"respite audit record"
_LOCK = 0x5265737069746501  # a number that nothing else locks
_HEAD = select(AuditEvent.id, AuditEvent.hash).order_by(AuditEvent.id.desc()).limit(1)


def record(
    session: Session,
    *,
    site_id: int,
    actor_id: int | None,
    act: str,
    now: datetime,
    person_id: int | None = None,
    about: str = "",
) -> None:
    """Add an entry in the transaction of the act it tells of: both are kept, or neither.

    Writers take turns from here to the end of their transaction, so call it last. `actor_id` is None for the
    clock, and for the command line, which says at which account it was typed; `about` says what it was about
    in a few words without a name.
    """
    entry = {
        "site_id": site_id,
        "at": now,
        "actor_id": actor_id,
        "typed_by": typist.at_work() if actor_id is None else None,
        "act": str(act),
        "person_id": person_id,
        "about": about,
    }
    _append(session, entry)


def _append(session: Session, entry: dict[str, object]) -> None:
    """Put an entry behind the last one, with its number, its hash and its seal."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(_LOCK)))
    number, previous = head(session)
    entry["id"] = number + 1
    hashed = digest(previous, entry)
    seal = keyring().sign(hashed, PURPOSE)
    session.execute(insert(AuditEvent).values(**entry, previous=previous, hash=hashed, seal=seal))


def head(session: Session) -> tuple[int, bytes]:
    """Return how many entries there are and the hash of the last one."""
    last: Row[int, bytes] | None = session.execute(_HEAD).first()
    return (last[0], last[1]) if last else (0, GENESIS)


def digest(previous: bytes, entry: dict[str, object]) -> bytes:
    """Return the hash of an entry's columns and of the hash before it.

    What nobody typed is hashed as it was before there was `typed_by`, so that older entries stay whole.
    """
    at = entry["at"]
    instant = at.astimezone(UTC).isoformat(timespec="microseconds") if isinstance(at, datetime) else at
    fields = [entry[name] for name in ("id", "site_id", "actor_id", "act", "person_id", "about")]
    typed = [entry["typed_by"]] if entry["typed_by"] is not None else []
    return hashlib.sha256(previous + orjson.dumps([instant, *fields, *typed])).digest()
