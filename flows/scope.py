"""What one digest reads: whose programmes, which weeks, who keeps what back, and what was dealt with."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from db import attention, handled
from db.models import Role
from db.session import Session
from reports.lines import Signal
from reports.weeks import Span

OPEN_FOR = timedelta(days=28)
"""How long what was seen waits for somebody; what goes on, such as a silence, comes back after as long."""


@dataclass(frozen=True)
class Scope:
    """What one digest reads: a worker's programmes, and weeks of which the last is the digest's own.

    `hidden` says, by what it is, who keeps that from the digest's reader; an alert is never hidden.
    `handled` says when a person's line was dealt with last, `turned_to` when a worker last did that, wrote to
    them or about them.
    """

    session: Session
    programmes: Mapping[int, str]
    spans: tuple[Span, ...]
    hidden: Mapping[str, frozenset[int]]
    handled: Mapping[int, datetime] = field(default_factory=dict)
    turned_to: Mapping[int, datetime] = field(default_factory=dict)

    @property
    def ids(self) -> list[int]:
        """The programmes' ids."""
        return list(self.programmes)

    @property
    def as_of(self) -> datetime:
        """The moment after which nothing counts."""
        return self.spans[-1].as_of

    @property
    def news(self) -> tuple[datetime, datetime]:
        """From when the digest before was due until this one is: what is new falls into one digest."""
        return self.spans[-2].as_of, self.as_of

    @property
    def open(self) -> tuple[datetime, datetime]:
        """The time in which something was seen that may still wait for somebody."""
        return self.as_of - OPEN_FOR, self.as_of

    def waits(self, person_id: int, when: datetime) -> bool:
        """Whether nobody has turned to the person since."""
        touched = self.turned_to.get(person_id)
        return touched is None or when > touched

    def rests(self, signal: Signal) -> bool:
        """Whether what goes on was dealt with, and not so long ago that it comes back."""
        at = self.handled.get(signal.person_id)
        return at is not None and signal.since <= at and self.as_of - at < OPEN_FOR


def scope_of(
    session: Session,
    programmes: Mapping[int, str],
    spans: tuple[Span, ...],
    hidden: Mapping[str, frozenset[int]],
) -> Scope:
    """Return what a digest of these programmes reads, with what was dealt with until it was due."""
    ids, until = list(programmes), spans[-1].as_of
    done: dict[int, datetime] = {}
    for (person_id, _), at in handled.latest(session, ids, until).items():
        done[person_id] = max(at, done.get(person_id, at))
    return Scope(session, programmes, spans, hidden, done, handled.turned_to(session, ids, until))


@dataclass(frozen=True, slots=True)
class Family:
    """A person's place in the worker's programmes; `called` is their own name for themselves."""

    place_id: int
    label: str
    is_caregiver: bool
    called: str | None
    unreachable_at: datetime | None
    stopped_at: datetime | None
    left_at: datetime | None

    def gone_before(self, moment: datetime) -> bool:
        """Whether the person had left or stopped by `moment`."""
        ends = (self.stopped_at, self.left_at)
        return any(end is not None and end <= moment for end in ends)


def families_of(scope: Scope) -> Mapping[int, Family]:
    """Return everybody with a place in the programmes; a place not yet left stands for one that is."""
    several = len(scope.programmes) > 1
    families: dict[int, Family] = {}
    for row in attention.families(scope.session, scope.ids):
        place_id, person_id, programme_id, label, role, called, unreachable_at, stopped_at, left_at = row
        shown = f"{label} ({scope.programmes[programme_id]})" if several else label
        if person_id not in families or families[person_id].left_at is not None:
            families[person_id] = Family(
                place_id, shown, role == Role.CAREGIVER, called, unreachable_at, stopped_at, left_at
            )
    return families
