"""P2: a broadcast against a Telegram that enforces thirty messages a second.

    python -m benchmarks.pacing [--seconds 30] [--rounds 3]

The real bot, `respite run` with its rates, sends a broadcast, while somebody presses the help button every
two seconds (which rings a worker) and somebody else answers a question every two; after so many seconds the
broadcast is cancelled in the database. The floor refuses whatever would be the thirty-first message in a
second. The peers send as many messages: python-telegram-bot with its AIORateLimiter, and aiogram trying
again when told to wait.
"""

import tempfile
import time
from collections.abc import Sequence
from contextlib import closing
from functools import partial
from pathlib import Path

from benchmarks.desk import TEXT, Update
from benchmarks.floor import Floor, floor
from benchmarks.rounds import Figures, arguments, at_least, at_most, interleaved, percentile, table
from benchmarks.sides import Side, run, running
from benchmarks.updates import BATTERY, CALM, items, tap
from benchmarks.worlds import WORKER_CHAT, add_broadcast, add_checkins, chat_of, found_world, opened
from bot.clock import WallClock
from bot.wire.pacer import Rates
from db import deliveries
from db.session import Database
from flows import broadcast

OURS = Side("Respite", "bot", peer=False, arguments=("run",))
PTB = Side("PTB with AIORateLimiter", "benchmarks.peers.ptb_paced")
AIOGRAM = Side("aiogram, told to wait", "benchmarks.peers.aiogram_paced")
ENFORCED = 30
OF_RATE, ALERT_S, REPLY_S, CANCEL_S = 0.99, 1.0, 1.0, 1.0
CONFIGURED = Rates().bulk.count
LEFT_OVER = 10

Calls = Sequence[tuple[float, int, str]]


def presses(seconds: int) -> list[Update]:
    """Return a press of the help button and an answer in turn, each by somebody else."""
    return [
        tap(chat_of(n), "help" if n % 2 else f"answer:{n}:{items()[0]}:{CALM}") for n in range(1, seconds + 1)
    ]


def ours(at: Floor, seconds: int, waits: dict[str, list[float]]) -> Figures:
    """Send a broadcast that would last longer, cancel it, and return how it went."""
    people = int(CONFIGURED) * (seconds + LEFT_OVER)
    with tempfile.TemporaryDirectory() as scratch:
        world = found_world(Path(scratch) / "world", people)
        add_checkins(world, seconds, BATTERY)
        sending = add_broadcast(world)
        at.ask("reset")
        with running(OURS, variables=world.variables(at.address)):
            at.wait_for(1)
            at.ask("feed", presses(seconds), seconds, 1.0)
            began = time.perf_counter()  # the same clock in every process of one machine
            time.sleep(seconds)
            with opened(world) as session:
                broadcast.cancel(session, sending, WallClock().now())
            cancelled = time.perf_counter()
            time.sleep(3 * CANCEL_S)
            calls, floods = at.ask("calls"), at.ask("floods")
        with closing(Database(world.url)) as database, database.read() as session:
            ended = dict(deliveries.tally(session))
    assert ended["cancelled:broadcast"] + ended["sent"] >= people, ended
    waits["alert"] += waited(calls, began, seconds, 1, "sendMessage")
    waits["reply"] += waited(calls, began, seconds, 2, "editMessageText")
    return {**_pace(calls, began, cancelled), "refused_429": floods}


def _pace(calls: Calls, began: float, cancelled: float) -> Figures:
    """Return how fast the broadcast went between its first second and its end, and how soon it ended."""
    sent = [at for at, _, method in calls if method == "sendMessage"]
    bulk = [at for at, chat, method in calls if method == "sendMessage" and chat != WORKER_CHAT]
    within = [each for each in bulk if began + 1 <= each < cancelled]
    return {
        "a_second": len(within) / (cancelled - began - 1),
        "most_in_a_second": most_in_a_second(sent),
        "cancelled_in_s": max(0.0, bulk[-1] - cancelled),
    }


def waited(calls: Calls, began: float, seconds: int, first: int, method: str) -> list[float]:
    """Return how long every other press waited for what it causes: the alarm, or the next question."""
    waits = []
    for n in range(first, seconds + 1, 2):
        pressed, chat = began + n - 1, WORKER_CHAT if first == 1 else chat_of(n)
        done = (at for at, where, how in calls if (where, how) == (chat, method) and at >= pressed)
        waits.append(next(done, float("inf")) - pressed)
    return waits


def most_in_a_second(moments: Sequence[float]) -> int:
    """Return how many there were in the fullest stretch of one second."""
    most = first = 0
    for last, moment in enumerate(moments):
        while moments[first] <= moment - 1:
            first += 1
        most = max(most, last - first + 1)
    return most


def theirs(side: Side, at: Floor, seconds: int) -> Figures:
    at.ask("reset")
    run(side, at.address, ENFORCED * seconds, TEXT)
    figures, calls = at.ask("figures"), at.ask("calls")
    return {
        "a_second": figures["shown"] / figures["seconds"],
        "refused_429": figures["floods"],
        "most_in_a_second": most_in_a_second([each for each, _, _ in calls]),
    }


def main() -> None:
    wanted = arguments(__doc__, seconds=30, rounds=3)
    waits: dict[str, list[float]] = {"alert": [], "reply": []}
    with floor() as at:
        at.ask("set", "per_second", ENFORCED)
        at.ask("set", "noting", True)
        works = {
            OURS.name: partial(ours, at, wanted.seconds, waits),
            **{side.name: partial(theirs, side, at, wanted.seconds) for side in (PTB, AIOGRAM)},
        }
        taken = interleaved(works, wanted.rounds)
    table(taken, a_second=2, refused_429=0, most_in_a_second=0, cancelled_in_s=2)
    mine = taken[OURS.name]
    parts = [each / CONFIGURED for each in mine["a_second"]]
    at_least(OF_RATE, parts, f"P2: rate of the broadcast / the {CONFIGURED:g} a second configured for it", 3)
    at_most(0, mine["refused_429"], "P2: refusals (429)", 0)
    at_most(ENFORCED, mine["most_in_a_second"], "P2: most in any second", 0)
    at_most(ALERT_S, [percentile(waits["alert"], 0.99)], "P2: an alarm leaves, p99 in s")
    at_most(REPLY_S, [percentile(waits["reply"], 0.95)], "P2: a reply leaves, p95 in s")
    at_most(CANCEL_S, mine["cancelled_in_s"], "P2: cancelling stops it, s")


if __name__ == "__main__":
    main()
