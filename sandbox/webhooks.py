"""Webhooks: updates brought to a bot's address, again and again until it takes them."""

import asyncio
import contextlib
from dataclasses import dataclass, field

import aiohttp
import orjson

from sandbox.journal import Json
from sandbox.updates import UpdateQueue, Waiting

_LONGEST_POST = 60


@dataclass
class Patience:
    """How long to wait, in real seconds, before an update is brought again: doubling up to `longest`."""

    first: float = 1.0
    longest: float = 60.0

    def configure(self, first: float | None = None, longest: float | None = None) -> None:
        """Change what is given; raises ValueError for a wait that is not above zero."""
        if min(first or self.first, longest or self.longest) <= 0 or 0 in (first, longest):
            raise ValueError("a wait must be above zero")
        self.first = first or self.first
        self.longest = longest or self.longest


@dataclass
class Webhook:
    """Where a bot wants its updates; `error` is what is told of the last one it did not take."""

    url: str
    secret: str
    most: int
    certificate: bool = False
    error: Json = field(default_factory=dict)


class Poster:
    """Brings the updates of one bot to its webhook.

    One update at a time and in order for the same chat, or for the taps, votes or
    inline queries of the same person; up to `most` such lines side by side. What
    waits when a webhook is set or taken away is kept.
    """

    def __init__(self, updates: UpdateQueue, patience: Patience) -> None:
        self.hook: Webhook | None = None
        self._updates = updates
        self._patience = patience
        self._busy: set[str] = set()
        self._changed = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    def set(self, hook: Webhook | None) -> None:
        """Bring updates here from now on, or nowhere; whatever waits for its next turn is tried at once."""
        self.hook = hook
        self._changed.set()
        self._changed = asyncio.Event()
        self._updates.stirred.set()
        self.start()

    def start(self) -> None:
        """Begin to bring updates, where there is a webhook and nobody does so yet."""
        if self.hook is not None and self._task is None:
            # It outlives the call that sets the webhook, and ends with the sandbox.
            self._task = asyncio.create_task(self._run())  # noqa: TID251

    async def stop(self) -> None:
        """Bring nothing more; the webhook itself stays set."""
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task
            self._task = None
            self._busy.clear()

    async def _run(self) -> None:
        session = aiohttp.ClientSession(
            timeout=aiohttp.ClientTimeout(total=_LONGEST_POST),
            connector=aiohttp.TCPConnector(limit=0, ssl=False),
            cookie_jar=aiohttp.DummyCookieJar(),
        )
        async with session as http, asyncio.TaskGroup() as group:
            while True:
                self._updates.stirred.clear()
                while line := self._free_line():
                    self._busy.add(line)
                    group.create_task(self._bring(http, line))
                await self._updates.stirred.wait()

    def _free_line(self) -> str | None:
        if self.hook is None or len(self._busy) >= self.hook.most:
            return None
        return next(self._updates.lines(self._busy), None)

    async def _bring(self, http: aiohttp.ClientSession, line: str) -> None:
        try:
            for entry in self._updates.batch(line):
                await self._insist(http, entry)
        finally:
            self._busy.discard(line)
            self._updates.stirred.set()

    async def _insist(self, http: aiohttp.ClientSession, entry: Waiting) -> None:
        """Bring one update until it is taken, too old, dropped, or no longer wanted here."""
        wait = self._patience.first
        while (hook := self.hook) is not None:
            changed = self._changed
            self._updates.note(entry)
            error = await _post(http, hook, entry.update)
            if error is None and self._updates.taken(entry):
                return
            hook.error = {
                "last_error_date": self._updates.now(),
                "last_error_message": error or "Read timeout expired",
            }
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(changed.wait(), wait)
            wait = min(wait * 2, self._patience.longest)
            if not self._updates.holds(entry):
                return


async def _post(http: aiohttp.ClientSession, hook: Webhook, update: Json) -> str | None:
    """Post one update, and return what went wrong in Telegram's words, or None."""
    headers = {"Content-Type": "application/json"}
    if hook.secret:
        headers["X-Telegram-Bot-Api-Secret-Token"] = hook.secret
    try:
        async with http.post(
            hook.url, data=orjson.dumps(update), headers=headers, allow_redirects=False
        ) as answer:
            if 200 <= answer.status < 300:
                return None
            return f"Wrong response from the webhook: {answer.status} {answer.reason}"
    except TimeoutError:
        return "Read timeout expired"
    except aiohttp.ClientConnectorError:
        return "Connection refused"
    except (aiohttp.ClientError, OSError) as broken:
        return f"Connection closed: {type(broken).__name__}"
