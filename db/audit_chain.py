"""Checking the audit record from its first entry to its last."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select

from db.audit import GENESIS, PURPOSE, digest
from db.crypto import keyring
from db.models import AuditEvent
from db.session import Session

AT_ONCE = 1000


class Fault(StrEnum):
    """What is wrong with an entry."""

    MISSING = "missing"
    CHANGED = "changed"
    UNLINKED = "unlinked"
    FORGED = "forged"


@dataclass(frozen=True)
class Verdict:
    """How long the record is, its last hash, the hashes asked for, and every fault by entry number.

    `unsealed` counts entries whose key is gone; the seals after them vouch for them.
    """

    length: int
    head: bytes
    faults: Sequence[tuple[int, Fault]]
    unsealed: int
    hashes: dict[int, bytes]


def verify(session: Session, numbers: Sequence[int] = ()) -> Verdict:
    """Read every entry and tell what was edited, taken out, moved or signed by somebody else.

    Entries cut off the end cannot be told from the record alone: compare `length` and the hash of an earlier
    anchor, whose `numbers` are returned in `hashes`.
    """
    faults: list[tuple[int, Fault]] = []
    hashes: dict[int, bytes] = {}
    wanted, number, previous, unsealed, trusted = set(numbers), 0, GENESIS, 0, False
    for entry in _entries(session):
        found = [Fault.MISSING] if entry.id != number + 1 else []
        found += _faults(entry, previous)
        sealed = keyring().signed(entry.hash, PURPOSE, entry.seal)
        # keys go oldest first: one we do not know, after one we do, was never ours
        found += [Fault.FORGED] if sealed is False or (sealed is None and trusted) else []
        faults += [(entry.id, fault) for fault in found]
        unsealed += sealed is None
        trusted = trusted or sealed is True
        if entry.id in wanted:
            hashes[entry.id] = entry.hash
        number, previous = entry.id, entry.hash
    if number and not trusted and (number, Fault.FORGED) not in faults:
        faults.append((number, Fault.FORGED))  # nothing that comes after can vouch for the last one
    return Verdict(number, previous, faults, unsealed, hashes)


def _faults(entry: AuditEvent, previous: bytes) -> Iterator[Fault]:
    columns = {column.key: getattr(entry, column.key) for column in AuditEvent.__table__.columns}
    if entry.previous != previous:
        yield Fault.UNLINKED
    if digest(entry.previous, columns) != entry.hash:
        yield Fault.CHANGED


def _entries(session: Session) -> Iterator[AuditEvent]:
    query = select(AuditEvent).order_by(AuditEvent.id).execution_options(yield_per=AT_ONCE)
    yield from session.scalars(query)
