"""The updates of one bot, kept until it confirms them, takes them by webhook, or they grow old."""

import asyncio
import math
from collections.abc import Container, Iterator
from dataclasses import dataclass

from sandbox.clock import Ticking
from sandbox.errors import Refused
from sandbox.faults import CONFLICT, Faults
from sandbox.journal import Journal, Json
from sandbox.retention import expiry, line

MOST, LONGEST_POLL = 100, 50
OPT_IN = frozenset({"chat_member", "message_reaction", "message_reaction_count"})


@dataclass(slots=True)
class Waiting:
    """An update not yet confirmed. A `copy` repeats an old id and stays until it was handed out."""

    update: Json
    expires: float
    line: str
    copy: bool = False
    handed: bool = False


class UpdateQueue:
    """What a bot has yet to confirm, and the one poller it may have."""

    def __init__(self, bot: int, clock: Ticking, faults: Faults, journal: Journal) -> None:
        self._bot = bot
        self._clock = clock
        self._faults = faults
        self._journal = journal
        self._waiting: list[Waiting] = []
        self._soonest = math.inf
        self._last_id = 0
        self._poller: asyncio.Future[None] | None = None
        self.stirred = asyncio.Event()
        self.allowed: list[str] = []
        self.closed = False

    def add(self, update: Json) -> int:
        """Queue one update and return its id, which is the next one unless the update brings its own.

        An id at or below an earlier one makes a duplicate: it is handed out even
        where a later offset has already been confirmed. Kinds the bot did not ask
        for are dropped, as Telegram does.
        """
        given = update.get("update_id")
        number = self._last_id + 1 if given is None else int(given)
        copy = number <= self._last_id
        self._last_id = max(self._last_id, number)
        if self._wanted(update):
            entry = Waiting({"update_id": number, **update}, expiry(update, self.now()), line(update), copy)
            self._waiting.append(entry)
            self._soonest = min(self._soonest, entry.expires)
            self._wake()
        return number

    def unconfirmed(self) -> int:
        """Return how many updates wait, handed out or not, that the bot has not confirmed."""
        self._drop_old()
        return len(self._waiting)

    def drop(self) -> None:
        """Throw away everything that waits."""
        self._waiting.clear()

    async def poll(self, offset: int, limit: int, timeout: int) -> list[Json]:
        """Confirm what lies before `offset` and hand out up to `limit` updates.

        Waits up to `timeout` seconds of real time for the first one. A negative
        offset keeps only that many of the newest. Raises Refused (409) in the older
        of two polls.
        """
        self._confirm(offset)
        self.interrupt(CONFLICT)
        self._drop_old()
        if not self._waiting and timeout > 0 and not self.closed:
            await self._wait(min(timeout, LONGEST_POLL))
        return self._hand_out(min(max(limit, 1), MOST))

    def interrupt(self, why: str) -> None:
        """Let the present poll, if there is one, fail with a 409 and these words."""
        if self._poller is not None and not self._poller.done():
            self._poller.set_exception(Refused(409, why))

    def lines(self, busy: Container[str]) -> Iterator[str]:
        """Go through the lines in which updates wait for a webhook, the longest waiting first."""
        self._drop_old()
        for entry in tuple(self._waiting):
            if entry.line not in busy:
                yield entry.line

    def batch(self, of: str) -> list[Waiting]:
        """Return what waits in one line, in the order in which it is to be brought."""
        return self._faults.spoil_batch([entry for entry in self._waiting if entry.line == of])

    def note(self, entry: Waiting) -> None:
        """Note in the journal that this update is handed out."""
        entry.handed = True
        self._journal.update(self._bot, entry.update)

    def taken(self, entry: Waiting) -> bool:
        """Forget an update that was brought, unless a fault says that this was never learnt."""
        if self._faults.loses_confirmation():
            return False
        at = next((at for at, one in enumerate(self._waiting) if one is entry), None)
        if at is not None:
            del self._waiting[at]
        return True

    def holds(self, entry: Waiting) -> bool:
        """Tell whether this update still waits."""
        self._drop_old()
        return any(entry is one for one in self._waiting)

    def now(self) -> int:
        """Return the sandbox's time in whole seconds."""
        return int(self._clock.time())

    def close(self) -> None:
        """Let the present poll, and every later one, return at once."""
        self.closed = True
        self._wake()

    def _wake(self) -> None:
        self.stirred.set()
        if self._poller is not None and not self._poller.done():
            self._poller.set_result(None)

    async def _wait(self, seconds: int) -> None:
        poller = self._poller = asyncio.get_running_loop().create_future()
        try:
            await asyncio.wait_for(poller, seconds)
        except TimeoutError:
            return
        finally:
            if self._poller is poller:
                self._poller = None

    def _hand_out(self, limit: int) -> list[Json]:
        batch = self._waiting[:limit]
        handed = self._faults.spoil_batch(batch)
        for entry in handed:
            self.note(entry)
        return [entry.update for entry in handed]

    def _confirm(self, offset: int) -> None:
        if offset < 0:
            self._waiting = self._waiting[offset:]
        elif offset > 0 and self._waiting:
            done = [entry for entry in self._waiting if entry.update["update_id"] < offset]
            if any(entry.handed and not entry.copy for entry in done) and self._faults.loses_confirmation():
                for entry in done:
                    entry.copy, entry.handed = True, False
            self._waiting = [
                entry
                for entry in self._waiting
                if entry.update["update_id"] >= offset or (entry.copy and not entry.handed)
            ]

    def _drop_old(self) -> None:
        now = self._clock.time()
        if now >= self._soonest:
            self._waiting = [entry for entry in self._waiting if entry.expires > now]
            self._soonest = min((entry.expires for entry in self._waiting), default=math.inf)

    def _wanted(self, update: Json) -> bool:
        kinds = [kind for kind in update if kind != "update_id"]
        if self.allowed:
            return any(kind in self.allowed for kind in kinds) or not kinds
        return not OPT_IN.intersection(kinds)
