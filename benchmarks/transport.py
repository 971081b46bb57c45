"""sendMessage over our transport against python-telegram-bot's own, interleaved, against a bare server.

    python -m benchmarks.transport [--messages 400] [--rounds 5] [--at-once 1 32]

As installed: HTTPXRequest on asyncio's loop. Ours: AiohttpRequest on uvloop, answers read by orjson.
The server is another process; CPU seconds are the client's alone.
"""

import argparse
import asyncio
import json
import multiprocessing
import statistics
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import cast

import uvloop
from telegram import Bot
from telegram.request import BaseRequest, HTTPXRequest

from bot.wire.transport import AiohttpRequest

TEXT = "今天感觉怎么样？How was today? " * 4
USER = {"id": 42, "is_bot": True, "first_name": "bench", "username": "bench_bot"}
MESSAGE = {"message_id": 1, "date": 0, "chat": {"id": 7, "type": "private"}, "from": USER, "text": TEXT}
ANSWER = json.dumps({"ok": True, "result": MESSAGE | USER}).encode()
REPLY = (
    b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(ANSWER) + ANSWER
)


class BareServer(asyncio.Protocol):
    """Answers every request with the same message and looks no further than its length."""

    def __init__(self) -> None:
        self._seen = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)

    def data_received(self, data: bytes) -> None:
        self._seen += data
        while (end := self._seen.find(b"\r\n\r\n")) >= 0:
            head = self._seen[:end].lower()
            length = int(head.split(b"content-length:")[1].split(b"\r\n")[0])
            if len(self._seen) < end + 4 + length:
                return
            self._seen = self._seen[end + 4 + length :]
            self._transport.write(REPLY)


def serve(port_to: Connection) -> None:
    async def forever() -> None:
        server = await asyncio.get_running_loop().create_server(BareServer, "127.0.0.1", 0)
        port_to.send(server.sockets[0].getsockname()[1])
        await server.serve_forever()

    uvloop.run(forever())


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
    port_from, port_to = multiprocessing.Pipe(duplex=False)
    server = multiprocessing.get_context("spawn").Process(target=serve, args=(port_to,), daemon=True)
    server.start()
    base_url = f"http://127.0.0.1:{port_from.recv()}/bot"
    try:
        for at_once in args.at_once:
            measure(base_url, args.messages, args.rounds, at_once)
    finally:
        server.terminate()
        server.join()


if __name__ == "__main__":
    main()
