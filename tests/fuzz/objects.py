"""Valid objects of the Bot API, drawn at random: made as python-telegram-bot's own, and taken as JSON."""

import re
import typing
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from enum import Enum
from random import Random  # noqa: TID251 - seeded: the same seed makes the same updates
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin

from telegram import TelegramObject
from telegram._utils.defaultvalue import DefaultValue
from telegram.warnings import PTBDeprecationWarning

from tests.fuzz.schema import fields_of, shapes_of

Json = dict[str, Any]
# How likely an optional field is there, by how deep its object lies.
OFTEN = (0.0, 0.12, 0.1, 0.06, 0.02)
WORDS = (
    "",
    "a",
    "Good morning",
    "好的",
    "🌱",
    "/start",
    "answer:1:micro.mood:3",
    "{0} %s",
    "<b>x</b>",
    "\u202eabc",
)
LATEST = 2_000_000_000
# A field that the Bot API began to require later has a default in the constructor, which then refuses it; one
# that it no longer sends is warned about, and warnings are errors here.
REQUIRED_LATER = re.compile(r"`(\w+)` is (?:a )?required")
NO_LONGER_SENT = re.compile(r"parameter `(\w+)` is deprecated")


class Maker:
    """Draws objects; `ids` are the numbers that its integers are drawn from now and then."""

    def __init__(self, chance: Random, ids: Sequence[int]) -> None:
        self._chance, self._ids = chance, ids
        self._simple: Mapping[Any, Callable[[], Any]] = {
            str: self._word,
            object: self._word,
            bool: lambda: chance.random() < 0.5,
            int: self._number,
            float: lambda: chance.uniform(-180, 180),
            datetime: lambda: datetime.fromtimestamp(chance.randrange(LATEST), UTC),
            timedelta: lambda: timedelta(seconds=chance.randrange(100_000)),
            NoneType: lambda: None,
        }

    def make(self, kind: type[TelegramObject], depth: int = 1) -> Json:
        """Return one object as the Bot API would send it."""
        return self._object(kind, depth).to_dict()

    def filled(self, kind: type[TelegramObject], name: str) -> Json:
        """Return one field of an object with something in it, by the name that it has in JSON."""
        drawn = {
            field.name: self._value(field.type, 2, never_none=True)
            for field in fields_of(kind)
            if field.required or field.name == name
        }
        bare = {field.name for field in fields_of(kind) if field.required}
        made = self._made(kind, drawn, 1).to_dict()
        return {key: value for key, value in made.items() if key not in bare}

    def body(self, annotation: Any) -> Json:
        """Return what an update of a kind holds, given the annotation of its field."""
        made = self._value(annotation, 1, never_none=True)
        assert isinstance(made, TelegramObject)
        return made.to_dict()

    def _object(self, kind: type[TelegramObject], depth: int) -> TelegramObject:
        shape = self._chance.choice(shapes_of(kind))
        often = OFTEN[min(depth, len(OFTEN) - 1)]
        drawn = {
            field.name: self._value(field.type, depth + 1, never_none=field.required)
            for field in fields_of(shape)
            if field.required or self._chance.random() < often
        }
        return self._made(shape, drawn, depth)

    def _made(self, shape: type[TelegramObject], drawn: dict[str, Any], depth: int) -> TelegramObject:
        """Return the object; the constructor says what else it wants, and what it wants no more."""
        hints = {field.name: field.type for field in fields_of(shape)}
        while True:
            try:
                return shape(**drawn)
            except PTBDeprecationWarning as told:
                del drawn[_name(NO_LONGER_SENT, told)]
            except TypeError as told:
                missing = _name(REQUIRED_LATER, told)
                drawn[missing] = self._value(hints[missing], depth + 1, never_none=True)

    def _value(self, annotation: Any, depth: int, *, never_none: bool = False) -> Any:
        origin = get_origin(annotation)
        if origin in {Union, UnionType}:
            unsaid = {NoneType, DefaultValue} if never_none else {DefaultValue}
            options = [each for each in get_args(annotation) if unsaid.isdisjoint({each, get_origin(each)})]
            options = [timedelta] if timedelta in options else options  # as a number it could be any
            return self._value(self._chance.choice(options), depth, never_none=never_none)
        if origin is Literal:
            return self._chance.choice(get_args(annotation))
        if origin is not None:
            return self._many(origin, get_args(annotation), depth)
        if isinstance(annotation, type) and issubclass(annotation, TelegramObject):
            return self._object(annotation, depth)
        if isinstance(annotation, type) and issubclass(annotation, Enum):
            return self._chance.choice(list(annotation))
        return self._simple[annotation]()

    def _many(self, origin: Any, inner: tuple[Any, ...], depth: int) -> Any:
        assert issubclass(origin, typing.Sequence), f"no rule for {origin}"
        return [self._value(inner[0], depth, never_none=True) for _ in range(self._chance.randint(1, 2))]

    def _word(self) -> str:
        return self._chance.choice(WORDS)

    def _number(self) -> int:
        if self._chance.random() < 0.3:
            return self._chance.choice(self._ids)
        return self._chance.choice((0, 1, 2, -1, 1000, 2**31, self._chance.randrange(2**52)))


def _name(pattern: re.Pattern[str], told: Warning | TypeError) -> str:
    found = pattern.search(str(told))
    if found is None:
        raise told
    return found[1]
