"""P3: answers to check-ins, durable, against the bare echo bots of the peers.

    python -m benchmarks.answers [--people 200] [--rounds 5] [--a-second 100] [--seconds 20]

Ours stores each tap, applies it (the answer, what it may alarm, the score after the last), answers the tap
and edits the next question in, all of it in a database file that survives a crash. The peers send a line of
text back and keep nothing. First everything waits at once, which gives the throughput; then updates come at
an even rate, which gives the time from an update's arrival to what it shows. No limit on sending; the
server is the floor, in another process.
"""

import tempfile
from collections.abc import Callable, Mapping
from contextlib import closing
from functools import partial
from pathlib import Path

from benchmarks.desk import Update
from benchmarks.floor import Floor, floor
from benchmarks.rounds import (
    Figures,
    arguments,
    at_least,
    at_most,
    interleaved,
    percentile,
    ratios,
    spread,
    table,
)
from benchmarks.sides import Side, running, settle_down
from benchmarks.updates import BATTERY, answers, items, texts
from benchmarks.worlds import add_checkins, found_world
from db.models import Answer, Heard
from db.session import Database

OURS = Side("Respite, durable", "benchmarks.ours.bot", peer=False)
AIOGRAM = Side("aiogram echo", "benchmarks.peers.aiogram_echo", arguments=("asyncio",))
AIOGRAM_FAST = Side("aiogram echo on uvloop", "benchmarks.peers.aiogram_echo", arguments=("uvloop",))
PTB = Side("PTB echo as installed", "benchmarks.peers.ptb_echo", arguments=("asyncio",))
OF_AIOGRAM, OF_PTB, OF_PTB_LATENCY = 0.6, 1.0, 2.0
TYPICAL, WORST = 0.5, 0.99
QUESTIONS = items()
# The first question of everybody warms up; the rest is measured.
WARM_UP, MEASURED = QUESTIONS[:1], QUESTIONS[1:]


def ours(at: Floor, people: int, total: int, rate: float) -> Figures:
    """Let everybody answer, and check that each answer is kept and nothing is left in the inbox."""
    with tempfile.TemporaryDirectory() as scratch:
        world = found_world(Path(scratch) / "world", people)
        add_checkins(world, people, BATTERY)
        taps = answers(people, WARM_UP), answers(people, MEASURED)
        figures = measure(at, OURS, *taps, total, rate, world.variables(at.address))
        with closing(Database(world.url)) as database, database.read() as session:
            kept = session.query(Answer).count()
            unshown = session.query(Heard).where(Heard.shown_at.is_(None)).count()
    assert (kept, unshown) == (people + total, 0), f"{kept} answers, {unshown} not shown"
    return figures


def theirs(side: Side, at: Floor, people: int, total: int, rate: float) -> Figures:
    lines = texts(people)
    return measure(at, side, lines, lines, total, rate, {}, at.address)


def measure(
    at: Floor,
    side: Side,
    first: list[Update],
    then: list[Update],
    total: int,
    rate: float,
    variables: Mapping[str, str],
    *more: str,
) -> Figures:
    """Run a bot through a warm-up and then `total` updates; 0 is all at once, else so many a second."""
    at.ask("reset")
    with running(side, *more, variables=variables) as bot:
        settle_down(bot)
        at.ask("feed", first, len(first))
        at.wait_for(len(first))
        settle_down(bot)
        cpu = bot.cpu
        at.ask("feed", then, total, rate)
        shown = at.wait_for(total)
        settle_down(bot, 0.3)
        cpu = bot.cpu - cpu
    waits = at.ask("latencies")
    return {
        "updates_a_second": shown["shown"] / shown["seconds"],
        "cpu_for_1000": cpu / total * 1000,
        "typical_ms": 1000 * percentile(waits, TYPICAL),
        "p99_ms": 1000 * percentile(waits, WORST),
    }


def works(at: Floor, people: int, total: int, rate: float) -> Mapping[str, Callable[[], Figures]]:
    sides = (AIOGRAM, AIOGRAM_FAST, PTB)
    return {
        OURS.name: partial(ours, at, people, total, rate),
        **{side.name: partial(theirs, side, at, people, total, rate) for side in sides},
    }


def main() -> None:
    wanted = arguments(__doc__, people=200, rounds=5, a_second=100, seconds=20)
    total = wanted.people * len(MEASURED)
    even = min(total, wanted.a_second * wanted.seconds)
    with floor() as at:
        fast = interleaved(works(at, wanted.people, total, 0), wanted.rounds)
        steady = interleaved(works(at, wanted.people, even, wanted.a_second), wanted.rounds)
    print(f"{total} updates from {wanted.people} people, all waiting")
    table(fast, updates_a_second=0, cpu_for_1000=3)
    print(f"{even} updates, {wanted.a_second} a second")
    table(steady, typical_ms=1, p99_ms=1, cpu_for_1000=3)
    for side, goal in ((AIOGRAM, OF_AIOGRAM), (PTB, OF_PTB)):
        rates = (taken["updates_a_second"] for taken in (fast[OURS.name], fast[side.name]))
        at_least(goal, ratios(*rates), f"P3: throughput, ours / {side.name}")
        cpu = ratios(fast[side.name]["cpu_for_1000"], fast[OURS.name]["cpu_for_1000"])
        print(f"    by CPU, {side.name} / ours: {spread(cpu, 2)}")
    waits = (taken["p99_ms"] for taken in (steady[OURS.name], steady[PTB.name]))
    at_most(OF_PTB_LATENCY, ratios(*waits), f"P3: p99 at {wanted.a_second}/s, ours / {PTB.name}")


if __name__ == "__main__":
    main()
