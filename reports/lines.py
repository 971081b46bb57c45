"""Which families need a look, in what order, and why; pure, no pandas."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from reports.model import Line, Reason

URGENCY = (
    "alert_red",
    "alert_amber",
    "bereaved",
    "relapse",
    "load",
    "wish",
    "screening",
    "change",
    "noted",
    "absent",
    "quiet",
    "paused",
    "unreachable",
    "stopped",
)
"""Every reason, most pressing first."""

EXPLAINS_SILENCE = {"paused", "unreachable", "stopped", "relapse"}
# After a death a family's line says this and what a human must take, and no figure of theirs.
LEAVES_ALERTS_ONLY = "bereaved"


@dataclass(frozen=True, slots=True)
class Signal:
    """One thing seen about one person; for an alert or a pause `detail` is its reason's code.

    `alert_id` is the number of an alert that nobody has taken yet.
    """

    person_id: int
    code: str
    since: datetime
    detail: str = ""
    until: datetime | None = None
    alert_id: int | None = None


def lines(
    signals: Iterable[Signal], labels: Mapping[int, str], zone: str, places: Mapping[int, int] | None = None
) -> tuple[Line, ...]:
    """Return one line a person: most pressing reason first, then longest waiting, then by label.

    `places` are the numbers of the people's places, by which a worker can act on a line.
    """
    by_person: dict[int, list[Signal]] = defaultdict(list)
    for signal in signals:
        by_person[signal.person_id].append(signal)
    found = [
        Line(
            person_id,
            labels[person_id],
            _reasons(told, zone),
            place_id=(places or {}).get(person_id),
            alert_id=next((each.alert_id for each in told if each.alert_id), None),
        )
        for person_id, told in by_person.items()
    ]
    return tuple(sorted(found, key=_order))


def twice(times: Iterable[tuple[int, datetime]], after: datetime, within: timedelta) -> list[Signal]:
    """Return a load signal for each person with two of `times` at most `within` apart, the later `after`.

    `times` are (person, when), oldest first; the signal dates from the earlier of the two.
    """
    last: dict[int, datetime] = {}
    found: dict[int, Signal] = {}
    for person_id, when in times:
        before = last.get(person_id)
        if before is not None and when > after and when - before <= within:
            found.setdefault(person_id, Signal(person_id, "load", before))
        last[person_id] = when
    return list(found.values())


def _reasons(told: Sequence[Signal], zone: str) -> tuple[Reason, ...]:
    earliest: dict[tuple[str, str], Signal] = {}
    for signal in sorted(_telling(told), key=lambda one: one.since):
        earliest.setdefault((signal.code, signal.detail), signal)
    ordered = sorted(earliest.values(), key=lambda one: (URGENCY.index(one.code), one.since))
    local = ZoneInfo(zone)
    return tuple(
        Reason(
            code=signal.code,
            since=signal.since.astimezone(local).date(),
            detail=signal.detail,
            until=signal.until.astimezone(local).date() if signal.until else None,
        )
        for signal in ordered
    )


def _telling(told: Sequence[Signal]) -> list[Signal]:
    """Leave out what another signal already says: a silence that is explained, a load that is an alert."""
    codes = {signal.code for signal in told}
    if LEAVES_ALERTS_ONLY in codes:
        return [each for each in told if each.code == LEAVES_ALERTS_ONLY or each.code.startswith("alert_")]
    said = {signal.detail for signal in told if signal.code.startswith("alert_")}
    return [
        signal
        for signal in told
        if not (signal.code == "quiet" and codes & EXPLAINS_SILENCE)
        and not (signal.code == "load" and "load" in said)
    ]


def _order(line: Line) -> tuple[int, str, str]:
    first = line.reasons[0]
    return URGENCY.index(first.code), first.since.isoformat(), line.label
