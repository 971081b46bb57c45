"""The worst band of each scale that has one: what a worker is to hear of, whatever it was before."""

from collections.abc import Sequence

from scales.deck import in_use

# Of the outcome cards and of the screening, the scales whose bands grade how bad it is.
GRADED = (
    ("phq4", "total"),
    ("phq8", "total"),
    ("phq9", "total"),
    ("gad7", "total"),
    ("phq15", "total"),
    ("who5", "percent"),
    ("bsfc_s", "total"),
)
FEWEST_BANDS = 3


def worst_bands() -> Sequence[tuple[str, str, str]]:
    """Return (instrument, scale, band) of the worst band of every graded scale that this site has."""
    found = []
    for instrument, name in GRADED:
        card = in_use().cards.get(instrument)
        scale = next((each for each in card.scales if each.id == name), None) if card else None
        if scale is None or scale.bands is None or len(scale.bands.steps) < FEWEST_BANDS:
            continue
        steps = scale.bands.steps
        found.append((instrument, name, steps[-1].id if scale.higher == "worse" else steps[0].id))
    return found
