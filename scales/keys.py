"""The keys of a card: which items make a score, by which rule, in which bands."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Literal

from pydantic import Field

from scales.provenance import ChangeThreshold, Citation, Line, Loinc, Part, Reference, Reliability
from scales.questions import Id, Wording


class Missing(Part):
    """When a scale with unanswered items still has a score, and what stands in for the missing values.

    `at_least` items must be answered, all if it is not given. Missing values are left out of a mean
    (`none`), replaced by the mean of the answered ones (`mean`), or by the value 0 (`zero`).
    """

    at_least: Annotated[int, Field(gt=0)] | None = None
    fill: Literal["none", "mean", "zero"] = "none"
    never_impute: tuple[Id, ...] = ()
    source: Citation


class Transformation(Part):
    """From raw to reported: (raw + add) * times. Fractions such as "100/3" are exact."""

    add: Fraction = Fraction(0)
    times: Annotated[Fraction, Field(gt=0)] = Fraction(1)


class Band(Part):
    """A named stretch of the range: from `low` up to the next band's `low`, or to the top.

    `high` may repeat what a source prints; it must then meet the next band without gap or overlap.
    """

    id: Id
    low: Decimal
    high: Decimal | None = None
    label: Wording


class Bands(Part):
    """The bands of a scale, lowest first: without gap or overlap."""

    source: Citation
    # What these bands are for, where a scale has more than one set.
    use: Line | None = None
    steps: Annotated[tuple[Band, ...], Field(min_length=2)]

    def of(self, value: Decimal) -> str:
        """Return the band in which `value` lies."""
        return next((band.id for band in reversed(self.steps) if band.low <= value), self.steps[0].id)


class Cutoff(Part):
    """A published threshold and what it is for; it never diagnoses."""

    op: Literal[">=", "<=", "<", ">"]
    value: Decimal
    use: Line
    source: Citation
    # The side it names is taken for the clinical one when change is put into categories.
    divides: bool = False


class Condition(Part):
    """What the value of another scale must be for a rule to be met."""

    scale: Id
    low: Decimal | None = None
    high: Decimal | None = None


class Scale(Part):
    """One score of a card: over items, over scales named before it, or a rule that is met (1) or not (0).

    A scale over scales is worked from their reported values, as it is by hand.
    """

    id: Id
    rule: Literal["sum", "mean", "count", "met"]
    items: tuple[Id, ...] = ()
    scales: tuple[Id, ...] = ()
    conditions: tuple[Condition, ...] = ()
    # For `count`: an item counts from this value on; `thresholds` names items with one of their own.
    threshold: int | None = None
    thresholds: Mapping[Id, int] = {}
    range: tuple[Decimal, Decimal]
    higher: Literal["worse", "better", "neither"]
    transformation: Transformation = Transformation()
    # Digits after the point; halves are rounded up.
    decimals: Annotated[int, Field(ge=0, le=4)] = 0
    # Where this key comes from, where it is not the card's `key_source`.
    source: Citation | None = None
    missing: Missing | None = None
    # A published rule that nobody has verified: in force only where a site chooses it.
    missing_if_chosen: Missing | None = None
    bands: Bands | None = None
    further_bands: tuple[Bands, ...] = ()
    cutoffs: tuple[Cutoff, ...] = ()
    reliability: tuple[Reliability, ...] = ()
    reference: tuple[Reference, ...] = ()
    change: tuple[ChangeThreshold, ...] = ()
    loinc: Loinc | None = None

    def band_of(self, value: Decimal) -> str | None:
        """Return the band in which `value` lies, or None for a scale without bands."""
        return self.bands.of(value) if self.bands else None
