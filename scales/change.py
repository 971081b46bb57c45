"""Change between two scores: beyond chance, noticed by people, and across the line; with its sources.

Jacobson NS, Truax P. J Consult Clin Psychol 1991;59:12-19.
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Literal

from scales.keys import Scale
from scales.thresholds import Line, Sample, Threshold, dividing_line, noticed_from, reliable_from


class Category(StrEnum):
    """What became of one person, by reliable change and by the line between the two sides."""

    RECOVERED = "recovered"
    IMPROVED = "improved"
    UNCHANGED = "unchanged"
    DETERIORATED = "deteriorated"


@dataclass(frozen=True)
class Change:
    """What lies between a first and a later score of one scale.

    `gain` is in points and positive for the better, whichever way the scale runs; None for a scale
    that runs neither way. `index` is the reliable change index, given where it can be computed.
    What cannot be judged is None, and `reason` says why there is no category.
    """

    scale: str
    first: Decimal
    later: Decimal
    gain: Decimal | None
    index: Decimal | None = None
    reliable: bool | None = None
    noticed: bool | None = None
    crossed_band: bool = False
    category: Category | None = None
    reliable_from: Threshold | None = None
    noticed_from: Threshold | None = None
    line: Line | None = None
    reason: str | None = None

    @property
    def direction(self) -> Literal["better", "worse", "same"] | None:
        """Which way it went, chance or not."""
        if self.gain is None:
            return None
        return "same" if not self.gain else "better" if self.gain > 0 else "worse"


def change(scale: Scale, first: Decimal, later: Decimal, site: Sample | None = None) -> Change:
    """Return the change from `first` to `later`, both reported values of `scale`.

    The standard deviation is the card's until `site`, the site's own first scores, has 100 people.
    Raises ValueError for a value outside of the scale's range.
    """
    for value in (first, later):
        if not scale.range[0] <= value <= scale.range[1]:
            raise ValueError(f"{scale.id}: {value} is not within {scale.range[0]} to {scale.range[1]}")
    crossed = scale.band_of(first) != scale.band_of(later)
    gain = {"worse": first - later, "better": later - first}.get(scale.higher)
    if gain is None:
        return Change(scale.id, first, later, None, crossed_band=crossed, reason="it runs neither way")
    threshold, noticed, line = reliable_from(scale, site), noticed_from(scale, first), dividing_line(scale)
    reliable = threshold.is_reached(gain) if threshold else None
    return Change(
        scale.id,
        first,
        later,
        gain,
        index=gain / threshold.error if threshold and threshold.error else None,
        reliable=reliable,
        noticed=noticed.is_reached(gain) if noticed else None,
        crossed_band=crossed,
        category=None if reliable is None else _category(gain, reliable, line, first, later),
        reliable_from=threshold,
        noticed_from=noticed,
        line=line,
        reason=None if threshold else _why_not(scale),
    )


def _category(gain: Decimal, reliable: bool, line: Line | None, first: Decimal, later: Decimal) -> Category:
    if not reliable:
        return Category.UNCHANGED
    if gain < 0:
        return Category.DETERIORATED
    if line and line.is_clinical(first) and not line.is_clinical(later):
        return Category.RECOVERED
    return Category.IMPROVED


def _why_not(scale: Scale) -> str:
    if len(scale.items) == 1:
        return "a single item has no reliable change"
    if not scale.reliability:
        return "no reliability is known"
    return "no standard deviation is known until the site has 100 people"
