"""A piece: what its file says of it, and its words in one language."""

import re
from datetime import date
from typing import Annotated, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from scales.provenance import Line

Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z_]{1,31}$")]
Feeling = Literal[
    "sleep", "worry", "low", "worn", "angry", "guilty", "body", "alone", "family", "child", "ward", "news",
    "ahead", "group",
]  # fmt: skip
Audience = Literal["everybody", "parents", "fathers", "grandparents", "bereaved"]
Theme = Literal["calm", "mood", "body", "family", "ward", "turning_points", "group"]
THEMES: tuple[Theme, ...] = get_args(Theme)


class Part(BaseModel):
    """A part of a file: it cannot change, and a field that the schema does not know is a fault."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Review(Part):
    """Who read this text as a professional, in which calling, and on which day."""

    by: Line
    calling: Line
    on: date


class Front(Part):
    """What stands above the words of a piece; all but title and review is the same in every language.

    `dimensions` (written `construct`) are what it is a step for; `offered` says that it may be offered
    unasked. What is `sent_by_person_only` is in no menu and no search: a worker sends it. `reviewed` is null
    where no professional has read the text.
    """

    key: Key
    title: Line
    theme: Theme
    dimensions: Annotated[
        tuple[Literal["mood", "worry", "burnout", "burden", "company", "body"], ...], Field(alias="construct")
    ]
    feels: tuple[Feeling, ...]
    audience: Audience
    minutes: Annotated[int, Field(ge=1, le=5)]
    languages: tuple[Literal["zh-Hans", "en"], ...]
    sources: Annotated[tuple[str, ...], Field(min_length=1)]
    media: Literal["pacer"] | None = None
    offered: bool
    sent_by_person_only: bool
    reviewed: Review | None


class Source(Part):
    """Something that can be looked up: the whole citation, and the name by which a text calls it.

    `evidence` says whether it was looked up for this library or is cited from memory.
    """

    text: Line
    short: Line
    evidence: Literal["seen", "recalled"]


class Piece(Part):
    """A piece in one language: its paragraphs, and the small step at its end with its heading."""

    front: Front
    language: str
    paragraphs: tuple[str, ...]
    heading: str
    step: tuple[str, ...]

    @property
    def words(self) -> str:
        """Everything a reader reads of it, but for the title."""
        return "\n\n".join((*self.paragraphs, self.heading, *self.step))

    def __len__(self) -> int:
        """Return its length as its language counts it: in characters for Chinese, else in words."""
        if self.language == "zh-Hans":
            return len(re.sub(r"\s", "", self.words))
        return len(self.words.split())
