"""What a card holds: an instrument's words, keys and rules; and what scoring makes of answers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from scales.keys import Missing, Scale
from scales.provenance import Citation, Licence, Line, Loinc, Part, Translations
from scales.questions import Id, Item, Option, Wording
from scales.tiers import SafetyRule

Respondent = Literal["caregiver", "child", "social_worker", "medical_worker"]
Mode = Literal["chat", "read_aloud", "paper"]


class ExpectedScore(Part):
    """What an example must come to."""

    value: Decimal
    band: Id | None = None


class Example(Part):
    """Answers worked through by hand; a scale is stated as a score or as absent."""

    source: Line
    answers: Mapping[Id, int | None]
    scores: Mapping[Id, ExpectedScore | Literal["absent"]]


class Declaration(Part):
    """A site's own word that it may use a text, and in which ways."""

    licence: Line
    holder: Line
    declared_by: Line
    declared_on: date
    modes: Annotated[tuple[Mode, ...], Field(min_length=1)]


class Card(Part):
    """An instrument: everything needed to ask it, score it, and answer for it."""

    id: Id
    # As short as the column that scores carry it in.
    version: Annotated[Line, StringConstraints(max_length=12)]
    title: Wording
    holder: Line
    licence: Licence
    source: tuple[Citation, ...] = ()
    text_status: Literal["bundled", "site_supplied", "project_made"]
    # Only on a card that got its words from a site.
    declaration: Declaration | None = None
    translation_status: Translations = Field(default_factory=dict)
    # The time a question looks back on: an ISO 8601 duration, or `now`.
    recall: Annotated[str, StringConstraints(pattern=r"^(now|P\d+[DWM])$")]
    min_interval_days: Annotated[int, Field(ge=0)]
    # Who answers it as it stands, and who else may answer the same words.
    respondent: Respondent
    also_by: tuple[Respondent, ...] = ()
    subject: Literal["caregiver", "child", "session", "programme"]
    constructs: Annotated[tuple[Id, ...], Field(min_length=1)]
    modes: Annotated[tuple[Mode, ...], Field(min_length=1)] = ("chat", "read_aloud", "paper")
    # Asked without a site having to choose it.
    default_on: bool = False
    seconds: Annotated[int, Field(gt=0)]
    # Said before every item, for instruments whose items are not questions by themselves.
    stem: Wording | None = None
    # Words put into the text for a name in braces, where the instrument leaves a place for them.
    inserts: Mapping[Id, Wording] = {}
    options: tuple[Option, ...] = ()
    items: Annotated[tuple[Item, ...], Field(min_length=1)]
    scales: tuple[Scale, ...] = ()
    # Where the keys come from: which items, which of them reversed, by which rule.
    key_source: Citation
    missing: Missing
    safety: tuple[SafetyRule, ...] = ()
    worked_examples: tuple[Example, ...] = ()
    # Said wherever results are shown.
    label_to_show: Wording | None = None
    # Whom the bands were made for, where that is somebody else.
    norms_note: Wording | None = None
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
        for name, insert in self.inserts.items():
            words = words.replace(f"{{{name}}}", insert.say(language))
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

    def is_asked(self, item: str, answers: Mapping[str, int | None]) -> bool:
        """Whether the item is asked after these answers; an unanswered condition leaves it unasked."""
        condition = self.item(item).asked_if
        if condition is None:
            return True
        given = [value for each in condition.items if (value := answers.get(each)) is not None]
        return any(value >= condition.at_least for value in given)


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
    """An answer that no option of the item has; of many rows, `row` counts from 0."""

    def __init__(self, card: str, item: str, value: object, row: int | None = None) -> None:
        where = "" if row is None else f" in row {row}"
        super().__init__(f"{card}: {item}={value}{where} is not one of its answers")
        self.card, self.item, self.value, self.row = card, item, value, row
