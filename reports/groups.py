"""The rules that keep a person from being read out of a group's numbers; pure, no pandas."""

from collections.abc import Sequence

from reports.model import BandCount, Screening
from reports.suppression import FEWEST, TEAM

BANDS = ("normal", "mild", "moderate", "severe")
LISTED = "severe"
"""The band whose families are named in the list anyway, so that its count hides nothing."""

LITTLE, CLEAR = 0.25, 0.75
"""From which mean change, in steps of a five-step item, a change is called little and clear."""


def percent(part: int, whole: int) -> int | None:
    """Return `part` of `whole` in whole percent, halves rounded up; None of nothing."""
    return (200 * part + whole) // (2 * whole) if whole else None


def step(change: float) -> int:
    """Return how a mean change is told: 0 about the same, 1 a little, 2 clearly, with its sign."""
    size = abs(change)
    size_step = 2 if size >= CLEAR else 1 if size >= LITTLE else 0
    return size_step if change > 0 else -size_step


def screening(bands: Sequence[str], view: str = TEAM) -> Screening:
    """Count results per band, joining neighbours until every count stands for enough people.

    Joining, rather than blanking, leaves no hidden cell to be worked out from the others. For the team the
    severe band stands alone whatever its size: those families are on its list anyway.
    """
    n, k = len(bands), FEWEST[view]
    if n < k:
        return Screening(n)
    counted = [BandCount(band, band, sum(seen == band for seen in bands)) for band in BANDS]
    if view != TEAM:
        return Screening(n, tuple(_join(counted, k)))
    joined = _join(counted[:-1], k)
    return Screening(n, (*joined, counted[-1]) if joined else ())


def _join(counts: Sequence[BandCount], k: int) -> list[BandCount]:
    joined: list[BandCount] = []
    for count in counts:
        if joined and joined[-1].n < k:
            last = joined.pop()
            count = BandCount(last.first, count.last, last.n + count.n)
        joined.append(count)
    if len(joined) > 1 and joined[-1].n < k:
        tail = joined.pop()
        last = joined.pop()
        joined.append(BandCount(last.first, tail.last, last.n + tail.n))
    return joined if joined and joined[0].n >= k else []
