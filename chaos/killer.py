"""The killer: when each life of the bot ends, and how."""

from dataclasses import dataclass
from random import Random  # noqa: TID251 - every draw comes from a seed that the report names
from typing import Literal

How = Literal["running", "starting", "revoked"]


@dataclass(frozen=True)
class End:
    """How one life ends: killed `after` seconds of running or of starting, or by a token taken back."""

    how: How
    after: float


def ends(kills: int, dice: Random) -> list[End]:
    """Return as many kills, one in six of them while starting, and after each 25 a token taken back."""
    drawn: list[End] = []
    for number in range(1, kills + 1):
        drawn.append(_kill(dice))
        if number % 25 == 0:
            drawn.append(End("revoked", dice.uniform(0.1, 0.6)))
    return drawn


def _kill(dice: Random) -> End:
    roll = dice.random()
    if roll < 1 / 6:
        return End("starting", dice.uniform(0.05, 2.0))
    if roll < 1 / 6 + 0.04:
        return End("running", dice.uniform(6.0, 9.0))  # long enough for a read to time out
    return End("running", dice.uniform(0.05, 2.6))
