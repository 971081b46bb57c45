"""The course: how a made-up person fares over the weeks, and which answer that makes them choose."""

from collections.abc import Sequence
from random import Random  # noqa: TID251 - a type; every draw comes from `chance`

from bot.rehearsal.chance import draw

HIGHER_IS_BETTER = frozenset(
    {
        "micro.mood", "weekly.mood", "weekly.connect",
        "who5.cheerful", "who5.calm", "who5.active", "who5.rested", "who5.interested",
        "interpersonal.kept_touch", "interpersonal.said_feelings", "interpersonal.asked_help",
        "interpersonal.at_ease",
    }
)  # fmt: skip
CONTACT, LOAD = "micro.contact", "micro.load"
NOT_NOW, THIS_WEEK, SOON, TOO_MUCH = 0, 1, 2, 5
_THIS_WEEK_CHANCE = 0.08


def wellbeing(seed: int, person: str, day: float, occasion: str) -> float:
    """Return how somebody fares, from 0 to 1, `day` days after the start; slowly better for most."""
    course = draw(seed, person, "course")
    start = course.uniform(0.2, 0.6)
    slope = course.uniform(0.03, 0.09) if course.random() < 0.8 else course.uniform(-0.05, 0.0)
    today = draw(seed, person, f"wellbeing {occasion}").gauss(0.0, 0.09)
    return min(1.0, max(0.0, start + slope * day / 7 + today))


def choose(item: str, values: Sequence[int], well: float, dice: Random) -> int:
    """Return the answer that somebody faring `well` gives to an item, among the values offered."""
    offered = sorted(values)
    if item == CONTACT:
        return THIS_WEEK if dice.random() < _THIS_WEEK_CHANCE else NOT_NOW
    share = well if item in HIGHER_IS_BETTER else 1 - well
    place = round(share * (len(offered) - 1) + dice.uniform(-0.45, 0.45))
    return offered[min(len(offered) - 1, max(0, place))]
