"""P1: an unthrottled broadcast through our whole path against the bare send loops of the peers.

    python -m benchmarks.sends [--messages 2000] [--rounds 5]

Ours finds what is due, claims, renders, sends and settles each message, in a database file that survives a
crash. The peers call `send_message` in a loop and keep nothing: one after another, and 32 at once; the faster
of the two is what we are held against. The server is the floor, in another process.
"""

import shutil
import tempfile
from collections.abc import Callable
from contextlib import closing
from functools import partial
from pathlib import Path

from benchmarks.desk import TEXT
from benchmarks.floor import Floor, floor
from benchmarks.rounds import Figures, arguments, at_least, interleaved, ratios, spread, table
from benchmarks.sides import Side, run
from benchmarks.worlds import World, add_broadcast, found_world
from db import deliveries
from db.session import Database

OURS = Side("Respite, durable", "benchmarks.ours.broadcast", peer=False)
AIOGRAM = Side("aiogram", "benchmarks.peers.aiogram_sends", arguments=("asyncio",))
AIOGRAM_FAST = Side("aiogram on uvloop", "benchmarks.peers.aiogram_sends", arguments=("uvloop",))
PTB = Side("PTB as installed", "benchmarks.peers.ptb_sends", arguments=("asyncio",))
OF_AIOGRAM, OF_PTB = 0.6, 5.0
AT_ONCE = (1, 32)


def ours(at: Floor, template: World, messages: int) -> Figures:
    """Send everything due in a copy of the template, and check that each has its outcome."""
    with tempfile.TemporaryDirectory() as scratch:
        world = World(Path(scratch) / "world", template.founded, template.now)
        shutil.copytree(template.folder, world.folder)
        taken = run(OURS, **world.variables(at.address))
        with closing(Database(world.url)) as database, database.read() as session:
            ended = dict(deliveries.tally(session))
    assert ended.pop("sent") == messages, ended
    return _figures(taken, messages)


def theirs(side: Side, at_once: int, at: Floor, messages: int) -> Figures:
    return _figures(run(side, at.address, messages, at_once, TEXT), messages)


def _figures(taken: Figures, messages: int) -> Figures:
    return {"messages_a_second": messages / taken["wall"], "cpu_for_1000": taken["cpu"] / messages * 1000}


def main() -> None:
    wanted = arguments(__doc__, messages=2000, rounds=5)
    with floor() as at, tempfile.TemporaryDirectory() as scratch:
        template = found_world(Path(scratch) / "template", wanted.messages)
        add_broadcast(template)
        works: dict[str, Callable[[], Figures]] = {
            OURS.name: partial(ours, at, template, wanted.messages),
            **{
                f"{side.name}, {at_once} at once": partial(theirs, side, at_once, at, wanted.messages)
                for side in (AIOGRAM, AIOGRAM_FAST, PTB)
                for at_once in AT_ONCE
            },
        }
        taken = interleaved(works, wanted.rounds)
    table(taken, messages_a_second=0, cpu_for_1000=3)
    mine = taken[OURS.name]
    for side, goal in ((AIOGRAM, OF_AIOGRAM), (PTB, OF_PTB)):
        variants = [taken[f"{side.name}, {n} at once"] for n in AT_ONCE]
        best = [max(both) for both in zip(*(each["messages_a_second"] for each in variants), strict=True)]
        cheapest = [min(both) for both in zip(*(each["cpu_for_1000"] for each in variants), strict=True)]
        at_least(goal, ratios(mine["messages_a_second"], best), f"P1: ours / {side.name} at its best")
        print(f"    by CPU, {side.name} / ours: {spread(ratios(cheapest, mine['cpu_for_1000']), 2)}")


if __name__ == "__main__":
    main()
