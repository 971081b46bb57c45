"""Where a card comes from: who holds it, what allows its use, what its numbers rest on."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Language = Literal["en", "zh_hans"]
# official: issued by the holder; published: printed by others; working: ours, not yet validated.
TranslationStatus = Literal["official", "published", "working"]
# seen: read in the source; recalled: remembered, to be verified; working: our own words, not validated;
# project: our own choice.
Evidence = Literal["seen", "recalled", "working", "project"]
Loinc = Annotated[str, StringConstraints(pattern=r"^(LA)?\d+-\d$")]
Positive = Annotated[Decimal, Field(gt=0)]


class Part(BaseModel):
    """A part of a card: it cannot change, and a field that the schema does not know is a fault."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Citation(Part):
    """A source, and how far it was followed."""

    text: Line
    evidence: Evidence


class Licence(Part):
    """What allows the text to be used, and how sure that is."""

    spdx: Line
    statement: Line
    evidence: Annotated[tuple[Citation, ...], Field(min_length=1)]
    confidence: Literal["high", "medium", "low"]
    # What must be printed wherever the text goes.
    credit: Line | None = None
    caveat: Line | None = None


class Reliability(Part):
    """One published coefficient."""

    kind: Literal["alpha", "test_retest", "icc"]
    value: Annotated[Decimal, Field(gt=0, le=1)]
    source: Citation
    n: Annotated[int, Field(gt=0)] | None = None
    population: Line | None = None


class Reference(Part):
    """How a published sample scored; `clinical` are people under the strain in question, `norm` are not."""

    group: Literal["clinical", "norm"]
    sd: Positive
    mean: Decimal | None = None
    n: Annotated[int, Field(gt=0)] | None = None
    population: Line
    source: Citation


class ChangeThreshold(Part):
    """How much counts as a change: as noticed by people (mcid), or as beyond chance (reliable).

    Units: points of the scale, or percent of the first score.
    """

    kind: Literal["mcid", "reliable"]
    value: Positive
    unit: Literal["points", "percent_of_first"] = "points"
    source: Citation


Translations = Mapping[Language, TranslationStatus]
