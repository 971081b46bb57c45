"""The questions of a card: words in each language, and the answers to choose from."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from scales.provenance import Line, Loinc, Part

# Short enough for a button and for a column of answers.
Id = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=24)]


class Wording(Part):
    """Words in each language; a language is empty only where a site brings its own licensed text."""

    en: Line | None = None
    zh_hans: Line | None = None

    def say(self, language: str) -> str:
        """Return the words in `language`, a tag like `en` or `zh-Hans`; LookupError when there are none."""
        words = {"en": self.en, "zh_hans": self.zh_hans}.get(language.lower().replace("-", "_"))
        if words is None:
            raise LookupError(f"no words in {language}")
        return words


class Option(Wording):
    """One answer to choose. A null value is an answer without a number, such as "no chance to see"."""

    value: int | None
    # The number that a null answer stands for in scoring, where the instrument says so.
    counts_as: int | None = None
    loinc: Loinc | None = None


class AskedIf(Part):
    """A question that is only asked when one of `items` was answered with `at_least` or more."""

    items: Annotated[tuple[Id, ...], Field(min_length=1)]
    at_least: int


class Item(Wording):
    """One question."""

    id: Id
    type: Literal["choice", "text"] = "choice"
    options: tuple[Option, ...] | None = None
    skippable: bool = False
    reverse: bool = False
    # False for a question that is asked but belongs to no score.
    scored: bool = True
    asked_if: AskedIf | None = None
    loinc: Loinc | None = None
