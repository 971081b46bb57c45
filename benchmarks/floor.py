"""The floor: a server in its own process that stands in for Telegram and does as little as can be done.

The sandbox knows Telegram's rules and would cost more CPU than what is measured. The floor reads of a
request its method, its chat and its length, answers with the same bytes, hands out updates that were made
beforehand, and notes when each was answered. It can enforce a number of messages a second.
"""

import asyncio
import multiprocessing
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection
from typing import Any, cast

import uvloop

from benchmarks.desk import DONE, FIELDS, NAMED, SHOWING, Desk, ok

LENGTH = re.compile(rb"(?i)content-length: *(\d+)")


class Line(asyncio.Protocol):
    """One connection."""

    def __init__(self, desk: Desk) -> None:
        self._desk, self._seen = desk, b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)

    def data_received(self, data: bytes) -> None:
        self._seen += data
        while (end := self._seen.find(b"\r\n\r\n")) >= 0:
            head = self._seen[:end]
            length = LENGTH.search(head)
            whole = end + 4 + (int(length[1]) if length else 0)
            if len(self._seen) < whole:
                return
            body, self._seen = self._seen[end + 4 : whole], self._seen[whole:]
            self._answer(head[: head.find(b"\r\n")].split(b" ")[1], body)

    def _answer(self, path: bytes, body: bytes) -> None:
        method = path.rsplit(b"/", 1)[1].split(b"?")[0]
        if method in SHOWING:
            self._transport.write(self._desk.show(method, body))
        elif method == b"getUpdates":
            asked = path + b"&" + body
            offset, timeout = (int(found[1]) if (found := FIELDS[name].search(asked)) else 0
                               for name in (b"offset", b"timeout"))  # fmt: skip
            self._hand_out(offset, time.perf_counter() + timeout)
        else:
            self._transport.write(NAMED if method == b"getMe" else DONE)

    def _hand_out(self, offset: int, until: float) -> None:
        if self._transport.is_closing():
            return
        answer = self._desk.handed_out(offset)
        if answer is None and time.perf_counter() < until:
            asyncio.get_running_loop().call_later(0.002, self._hand_out, offset, until)
            return
        self._transport.write(answer or ok([]))


def serve(pipe: Connection) -> None:
    """Serve until the pipe ends; through it come names of what the desk has, each with its arguments."""
    desk = Desk()

    def obey(loop: asyncio.AbstractEventLoop, stop: asyncio.Event) -> None:
        with suppress(EOFError):
            while True:
                name, *given = pipe.recv()
                if name == "set":
                    setattr(desk, *given)
                    pipe.send(None)
                else:
                    found = getattr(desk, name)
                    pipe.send(found(*given) if callable(found) else found)
        loop.call_soon_threadsafe(stop.set)

    async def forever() -> None:
        loop, stop = asyncio.get_running_loop(), asyncio.Event()
        server = await loop.create_server(lambda: Line(desk), "127.0.0.1", 0)
        pipe.send(server.sockets[0].getsockname()[1])
        await asyncio.gather(asyncio.to_thread(obey, loop, stop), stop.wait())

    uvloop.run(forever())


class Floor:
    """The floor as the measuring process sees it."""

    def __init__(self, pipe: Connection) -> None:
        self._pipe = pipe
        self.address = f"http://127.0.0.1:{pipe.recv()}"

    def ask(self, name: str, *given: object) -> Any:  # noqa: ANN401 - whatever the desk has
        """Call a method of the desk, or return one of its attributes."""
        self._pipe.send((name, *given))
        return self._pipe.recv()

    def wait_for(self, shown: int, limit: float = 600.0) -> dict[str, float]:
        """Return the figures once so many messages were shown; TimeoutError if they never are."""
        until = time.monotonic() + limit
        while (figures := self.ask("figures"))["shown"] < shown:
            if time.monotonic() > until:
                raise TimeoutError(f"only {figures['shown']} of {shown} were shown in {limit:.0f} s")
            time.sleep(0.02)
        return cast(dict[str, float], figures)


@contextmanager
def floor() -> Iterator[Floor]:
    """Yield a floor that serves in a process of its own."""
    ours, theirs = multiprocessing.Pipe()
    context = multiprocessing.get_context("spawn")
    process = context.Process(target=serve, args=(theirs,), daemon=True)
    process.start()
    try:
        yield Floor(ours)
    finally:
        process.terminate()
        process.join()
