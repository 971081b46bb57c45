"""Thresholds of change for one scale: from how many points on, by which reckoning, from which sources."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from scales.keys import Cutoff, Scale
from scales.provenance import ChangeThreshold, Citation, Reference, Reliability

# Two-sided, five in a hundred by chance.
Z = Decimal("1.96")
ENOUGH_PEOPLE = 100


@dataclass(frozen=True)
class Sample:
    """The first scores of a site's own people: how many, and their standard deviation in points."""

    n: int
    sd: Decimal


@dataclass(frozen=True)
class Threshold:
    """From how many points on a change counts, in either direction, and why.

    A reckoned threshold must be exceeded; a published one is reached. `error` is the standard error of
    the difference between two scores, where it was reckoned.
    """

    points: Decimal
    basis: Literal["site_sd", "card_sd", "published"]
    sources: tuple[Citation, ...]
    error: Decimal | None = None

    def is_reached(self, gain: Decimal) -> bool:
        """Whether a change by `gain` points, up or down, counts."""
        return abs(gain) > self.points if self.error is not None else abs(gain) >= self.points


@dataclass(frozen=True)
class Line:
    """The line between the clinical side of a scale and the other, with the sources."""

    value: Decimal
    op: Literal[">=", ">", "<=", "<"]
    sources: tuple[Citation, ...]

    def is_clinical(self, value: Decimal) -> bool:
        """Whether `value` lies on the clinical side."""
        held = {
            ">=": value >= self.value,
            ">": value > self.value,
            "<=": value <= self.value,
            "<": value < self.value,
        }
        return held[self.op]


def reliable_from(scale: Scale, site: Sample | None = None) -> Threshold | None:
    """Return the reliable change of `scale`: 1.96 standard errors of a difference, or a published number.

    None for a single item, and where neither can be had.
    """
    if len(scale.items) == 1 or scale.rule == "met":
        return None
    coefficient, spread = _reliability(scale), _spread(scale, site)
    if coefficient is not None and spread is not None:
        sd, basis, source = spread
        error = sd * (2 * (1 - coefficient.value)).sqrt()
        return Threshold(Z * error, basis, (coefficient.source, *source), error)
    published = _best([each for each in scale.change if each.kind == "reliable"])
    return Threshold(published.value, "published", (published.source,)) if published else None


def noticed_from(scale: Scale, first: Decimal) -> Threshold | None:
    """Return the smallest change that people notice, starting from `first`; None where none is known."""
    if len(scale.items) == 1:
        return None
    least = _best([each for each in scale.change if each.kind == "mcid"])
    if least is None:
        return None
    points = least.value if least.unit == "points" else abs(first) * least.value / 100
    return Threshold(points, "published", (least.source,))


def dividing_line(scale: Scale) -> Line | None:
    """Return the line between the clinical side and the other: the card's, or reckoned from two samples.

    Reckoned is cut-off c, where the two distributions cross if both are normal.
    """
    divides = next((cutoff for cutoff in scale.cutoffs if cutoff.divides), None)
    return _published(divides) if divides else _cutoff_c(scale)


def _published(cutoff: Cutoff) -> Line:
    return Line(cutoff.value, cutoff.op, (cutoff.source,))


def _cutoff_c(scale: Scale) -> Line | None:
    means = {each.group: each for each in reversed(scale.reference) if each.mean is not None}
    if set(means) != {"clinical", "norm"} or scale.higher == "neither":
        return None
    ill, well = means["clinical"], means["norm"]
    assert ill.mean is not None, "only samples with a mean are looked at"
    assert well.mean is not None, "only samples with a mean are looked at"
    value = (well.sd * ill.mean + ill.sd * well.mean) / (well.sd + ill.sd)
    return Line(value, ">=" if scale.higher == "worse" else "<=", (ill.source, well.source))


def _reliability(scale: Scale) -> Reliability | None:
    """Return the first coefficient on the card over time, else the first of any kind."""
    over_time = [each for each in scale.reliability if each.kind != "alpha"]
    return next(iter([*over_time, *scale.reliability]), None)


def _spread(
    scale: Scale, site: Sample | None
) -> tuple[Decimal, Literal["site_sd", "card_sd"], tuple[Citation, ...]] | None:
    if site is not None and site.n >= ENOUGH_PEOPLE:
        return site.sd, "site_sd", ()
    clinical: list[Reference] = [each for each in scale.reference if each.group == "clinical"]
    reference = next(iter([*clinical, *scale.reference]), None)
    return (reference.sd, "card_sd", (reference.source,)) if reference else None


def _best(found: list[ChangeThreshold]) -> ChangeThreshold | None:
    """Return the first that was read in its source, else the first at all."""
    seen = [each for each in found if each.source.evidence == "seen"]
    return next(iter([*seen, *found]), None)
