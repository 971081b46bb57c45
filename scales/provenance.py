"""Where a card comes from: who holds it, what allows its use, what its numbers rest on."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Language = Literal["en", "zh_hans"]
# official: issued by the holder; published: printed by others; working: ours, not yet validated.
TranslationStatus = Literal["official", "published", "working"]
Loinc = Annotated[str, StringConstraints(pattern=r"^(LA)?\d+-\d$")]


class Part(BaseModel):
    """A part of a card: it cannot change, and a field that the schema does not know is a fault."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Citation(Part):
    """A source, and how far it was followed: read there, remembered, or our own choice."""

    text: Line
    evidence: Literal["seen", "recalled", "working"]


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
    """One published coefficient, with the standard deviation of the same sample where it was given."""

    kind: Literal["alpha", "test_retest", "icc"]
    value: Annotated[Decimal, Field(gt=0, le=1)]
    source: Citation
    sd: Annotated[Decimal, Field(gt=0)] | None = None
    n: Annotated[int, Field(gt=0)] | None = None
    population: Line | None = None


class ChangeThreshold(Part):
    """How many points count as a change: as noticed by people (mcid), or as beyond chance (reliable)."""

    kind: Literal["mcid", "reliable"]
    value: Annotated[Decimal, Field(gt=0)]
    source: Citation


Translations = Mapping[Language, TranslationStatus]
