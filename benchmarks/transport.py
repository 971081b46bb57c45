"""sendMessage over our transport against python-telegram-bot's own, interleaved, against a bare server.

    python -m benchmarks.transport [--messages 400] [--rounds 5] [--at-once 1 32]

As installed: HTTPXRequest on asyncio's loop. Ours: AiohttpRequest on uvloop, answers read by orjson.
The server is the floor, in another process; CPU seconds are the client's alone.
"""

import argparse
import asyncio
import statistics
import time
from collections.abc import Callable

import uvloop
from telegram import Bot
from telegram.request import BaseRequest, HTTPXRequest

from benchmarks.desk import TEXT
from benchmarks.floor import floor
from bot.wire.transport import AiohttpRequest


async def send(request: BaseRequest, base_url: str, messages: int, at_once: int) -> tuple[float, float]:
    """Send and return messages per second and CPU seconds per thousand."""
    left = iter(range(messages))
    async with Bot(
        "42:bench", base_url=base_url, request=request, get_updates_request=AiohttpRequest()
    ) as bot:

        async def sender() -> None:
            for _ in left:
                await bot.send_message(7, TEXT)

        await asyncio.gather(*(bot.send_message(7, TEXT) for _ in range(at_once)))
        wall, cpu = time.perf_counter(), time.process_time()
        await asyncio.gather(*(sender() for _ in range(at_once)))
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    return messages / wall, cpu / messages * 1000


PEERS: dict[str, tuple[Callable[[], BaseRequest], Callable[[], asyncio.AbstractEventLoop]]] = {
    "HTTPXRequest": (HTTPXRequest, asyncio.new_event_loop),
    "AiohttpRequest": (AiohttpRequest, uvloop.new_event_loop),
}


def measure(base_url: str, messages: int, rounds: int, at_once: int) -> None:
    taken: dict[str, list[tuple[float, float]]] = {name: [] for name in PEERS}
    for _ in range(rounds):
        for name, (request, loop) in PEERS.items():
            with asyncio.Runner(loop_factory=loop) as runner:
                taken[name].append(runner.run(send(request(), base_url, messages, at_once)))
    medians = {}
    for name, figures in taken.items():
        rates, cpus = zip(*figures, strict=True)
        medians[name] = statistics.median(rates), statistics.median(cpus)
        print(
            f"{at_once:>3} at once  {name:<15}"
            f"{min(rates):8.0f}{medians[name][0]:8.0f}{max(rates):8.0f}  messages/s (min, median, max)"
            f"{medians[name][1]:8.3f}  CPU s/1000"
        )
    theirs, ours = medians.values()
    rate, cpu = ours[0] / theirs[0], theirs[1] / ours[1]
    print(f"{at_once:>3} at once  ratio: {rate:.2f} x the rate, CPU divided by {cpu:.2f}")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--messages", type=int, default=400)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--at-once", type=int, nargs="+", default=[1, 32])
    args = parser.parse_args()
    with floor() as at:
        for at_once in args.at_once:
            measure(f"{at.address}/bot", args.messages, args.rounds, at_once)


if __name__ == "__main__":
    main()
