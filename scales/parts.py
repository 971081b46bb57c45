"""Parts: an instrument whose every question stands on another, and is scored with it as if asked alone."""

from collections.abc import Mapping
from types import MappingProxyType

# The PHQ-8 is the primary outcome wherever the PHQ-9 is asked in its place.
PARTS: Mapping[str, tuple[str, ...]] = MappingProxyType({"phq9": ("phq8",)})


def wholes(id: str) -> tuple[str, ...]:
    """Return the instruments whose answers score this one too, itself first."""
    return (id, *(whole for whole, parts in PARTS.items() if id in parts))
