"""What a card holds: an instrument's words, keys and rules; and what scoring makes of answers."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from scales.keys import Missing, Scale
from scales.provenance import Citation, Licence, Line, Loinc, Part, Translations
from scales.questions import Id, Item, Option, Wording


class Tier(StrEnum):
    """How soon a person must look: at once, on the same working day, in the weekly digest."""

    RED = "red"
    AMBER = "amber"
    GREY = "grey"


class SafetyRule(Part):
    """A single answer that a person must see: judged on its own, when it is given."""

    item: Id
    op: Literal[">=", "=="]
    value: int
    tier: Tier

    def holds(self, value: int) -> bool:
        """Whether `value` is such an answer."""
        return value == self.value if self.op == "==" else value >= self.value


class ExpectedScore(Part):
    """What an example must come to."""

    value: Decimal
    band: Id | None = None


class Example(Part):
    """Answers worked through by hand; a scale is stated as a score or as absent."""

    source: Line
    answers: Mapping[Id, int | None]
    scores: Mapping[Id, ExpectedScore | Literal["absent"]]


class Card(Part):
    """An instrument: everything needed to ask it, score it, and answer for it."""

    id: Id
    version: Line
    title: Wording
    holder: Line
    licence: Licence
    source: Annotated[tuple[Citation, ...], Field(min_length=1)]
    text_status: Literal["bundled", "site_supplied", "project_made"]
    translation_status: Translations
    # The time a question looks back on: an ISO 8601 duration, or `now`.
    recall: Annotated[str, StringConstraints(pattern=r"^(now|P\d+[DWM])$")]
    min_interval_days: Annotated[int, Field(ge=0)]
    respondent: Literal["caregiver", "child", "social_worker", "medical_worker"]
    subject: Literal["caregiver", "child", "session", "programme"]
    constructs: Annotated[tuple[Id, ...], Field(min_length=1)]
    seconds: Annotated[int, Field(gt=0)]
    # Said before every item, for instruments whose items are not questions by themselves.
    stem: Wording | None = None
    options: tuple[Option, ...] = ()
    items: Annotated[tuple[Item, ...], Field(min_length=1)]
    scales: tuple[Scale, ...] = ()
    missing: Missing
    safety: tuple[SafetyRule, ...] = ()
    worked_examples: Annotated[tuple[Example, ...], Field(min_length=1)]
    # Said wherever results are shown.
    label_to_show: Wording | None = None
    loinc: Loinc | None = None
    notes: tuple[Line, ...] = ()

    def item(self, item: str) -> Item:
        """Return the item of that id; LookupError when the card has none."""
        found = next((each for each in self.items if each.id == item), None)
        if found is None:
            raise LookupError(f"{self.id} has no item {item}")
        return found

    def text(self, item: str, language: str) -> str:
        """Return the question as it is shown: the stem, if there is one, and the item below it."""
        words = self.item(item).say(language)
        return f"{self.stem.say(language)}\n\n{words}" if self.stem else words

    def options_for(self, item: str) -> tuple[Option, ...]:
        """Return the answers to choose from, in the order shown; none for a free text."""
        found = self.item(item)
        if found.type == "text":
            return ()
        return self.options if found.options is None else found.options

    def values_of(self, item: str) -> tuple[int, ...]:
        """Return the numbers that an answer can be, lowest first."""
        return tuple(sorted(option.value for option in self.options_for(item) if option.value is not None))


@dataclass(frozen=True)
class Score:
    """The score of one scale."""

    scale: str
    value: Decimal
    band: str | None


@dataclass(frozen=True)
class Absent:
    """A scale that has no score, and the answers it lacks."""

    scale: str
    reason: str


Result = Score | Absent


class OutOfRange(ValueError):
    """An answer that no option of the item has."""

    def __init__(self, card: str, item: str, value: object) -> None:
        super().__init__(f"{card}: {item}={value} is not one of its answers")
        self.card, self.item, self.value = card, item, value
