"""How long a check-in stays open, by its kind."""

from collections.abc import Mapping
from datetime import timedelta

from scales.batteries import KINDS
from scheduler.rules import Windows

# Fourteen hours: asked at half past seven in the evening there is room for one reminder in the morning.
_SHORT = Windows(timedelta(hours=14), timedelta(hours=2), timedelta(hours=1))
_DAY = Windows(timedelta(hours=20), timedelta(hours=4), timedelta(hours=2))
# A block takes minutes, and is taken up again after whatever came between.
_BLOCK = Windows(timedelta(hours=48), timedelta(hours=24), timedelta(hours=6))
WINDOWS: Mapping[str, Windows] = {"micro": _SHORT, "weekly": _DAY, "wave": _BLOCK, "step": _BLOCK}


def windows_of(battery: str) -> Windows:
    """Return the windows of a battery's kind."""
    return WINDOWS.get(KINDS[battery], _DAY)
