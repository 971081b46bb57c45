"""P8: memory, idle and after many updates.

    python -m benchmarks.memory [--updates 100000] [--people 500] [--rounds 5]

Idle: our bot as it is served, against python-telegram-bot's bare echo bot. Flat: our bot works through so
many taps, a tenth of which warms it up; the rest must leave it as large as it was. The server is the floor.
"""

import tempfile
from collections.abc import Mapping
from functools import partial
from pathlib import Path

from benchmarks.desk import Update
from benchmarks.floor import Floor, floor
from benchmarks.rounds import Figures, arguments, at_most, interleaved, ratios, table
from benchmarks.sides import Side, running, settle_down
from benchmarks.updates import BATTERY, CALM, answers, items, tap
from benchmarks.worlds import World, add_checkins, chat_of, found_world

OURS = Side("Respite", "benchmarks.ours.bot", peer=False)
PTB = Side("PTB echo as installed", "benchmarks.peers.ptb_echo", arguments=("asyncio",))
AIOGRAM = Side("aiogram echo", "benchmarks.peers.aiogram_echo", arguments=("asyncio",))
OF_PTB, DRIFT = 1.5, 3.0
PARTS = 10


def idle(side: Side, variables: Mapping[str, str], at: Floor, *more: str) -> Figures:
    """Return what a bot holds that has started and was told nothing."""
    at.ask("reset")
    with running(side, *more, variables=variables) as bot:
        settle_down(bot)
        return {"megabytes": bot.memory}


def changes(people: int) -> list[Update]:
    """Return taps that change an answer there and back, for ever if gone round."""
    first = items()[0]
    return [
        tap(chat_of(n), f"change:{n}:{first}:{value}")
        for value in (CALM + 1, CALM)
        for n in range(1, people + 1)
    ]


def growth(world: World, at: Floor, people: int, total: int) -> list[float]:
    """Return what our bot holds after each tenth of the updates, in megabytes."""
    at.ask("reset")
    with running(OURS, variables=world.variables(at.address)) as bot:
        settle_down(bot)
        at.ask("feed", answers(people, items()[:1]), people)
        at.wait_for(people)
        held = []
        for _ in range(PARTS):
            at.ask("feed", changes(people), total // PARTS)
            at.wait_for(total // PARTS, limit=3600)
            settle_down(bot, 0.3)
            held.append(bot.memory)
    return held


def main() -> None:
    wanted = arguments(__doc__, updates=100_000, people=500, rounds=5)
    with floor() as at, tempfile.TemporaryDirectory() as scratch:
        world = found_world(Path(scratch) / "world", wanted.people)
        add_checkins(world, wanted.people, BATTERY)
        works = {
            OURS.name: partial(idle, OURS, world.variables(at.address), at),
            **{side.name: partial(idle, side, {}, at, at.address) for side in (PTB, AIOGRAM)},
        }
        taken = interleaved(works, wanted.rounds)
        held = growth(world, at, wanted.people, wanted.updates)
    table(taken, megabytes=1)
    print(f"after each tenth of {wanted.updates} updates, MB:", *(f"{each:.1f}" for each in held))
    ours, theirs = (taken[side.name]["megabytes"] for side in (OURS, PTB))
    at_most(OF_PTB, ratios(ours, theirs), f"P8: idle, ours / {PTB.name}")
    warm = held[0]
    at_most(DRIFT, [100 * max(abs(each - warm) for each in held) / warm], "P8: drift after a tenth, %", 1)


if __name__ == "__main__":
    main()
