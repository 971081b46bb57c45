"""YAML files of cards and of words: read strictly, every fault told with the file and the field."""

from collections.abc import Hashable, Mapping
from typing import Any

import yaml

from scales.checks import Fault


class CardFaults(ValueError):
    """Every fault of every card read, one line each: file, field, what is wrong."""

    def __init__(self, faults: Mapping[str, tuple[Fault, ...]]) -> None:
        lines = (f"{file}: {fault.field}: {fault.what}" for file, found in faults.items() for fault in found)
        super().__init__("\n".join(lines))
        self.faults = faults


def read_yaml(text: str, name: str) -> object:
    """Return what is written in `text`, or raise CardFaults with the line at fault."""
    try:
        return yaml.load(text, Loader=_Strict)
    except yaml.YAMLError as error:
        raise CardFaults({name: (Fault("yaml", " ".join(str(error).split())),)}) from error


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
