"""What the floor knows and says: updates to hand out, answers that never differ, and what was shown when."""

import json
import re
import time
from collections import defaultdict, deque
from collections.abc import Sequence
from urllib.parse import unquote_plus

TEXT = "今天感觉怎么样？How was today? " * 4
BOT = {"id": 42, "is_bot": True, "first_name": "bench", "username": "bench_bot"}
MESSAGE = {"message_id": 1, "date": 0, "chat": {"id": 7, "type": "private"}, "from": BOT, "text": TEXT}
SHOWING = (b"sendMessage", b"editMessageText")
BATCH = 100
# In a form or in a JSON object.
FIELDS = {
    name: re.compile(rb'(?:^|[&?{,"])%s(?:=|": *"?)([^&\s",}]*)' % name)
    for name in (b"chat_id", b"offset", b"timeout")
}

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
