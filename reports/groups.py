"""The rules that keep a person from being read out of a group's numbers; pure, no pandas."""

from collections.abc import Sequence

from reports.model import BandCount, K, Screening

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


def screening(bands: Sequence[str]) -> Screening:
    """Count results per band, joining neighbours until every count is at least K.

    Joining, rather than blanking, leaves no hidden cell to be worked out from the others. The severe band
    stands alone whatever its size: those families are on the list anyway.
    """
    n = len(bands)
    if n < K:
        return Screening(n)
    severe = sum(band == LISTED for band in bands)
    counted = [BandCount(band, band, sum(seen == band for seen in bands)) for band in BANDS if band != LISTED]
    joined = _join(counted)
    return Screening(n, (*joined, BandCount(LISTED, LISTED, severe)) if joined else ())


def _join(counts: Sequence[BandCount]) -> list[BandCount]:
    joined: list[BandCount] = []
    for count in counts:
        if joined and joined[-1].n < K:
            last = joined.pop()
            count = BandCount(last.first, count.last, last.n + count.n)
        joined.append(count)
    if len(joined) > 1 and joined[-1].n < K:
        tail = joined.pop()
        last = joined.pop()
        joined.append(BandCount(last.first, tail.last, last.n + tail.n))
    return joined if joined and joined[0].n >= K else []
