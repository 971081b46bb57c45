"""What is seen in a worker's families: alerts, load, silence, rests and farewells."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from db import attention, concerns
from db.models import Role
from db.session import Session
from flows.sharing import What
from reports.lines import Signal, lines, twice
from reports.model import Line
from reports.weeks import Span

LOAD, TOO_MUCH, HEAVY_WITHIN = ("micro", "load"), 5, timedelta(days=7)
CONTACT, THIS_WEEK = ("micro", "contact"), 1
MISSED = 2
# What each thing is seen in; who keeps that back is not told by it. What is not here was said to the worker.
SEEN_IN = {"load": What.SCORES, "screening": What.SCORES, "quiet": What.ATTENDANCE}


@dataclass(frozen=True)
class Scope:
    """What one digest reads: a worker's programmes, and weeks of which the last is the digest's own.

    `hidden` says, by what it is, who keeps that from their social worker; an alert is never hidden.
    """

    session: Session
    programmes: Mapping[int, str]
    spans: tuple[Span, ...]
    hidden: Mapping[str, frozenset[int]]

    @property
    def ids(self) -> list[int]:
        """The programmes' ids."""
        return list(self.programmes)

    @property
    def news(self) -> tuple[datetime, datetime]:
        """From when the digest before was due until this one is: what is new falls into one digest."""
        return self.spans[-2].as_of, self.spans[-1].as_of


@dataclass(frozen=True, slots=True)
class Family:
    """A person's place in the worker's programmes; `called` is their own name for themselves."""

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
        person_id, programme_id, label, role, called, unreachable_at, stopped_at, left_at = row
        shown = f"{label} ({scope.programmes[programme_id]})" if several else label
        if person_id not in families or families[person_id].left_at is not None:
            families[person_id] = Family(
                shown, role == Role.CAREGIVER, called, unreachable_at, stopped_at, left_at
            )
    return families


def lines_of(
    scope: Scope, families: Mapping[int, Family], more: Iterable[Signal], zone: str
) -> tuple[Line, ...]:
    """Return the families that need a look: every open alert, and what is seen in those who are here.

    A person without a place (they asked for help while joining) goes by the number of their alert.
    """
    labels = {person_id: family.label for person_id, family in families.items()}
    alerts = []
    for alert_id, person_id, tier, reason, raised_at in attention.open_alerts(
        scope.session, scope.ids, scope.news[1]
    ):
        labels.setdefault(person_id, f"#{alert_id}")
        alerts.append(Signal(person_id, f"alert_{tier}", raised_at, reason))
    here = {
        person_id
        for person_id, family in families.items()
        if family.is_caregiver and not family.gone_before(scope.news[0])
    }
    seen = [*more, *_heavy(scope), *_wishing(scope), *_noted(scope), *_silent(scope), *_resting(scope)]
    seen += [*_halted(scope), *_parted(scope, families)]
    shown = [signal for signal in seen if signal.person_id in here and not _kept_back(scope, signal)]
    return lines([*alerts, *shown], labels, zone)


def _kept_back(scope: Scope, signal: Signal) -> bool:
    """Whether the family keeps from its worker what this was seen in."""
    what = SEEN_IN.get(signal.code)
    return what is not None and signal.person_id in scope.hidden[what]


def _heavy(scope: Scope) -> Sequence[Signal]:
    after, until = scope.news
    times = attention.times_answered(scope.session, scope.ids, LOAD, TOO_MUCH, (after - HEAVY_WITHIN, until))
    return twice([(person_id, when) for person_id, when in times], after, HEAVY_WITHIN)


def _wishing(scope: Scope) -> Sequence[Signal]:
    """Return who asked, without haste, to be contacted; as soon as possible is an alert."""
    first: dict[int, Signal] = {}
    for person_id, when in attention.times_answered(scope.session, scope.ids, CONTACT, THIS_WEEK, scope.news):
        first.setdefault(person_id, Signal(person_id, "wish", when))
    return list(first.values())


def _noted(scope: Scope) -> Sequence[Signal]:
    """Return what was seen in answers and scores and could wait."""
    found = concerns.seen(scope.session, scope.ids, scope.news)
    return [Signal(person_id, reason, when) for person_id, reason, when in found]


def _silent(scope: Scope) -> Sequence[Signal]:
    found = attention.silent(scope.session, scope.ids, scope.news[1], MISSED)
    return [Signal(person_id, "quiet", since) for person_id, since in found]


def _resting(scope: Scope) -> Sequence[Signal]:
    return [
        Signal(person_id, "paused", since, reason, until)
        for person_id, reason, since, until in attention.pauses(scope.session, scope.ids, scope.news[1])
    ]


def _halted(scope: Scope) -> Sequence[Signal]:
    found = attention.halts(scope.session, scope.ids, scope.news[1])
    return [Signal(person_id, why, since) for person_id, why, since in found]


def _parted(scope: Scope, families: Mapping[int, Family]) -> Sequence[Signal]:
    """Return who cannot be reached any more, and who stopped or left since the digest before."""
    after, until = scope.news
    found = []
    for person_id, family in families.items():
        if family.unreachable_at is not None and family.unreachable_at <= until:
            found.append(Signal(person_id, "unreachable", family.unreachable_at))
        ends = [end for end in (family.stopped_at, family.left_at) if end and after < end <= until]
        if ends:
            found.append(Signal(person_id, "stopped", min(ends)))
    return found
