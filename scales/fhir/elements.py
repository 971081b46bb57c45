"""The elements of FHIR that are read here, checked by a schema; the rest of a resource is let be."""

from collections.abc import Iterator, Mapping
from typing import Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, StrictInt, ValidationError
from pydantic.alias_generators import to_camel

R = TypeVar("R", bound="Element")


class Element(BaseModel):
    """Anything read from FHIR."""

    model_config = ConfigDict(frozen=True, extra="ignore", alias_generator=to_camel)


class Extension(Element):
    """An extension, plain or of parts."""

    url: str
    value_code: str | None = None
    value_string: str | None = None
    value_integer: StrictInt | None = None
    value_decimal: float | None = None
    extension: tuple["Extension", ...] = ()


class Extended(Element):
    """What stands beside a text: its translations."""

    extension: tuple[Extension, ...] = ()


class Coding(Element):
    """A code, with words and their translations."""

    system: str | None = None
    code: str | None = None
    display: str | None = None
    display_more: Extended = Field(default=Extended(), alias="_display")
    extension: tuple[Extension, ...] = ()


class AnswerOption(Element):
    """One answer to choose from."""

    value_coding: Coding | None = None
    extension: tuple[Extension, ...] = ()


class Question(Element):
    """An item of a Questionnaire; a group has items of its own."""

    link_id: str
    type: str
    text: str | None = None
    text_more: Extended = Field(default=Extended(), alias="_text")
    code: tuple[Coding, ...] = ()
    answer_option: tuple[AnswerOption, ...] = ()
    item: tuple["Question", ...] = ()


class Questionnaire(Element):
    """A form."""

    resource_type: Literal["Questionnaire"]
    url: str | None = None
    version: str | None = None
    language: str | None = None
    item: tuple[Question, ...] = ()


class Answer(Element):
    """One answer given."""

    value_coding: Coding | None = None
    value_integer: StrictInt | None = None
    value_string: str | None = None
    item: tuple["Answered", ...] = ()


class Answered(Element):
    """An item of a response; an item without an answer was passed over."""

    link_id: str
    answer: tuple[Answer, ...] = ()
    item: tuple["Answered", ...] = ()


class QuestionnaireResponse(Element):
    """A form that was filled in."""

    resource_type: Literal["QuestionnaireResponse"]
    id: str | None = None
    questionnaire: str | None = None
    status: str
    item: tuple[Answered, ...] = ()


def read(kind: type[R], resource: Mapping[str, Any]) -> R:
    """Return the resource as `kind`; ValueError, one line a fault, for one that is not of that shape."""
    try:
        return kind.model_validate(resource)
    except ValidationError as error:
        faults = [(".".join(map(str, each["loc"])), each["msg"]) for each in error.errors()]
    raise ValueError("\n".join(f"{kind.__name__}: {where}: {what}" for where, what in faults))


def questions(items: tuple[Question, ...]) -> Iterator[Question]:
    """Yield every item, groups before what is in them."""
    for item in items:
        yield item
        yield from questions(item.item)


def answered(items: tuple[Answered, ...]) -> Iterator[Answered]:
    """Yield every item of a response, groups before what is in them."""
    for item in items:
        yield item
        yield from answered(item.item)
        for answer in item.answer:
            yield from answered(answer.item)
