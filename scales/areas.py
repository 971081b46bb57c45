"""Areas of life that a digest looks at, by the scales and answers that speak of each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType

from scales.deck import in_use
from scales.keys import Scale
from scales.thresholds import Line, dividing_line

PHYSICAL, PSYCHOLOGICAL, SOCIAL, BURNOUT, BURDEN = "physical", "psychological", "social", "burnout", "burden"
AREAS = (PHYSICAL, PSYCHOLOGICAL, SOCIAL, BURNOUT, BURDEN)
OF_AREA: Mapping[tuple[str, str], str] = MappingProxyType(
    {
        ("phq15", "total"): PHYSICAL,
        ("phq8", "total"): PSYCHOLOGICAL,
        ("gad7", "total"): PSYCHOLOGICAL,
        ("who5", "percent"): PSYCHOLOGICAL,
        ("ucla3", "total"): SOCIAL,
        ("cbi_personal", "personal"): BURNOUT,
        ("bsfc_s", "total"): BURDEN,
    }
)
# The PHQ-15 has no published line; from "medium" on is what its bands call for attention.
FROM_BAND: Mapping[tuple[str, str], str] = MappingProxyType({("phq15", "total"): "medium"})
# Tiredness is asked in five forms and told as one finding: from which answer on somebody often is.
TIRED: Mapping[tuple[str, str], int] = MappingProxyType(
    {
        ("phq8", "tired"): 2,
        ("phq9", "tired"): 2,
        ("phq15", "tired"): 2,
        ("cbi_personal", "tired"): 75,
        ("bsfc_s", "exhausted"): 2,
    }
)


@dataclass(frozen=True, slots=True)
class Beyond:
    """From where on a score on a scale calls for attention in its area."""

    area: str
    key: tuple[str, str]
    value: Decimal
    op: str


def beyond() -> Sequence[Beyond]:
    """Return the lines of every scale of an area that this site has and that has one."""
    found = []
    for key, area in OF_AREA.items():
        scale = scale_of(key)
        line = _line(key, scale) if scale else None
        if line is not None:
            found.append(Beyond(area, key, line.value, line.op))
    return found


def scale_of(key: tuple[str, str]) -> Scale | None:
    """Return a scale of a card as the site has it, or None."""
    card = in_use().cards.get(key[0])
    return next((each for each in card.scales if each.id == key[1]), None) if card else None


def _line(key: tuple[str, str], scale: Scale) -> Line | None:
    band = FROM_BAND.get(key)
    if band is not None and scale.bands is not None:
        low = next(step.low for step in scale.bands.steps if step.id == band)
        return Line(low, ">=", (scale.bands.source,))
    return dividing_line(scale)
