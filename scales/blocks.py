"""Blocks: a wave is asked in parts, one a day; how long each takes, and which has a form with item 9."""

from collections.abc import Iterable, Mapping
from math import ceil
from types import MappingProxyType

from scales.batteries import WAVE
from scales.model import Card

BLOCKS = tuple(battery for _, battery in sorted(WAVE.items()))
# Block to the same block with the PHQ-9 in place of the PHQ-8.
WITH_ITEM_9: Mapping[str, str] = MappingProxyType({"phq8_gad7": "phq9_gad7"})


def block_of(battery: str) -> str:
    """Return the block that a battery is, with or without item 9."""
    return next((block for block, form in WITH_ITEM_9.items() if form == battery), battery)


def part_of(battery: str) -> tuple[int, int] | None:
    """Return which part of how many a block is, the first being 1; None for a battery that is no part."""
    block = block_of(battery)
    return (BLOCKS.index(block) + 1, len(BLOCKS)) if block in BLOCKS else None


def minutes(cards: Iterable[Card]) -> int:
    """Return how many minutes the cards take together, the last one begun counted whole."""
    return ceil(sum(card.seconds for card in cards) / 60)
