"""YAML files of cards and of words: read strictly, every fault told with the file and the field."""

from collections.abc import Hashable, Mapping
from typing import Any

import yaml

from scales.checks import Fault

# A few lines of them can stand for a text without end.
NO_ALIASES = "aliases (*name) cannot be used here: write it out"
TOO_DEEP, DEEPEST = "it is nested too deeply", 50


class CardFaults(ValueError):
    """Every fault of every card read, one line each: file, field, what is wrong."""

    def __init__(self, faults: Mapping[str, tuple[Fault, ...]]) -> None:
        lines = (f"{file}: {fault.field}: {fault.what}" for file, found in faults.items() for fault in found)
        super().__init__("\n".join(lines))
        self.faults = faults


def read_yaml(text: str, name: str, *, foreign: bool = False) -> object:
    """Return what is written in `text`, or raise CardFaults with the line at fault.

    A `foreign` text, which somebody brought, is looked through before anything is built of it.
    """
    try:
        if foreign and (fault := _endless(text)):
            raise CardFaults({name: (Fault("yaml", fault),)})
        # The safe loader, made stricter.
        return yaml.load(text, Loader=_Strict)  # nosec B506
    except yaml.YAMLError as error:
        raise CardFaults({name: (Fault("yaml", " ".join(str(error).split())),)}) from error


def _endless(text: str) -> str | None:
    """Return what would make reading this go on without end, or end the whole process.

    The fast loader builds nested things by calling itself, without a limit of its own.
    """
    depth = 0
    for event in yaml.parse(text, Loader=_Strict):
        if isinstance(event, yaml.AliasEvent):
            return NO_ALIASES
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST:
            return TOO_DEEP
    return None


def fault_of(error: Mapping[str, Any]) -> Fault:
    """Return what the schema found wrong."""
    return Fault(".".join(str(step) for step in error["loc"]) or "card", error["msg"])


class _Strict(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """YAML in which a key written twice is a fault: the plain loader keeps the last and says nothing."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        keys = [self.construct_object(key, deep=True) for key, _ in node.value]
        twice = sorted({str(key) for key in keys if keys.count(key) > 1})
        if twice:
            raise yaml.constructor.ConstructorError(
                None, None, f"written twice: {', '.join(twice)}", node.start_mark
            )
        pairs: dict[Hashable, Any] = super().construct_mapping(node, deep=deep)
        return pairs
