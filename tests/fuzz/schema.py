"""The Bot API's object schema, read from python-telegram-bot's own classes: nothing is listed by hand."""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from inspect import Parameter, signature
from typing import Any, get_args, get_origin, get_type_hints

import telegram
from telegram import TelegramObject, Update

OWN = frozenset({"self", "api_kwargs"})


@dataclass(frozen=True)
class Field:
    """One field of an object: its type as annotated, and whether the Bot API always sends it."""

    name: str
    type: Any
    required: bool


@cache
def fields_of(kind: type[TelegramObject]) -> tuple[Field, ...]:
    """Every field of an object, as its constructor declares them."""
    names = {**vars(telegram), **vars(sys.modules[kind.__module__])}
    hints = get_type_hints(kind.__init__, globalns=names, localns={})
    return tuple(
        Field(name, hints[name], given.default is Parameter.empty)
        for name, given in signature(kind.__init__).parameters.items()
        if name not in OWN
    )


@cache
def shapes_of(kind: type[TelegramObject]) -> tuple[type[TelegramObject], ...]:
    """The concrete objects that may stand for this one: itself, or its variants all the way down."""
    variants = [each for each in kind.__subclasses__() if each.__module__.startswith("telegram.")]
    return tuple(shape for each in variants for shape in shapes_of(each)) or (kind,)


@cache
def reachable() -> frozenset[type[TelegramObject]]:
    """Every concrete object that an update may hold."""
    found: set[type[TelegramObject]] = set()
    waiting: list[type[TelegramObject]] = [Update]
    while waiting:
        for shape in shapes_of(waiting.pop()):
            if shape not in found:
                found.add(shape)
                waiting += [leaf for field in fields_of(shape) for leaf in _objects(field.type)]
    return frozenset(found)


def kinds() -> tuple[str, ...]:
    """The name of every kind of update."""
    return tuple(field.name for field in fields_of(Update) if not field.required)


def _objects(annotation: Any) -> Iterator[type[TelegramObject]]:
    if get_origin(annotation) is not None:
        for inner in get_args(annotation):
            yield from _objects(inner)
    elif isinstance(annotation, type) and issubclass(annotation, TelegramObject):
        yield annotation
