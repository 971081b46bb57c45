"""Batteries: the instruments that are asked together, and the line of check-ins that each belongs to."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from scales import registry
from scales.model import Card

# Battery to the cards it asks, in order.
BATTERIES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"micro": ("micro",), "weekly": ("weekly",), "weekly_phq4": ("weekly", "phq4")}
)
# Battery to the kind of check-in: a person is asked one battery of a kind on a date.
KINDS: Mapping[str, str] = MappingProxyType({"micro": "micro", "weekly": "weekly", "weekly_phq4": "weekly"})


def cards_of(battery: str) -> Sequence[Card]:
    """Return the cards of a battery in the order asked; LookupError when there is no such battery."""
    return [registry.card(id) for id in BATTERIES[battery]]
