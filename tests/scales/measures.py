"""Scales to measure change with: those of the cards, and a made-up one with round numbers."""

from scales import registry
from scales.keys import Scale
from tests.scales.forms import SOURCE, form


def scale_of(card: str, scale: str = "total") -> Scale:
    return next(each for each in registry.card(card).scales if each.id == scale)


def made_up(higher: str = "worse", **changes) -> Scale:
    """A sum from 0 to 60 with r = .92 and SD 5: the standard error is 2, and 3.92 points are chance."""
    return form(
        count=20,
        scale={
            "higher": higher,
            "reliability": [{"kind": "icc", "value": "0.92", "source": SOURCE}],
            "reference": [{"group": "norm", "sd": 5, "population": "nobody", "source": SOURCE}],
            "cutoffs": [{"op": ">=", "value": 30, "use": "none", "divides": True, "source": SOURCE}],
            **changes,
        },
    ).scales[0]
