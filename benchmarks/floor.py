"""The floor: a server in its own process that stands in for Telegram and does as little as can be done.

The sandbox knows Telegram's rules and would cost more CPU than what is measured. The floor reads of a request
its method, its chat and its length, answers with the same bytes, hands out updates that were made beforehand,
and notes when each was answered. It can enforce a number of messages a second.
"""

import asyncio
import json
import multiprocessing
import re
import time
from collections import defaultdict, deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection
from typing import Any, cast
from urllib.parse import unquote_plus

import uvloop

TEXT = "今天感觉怎么样？How was today? " * 4
BOT = {"id": 42, "is_bot": True, "first_name": "bench", "username": "bench_bot"}
MESSAGE = {"message_id": 1, "date": 0, "chat": {"id": 7, "type": "private"}, "from": BOT, "text": TEXT}
SHOWING = (b"sendMessage", b"editMessageText")
BATCH = 100
FIELDS = {name: re.compile(rb"(?:^|[&?])%s=([^&\s]*)" % name) for name in (b"chat_id", b"offset", b"timeout")}

Update = tuple[int, bytes]
"""A chat and the update's JSON without its opening brace and number."""


def http(body: bytes, status: bytes = b"200 OK") -> bytes:
    head = b"HTTP/1.1 %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
    return head % (status, len(body)) + body


def ok(result: object) -> bytes:
    return http(json.dumps({"ok": True, "result": result}).encode())


DONE, SHOWN, NAMED = ok(True), ok(MESSAGE), ok(BOT | {"can_join_groups": False})
FLOOD = http(
    b'{"ok":false,"error_code":429,"description":"Too Many Requests: retry after 1",'
    b'"parameters":{"retry_after":1}}',
    b"429 Too Many Requests",
)


class Desk:
    """What the floor knows: the updates to hand out, and what was shown when."""

    def __init__(self) -> None:
        self.next_id, self.per_second, self.noting = 1, 0, False
        self._last_second: deque[float] = deque()
        self.reset()

    def reset(self) -> None:
        """Forget what was fed and shown."""
        self._updates: Sequence[Update] = ()
        self._total, self._rate, self._first_id = 0, 0.0, self.next_id
        self._started = self._ended = time.perf_counter()
        self._noted = 0
        self._asked: dict[int, deque[float]] = defaultdict(deque)
        self.shown, self.floods, self.latencies = 0, 0, list[float]()
        self.calls = list[tuple[float, int, str]]()

    def feed(self, updates: Sequence[Update], total: int, rate: float = 0.0) -> None:
        """Hand out `total` updates, going round and round; all at once, or `rate` a second."""
        self.reset()
        self._updates, self._total, self._rate = updates, total, rate
        self.next_id += total

    def figures(self) -> dict[str, float]:
        """How many were shown, in how many seconds, and how many were refused."""
        return {"shown": self.shown, "seconds": self._ended - self._started, "floods": self.floods}

    def ready(self) -> int:
        """How many updates there are by now."""
        if not self._rate:
            return self._total
        return min(self._total, int((time.perf_counter() - self._started) * self._rate) + 1)

    def handed_out(self, offset: int) -> bytes | None:
        """Return the answer to getUpdates, or None if there is nothing yet."""
        first, ready = max(0, offset - self._first_id), self.ready()
        if first >= ready:
            return None
        now, bodies = time.perf_counter(), []
        for index in range(first, min(first + BATCH, ready)):
            chat, rest = self._updates[index % len(self._updates)]
            bodies.append(b'{"update_id":%d,%s' % (self._first_id + index, rest))
            if index >= self._noted:
                self._noted = index + 1
                self._asked[chat].append(self._started + index / self._rate if self._rate else now)
        return http(b'{"ok":true,"result":[%s]}' % b",".join(bodies))

    def show(self, method: bytes, request: bytes) -> bytes:
        """Note that something was shown, unless there is too much of it."""
        now, found = time.perf_counter(), FIELDS[b"chat_id"].search(request)
        chat = int(unquote_plus(found[1].decode())) if found else 0
        if self.per_second and method == b"sendMessage" and not self._admits(now):
            self.floods += 1
            return FLOOD
        if self.noting:
            self.calls.append((now, chat, method.decode()))
        if self._asked.get(chat):
            self.latencies.append(now - self._asked[chat].popleft())
        self.shown, self._ended = self.shown + 1, now
        return SHOWN

    def _admits(self, now: float) -> bool:
        """Whether another message keeps every stretch of one second within the limit."""
        while self._last_second and self._last_second[0] <= now - 1:
            self._last_second.popleft()
        if len(self._last_second) >= self.per_second:
            return False
        self._last_second.append(now)
        return True


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
            length = re.search(rb"(?i)content-length: *(\d+)", head)
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
    """Serve until the pipe ends; what comes through it is the name of something of the desk's, and arguments."""
    desk = Desk()

    def obey(loop: asyncio.AbstractEventLoop, stop: asyncio.Event) -> None:
        with suppress(EOFError):
            while True:
                name, *given = pipe.recv()
                if name == "set":
                    pipe.send(setattr(desk, *given))
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
