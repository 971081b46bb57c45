"""The keys of a card: which items make a score, by which rule, in which bands."""

from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Literal

from pydantic import Field

from scales.provenance import ChangeThreshold, Citation, Line, Loinc, Part, Reliability
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
    """A named stretch of the range: from `low` up to the next band's `low`, or to the top."""

    id: Id
    low: Decimal
    label: Wording


class Bands(Part):
    """The bands of a scale, lowest first: without gap or overlap by construction."""

    source: Citation
    steps: Annotated[tuple[Band, ...], Field(min_length=2)]


class Cutoff(Part):
    """A published threshold and what it is for; it never diagnoses."""

    op: Literal[">=", "<=", "<"]
    value: Decimal
    use: Line
    source: Citation


class Scale(Part):
    """One score of a card: over which items, by which rule, and how it is read."""

    id: Id
    rule: Literal["sum", "mean", "count"]
    items: Annotated[tuple[Id, ...], Field(min_length=1)]
    # For `count`: an item counts from this value on.
    threshold: int | None = None
    range: tuple[Decimal, Decimal]
    higher: Literal["worse", "better", "neither"]
    transformation: Transformation = Transformation()
    # Digits after the point; halves are rounded up.
    decimals: Annotated[int, Field(ge=0, le=4)] = 0
    missing: Missing | None = None
    bands: Bands | None = None
    cutoffs: tuple[Cutoff, ...] = ()
    reliability: tuple[Reliability, ...] = ()
    change: tuple[ChangeThreshold, ...] = ()
    loinc: Loinc | None = None

    def band_of(self, value: Decimal) -> str | None:
        """Return the band in which `value` lies, or None for a scale without bands."""
        steps = self.bands.steps if self.bands else ()
        return next((band.id for band in reversed(steps) if band.low <= value), None)
