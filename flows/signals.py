"""What is seen in a worker's families: alerts, change, load, silence, absence, rests and farewells."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from db import attention, concerns
from flows.scope import Family, Scope
from flows.sharing import What
from reports.lines import Signal, lines, twice
from reports.model import Line
from scales.severe import worst_bands

LOAD, TOO_MUCH, HEAVY_WITHIN = ("micro", "load"), 5, timedelta(days=7)
CONTACT, THIS_WEEK = ("micro", "contact"), 1
MISSED = 2
# What each thing is seen in; who keeps that back is not told by it. What is not here was said to the worker.
SEEN_IN = {
    "load": What.SCORES,
    "screening": What.SCORES,
    "change": What.SCORES,
    "noted": What.SCORES,
    "quiet": What.ATTENDANCE,
    "absent": What.ATTENDANCE,
}


def lines_of(scope: Scope, families: Mapping[int, Family], zone: str) -> tuple[Line, ...]:
    """Return the families that need a look: every open alert, and what is seen in those who are here.

    What a worker has dealt with is left out, what is still open comes again. A person without a place (they
    asked for help while joining) goes by the number of their alert.
    """
    labels = {person_id: family.label for person_id, family in families.items()}
    alerts = []
    for row in attention.open_alerts(scope.session, scope.ids, scope.as_of):
        alert_id, person_id, tier, reason, raised_at, taken_at = row
        labels.setdefault(person_id, f"#{alert_id}")
        untaken = taken_at is None or taken_at > scope.as_of
        alerts.append(
            Signal(person_id, f"alert_{tier}", raised_at, reason, alert_id=alert_id if untaken else None)
        )
    here = {
        person_id
        for person_id, family in families.items()
        if family.is_caregiver and not family.gone_before(scope.news[0])
    }
    shown = [
        signal
        for signal in _seen(scope, families)
        if signal.person_id in here and not _kept_back(scope, signal)
    ]
    places = {person_id: family.place_id for person_id, family in families.items() if family.left_at is None}
    return lines([*alerts, *shown], labels, zone, places)


def _seen(scope: Scope, families: Mapping[int, Family]) -> Iterator[Signal]:
    """Yield what was seen and nobody has dealt with, then what goes on and is not at rest."""
    yield from _heavy(scope)
    yield from _wishing(scope)
    yield from _severe(scope)
    yield from _noted(scope)
    yield from _absent(scope)
    yield from _halted(scope)
    going_on = (*_silent(scope), *_resting(scope), *_parted(scope, families))
    yield from (signal for signal in going_on if not scope.rests(signal))


def _kept_back(scope: Scope, signal: Signal) -> bool:
    """Whether the family keeps from its worker what this was seen in."""
    what = SEEN_IN.get(signal.code)
    return what is not None and signal.person_id in scope.hidden[what]


def _heavy(scope: Scope) -> Sequence[Signal]:
    after, until = scope.open
    times = attention.times_answered(scope.session, scope.ids, LOAD, TOO_MUCH, (after - HEAVY_WITHIN, until))
    waiting = [(person_id, when) for person_id, when in times if scope.waits(person_id, when)]
    return twice(waiting, after, HEAVY_WITHIN)


def _wishing(scope: Scope) -> Iterator[Signal]:
    """Yield who asked, without haste, to be contacted; as soon as possible is an alert."""
    for person_id, when in attention.times_answered(scope.session, scope.ids, CONTACT, THIS_WEEK, scope.open):
        if scope.waits(person_id, when):
            yield Signal(person_id, "wish", when)


def _severe(scope: Scope) -> Iterator[Signal]:
    """Yield whose latest score on some scale lies in its worst band."""
    for person_id, when in attention.worst(scope.session, scope.ids, worst_bands(), scope.open):
        if scope.waits(person_id, when):
            yield Signal(person_id, "screening", when)


def _noted(scope: Scope) -> Iterator[Signal]:
    """Yield what was seen in answers and scores and could wait, a change beyond chance among it."""
    for person_id, reason, when in concerns.seen(scope.session, scope.ids, scope.open):
        if scope.waits(person_id, when):
            yield Signal(person_id, reason, when)


def _absent(scope: Scope) -> Iterator[Signal]:
    """Yield who did not come to the last sessions, two or more, that they were expected at."""
    missed: dict[tuple[int, int], list[datetime]] = defaultdict(list)
    for person_id, programme_id, when, came in attention.marked(scope.session, scope.ids, scope.as_of):
        if came:
            missed[person_id, programme_id].clear()
        else:
            missed[person_id, programme_id].append(when)
    for (person_id, _), times in missed.items():
        if len(times) >= MISSED and times[-1] > scope.open[0] and scope.waits(person_id, times[-1]):
            yield Signal(person_id, "absent", times[0])


def _halted(scope: Scope) -> Iterator[Signal]:
    for person_id, why, since in attention.halts(scope.session, scope.ids, scope.as_of):
        yield Signal(person_id, why, since)


def _silent(scope: Scope) -> Iterator[Signal]:
    for person_id, since in attention.silent(scope.session, scope.ids, scope.as_of, MISSED):
        yield Signal(person_id, "quiet", since)


def _resting(scope: Scope) -> Iterator[Signal]:
    for person_id, reason, since, until in attention.pauses(scope.session, scope.ids, scope.as_of):
        yield Signal(person_id, "paused", since, reason, until)


def _parted(scope: Scope, families: Mapping[int, Family]) -> Iterator[Signal]:
    """Yield who cannot be reached any more, and who stopped or left since the digest before."""
    after, until = scope.news
    for person_id, family in families.items():
        if family.unreachable_at is not None and family.unreachable_at <= until:
            yield Signal(person_id, "unreachable", family.unreachable_at)
        ends = [end for end in (family.stopped_at, family.left_at) if end and after < end <= until]
        if ends:
            yield Signal(person_id, "stopped", min(ends))
