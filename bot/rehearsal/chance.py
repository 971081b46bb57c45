"""Chance that depends on who and what alone, so that the order of events changes nothing."""

# Made-up families are the one place where chance decides what people do; every draw is seeded and named.
from random import Random  # noqa: TID251 - see above


def draw(seed: int, person: str, occasion: str) -> Random:
    """Return the dice of one person on one occasion; the same three give the same throws for ever."""
    return Random(f"{seed}/{person}/{occasion}")


def between(dice: Random, bounds: tuple[int, int]) -> int:
    """Return a whole number within the bounds, both included."""
    return dice.randint(*bounds)
