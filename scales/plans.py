"""Plans: what is asked on which day, and whether it asks too much, too soon, or twice about the same days."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from scales.batteries import KINDS, WAVE, cards_of
from scales.model import Card

BLOCK_SECONDS = 8 * 60
SESSION_TAPS = 3
# Of what comes week after week; the blocks of a wave have their own limit, BLOCK_SECONDS.
WEEK_TAPS = 22
UNITS = {"D": 1, "W": 7, "M": 30}


@dataclass(frozen=True)
class Asked:
    """One battery on one day of a programme; day 0 is the Monday of week 0."""

    day: int
    battery: str


def default_plan() -> tuple[Asked, ...]:
    """Return the programme of twelve weeks with both waves and the follow-ups after one and three months."""
    found = [Asked(7 * week + weekday, block) for week in (0, 5) for weekday, block in WAVE.items()]
    found += [Asked(7 * week + weekday, "micro") for week in range(1, 5) for weekday in (0, 3)]
    found += [Asked(7 * week, "micro") for week in range(5, 13)]
    found += [Asked(7 * week + 6, "weekly_phq4" if week == 2 else "weekly") for week in range(1, 5)]
    found += [Asked(day, "after_session") for day in (8, 15, 18, 22, 25, 29)]
    found += [Asked(7 * week + 4, "follow_up") for week in (9, 18)]
    return tuple(sorted(found, key=lambda asked: asked.day))


def recall_days(card: Card) -> int:
    """Return how many days the questions of `card` look back on."""
    return 0 if card.recall == "now" else int(card.recall[1:-1]) * UNITS[card.recall[-1]]


def battery_faults(battery: str) -> tuple[str, ...]:
    """Return everything by which `battery` would ask too much at once, or the same thing twice."""
    return together(battery, cards_of(battery))


def together(battery: str, cards: Sequence[Card]) -> tuple[str, ...]:
    """Return everything by which `cards`, asked as `battery`, would be too much at once, or ask twice."""
    return tuple(_battery(battery, cards))


def plan_faults(plan: Sequence[Asked], first_session: int | None = None) -> tuple[str, ...]:
    """Return everything in `plan` that comes too soon, looks back on days asked about before, or is too much.

    With `first_session`, the day of the first meeting, no later wave may look back to before it.
    """
    faults = [fault for asked in plan for fault in battery_faults(asked.battery)]
    cards = [(asked, card) for asked in plan for card in cards_of(asked.battery)]
    for one, other in combinations(sorted(cards, key=lambda pair: pair[0].day), 2):
        faults += _too_soon(*one, *other)
    faults += _too_much(plan)
    faults += [] if first_session is None else _back_too_far(cards, first_session)
    return tuple(dict.fromkeys(faults))


def _battery(battery: str, cards: Sequence[Card]) -> Iterator[str]:
    for one, other in combinations(cards, 2):
        if shared := _shared(one, other):
            yield f"{battery}: {one.id} and {other.id} both ask {shared[0]!r}"
    seconds, taps = sum(card.seconds for card in cards), _taps(cards)
    if seconds > BLOCK_SECONDS:
        yield f"{battery}: takes {seconds} seconds, more than {BLOCK_SECONDS}"
    if battery == "after_session" and taps > SESSION_TAPS:
        yield f"{battery}: asks for {taps} taps, more than {SESSION_TAPS}"


def _too_soon(first: Asked, one: Card, then: Asked, other: Card) -> Iterator[str]:
    days, where = then.day - first.day, f"day {then.day}: {other.id} comes"
    if one.id == other.id and days < one.min_interval_days:
        yield f"{where} after {days} days, at least {one.min_interval_days} are needed"
    if days < recall_days(other) and _shared(one, other):
        yield f"{where} {days} days after {one.id} and looks back on {recall_days(other)}"


def _too_much(plan: Sequence[Asked]) -> Iterator[str]:
    taps: Counter[int] = Counter()
    for asked in plan:
        if KINDS[asked.battery] != "wave":
            taps[asked.day // 7] += _taps(cards_of(asked.battery))
    for week, count in sorted(taps.items()):
        if count > WEEK_TAPS:
            yield f"week {week}: asks for {count} taps outside of waves, more than {WEEK_TAPS}"


def _back_too_far(cards: Sequence[tuple[Asked, Card]], first_session: int) -> Iterator[str]:
    for asked, card in cards:
        start = asked.day - recall_days(card)
        if KINDS[asked.battery] == "wave" and start < first_session < asked.day:
            yield f"day {asked.day}: {card.id} looks back to day {start}, before the first session"


def _taps(cards: Sequence[Card]) -> int:
    return sum(item.type == "choice" for card in cards for item in card.items)


def _shared(one: Card, other: Card) -> list[str]:
    """Return the questions that stand on both cards, word for word."""
    words = {item.en for item in one.items if item.en}
    return [item.en for item in other.items if item.en in words]
