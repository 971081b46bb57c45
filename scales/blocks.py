"""Blocks: a wave is asked in parts, one a day; how long each takes, and which has a form with item 9."""

from collections.abc import Iterable
from math import ceil

from scales.batteries import WAVE
from scales.batteries import WITH_ITEM_9 as WITH_ITEM_9
from scales.batteries import block_of as block_of
from scales.model import Card

BLOCKS = tuple(battery for _, battery in sorted(WAVE.items()))


def part_of(battery: str) -> tuple[int, int] | None:
    """Return which part of how many a block is, the first being 1; None for a battery that is no part."""
    block = block_of(battery)
    return (BLOCKS.index(block) + 1, len(BLOCKS)) if block in BLOCKS else None


def minutes(cards: Iterable[Card]) -> int:
    """Return how many minutes the cards take together, the last one begun counted whole."""
    return ceil(sum(card.seconds for card in cards) / 60)
