"""Forms about children: their scales from 0 to 100, in the order shown, and who answers each form."""

from collections.abc import Mapping
from types import MappingProxyType

from scales.batteries import BATTERIES, CHILD_WAVE
from scales.deck import in_use
from scales.model import Card

CAREGIVER, CHILD = "caregiver", "child"
DIMENSIONS = (
    "active_expression", "peer_acceptance", "joining_new_groups", "behaviour_learning", "social_cognition",
)  # fmt: skip
# Of each form, the scales that are shown; single questions are not.
SCALES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "child_social": (*DIMENSIONS, "total"),
        "child_social_self": (*DIMENSIONS, "total"),
        "child_wellbeing": ("total",),
    }
)


def forms() -> list[Card]:
    """Return the forms of the wave of a children's programme, as this site has them, in their order."""
    cards = in_use().cards
    return [cards[id] for battery in CHILD_WAVE for id in BATTERIES[battery] if id in cards and id in SCALES]


def keys(respondent: str) -> list[tuple[str, str]]:
    """Return (instrument, scale) of everything shown of what is answered by a caregiver, or by a child."""
    return [(card.id, name) for card in forms() if card.respondent == respondent for name in SCALES[card.id]]


def name_of(instrument: str, scale: str) -> str:
    """Return the key under which the catalogue has a scale's name: the same for both who answer."""
    return f"child.scale.{'wellbeing' if instrument == 'child_wellbeing' else scale}"
