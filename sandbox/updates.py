"""The updates of one bot, kept until it confirms them or they grow old."""

import asyncio
from dataclasses import dataclass

from sandbox.clock import Ticking
from sandbox.errors import Refused
from sandbox.faults import CONFLICT, Faults
from sandbox.journal import Journal, Json

DAY, CALLBACK_SECONDS = 24 * 3600, 150
MOST, LONGEST_POLL = 100, 50
OPT_IN = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
_DATED = ("message", "edited_message", "channel_post", "edited_channel_post", "business_message")


@dataclass(slots=True)
class _Waiting:
    """An update not yet confirmed. A `copy` repeats an old id and stays until it was handed out."""

    update: Json
    expires: float
    copy: bool = False
    handed: bool = False


class UpdateQueue:
    """What a bot has yet to confirm, and the one poller it may have."""

    def __init__(self, clock: Ticking, faults: Faults, journal: Journal) -> None:
        self._clock = clock
        self._faults = faults
        self._journal = journal
        self._waiting: list[_Waiting] = []
        self._last_id = 0
        self._poller: asyncio.Future[None] | None = None
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
        entry = _Waiting({"update_id": number, **update}, self._expiry(update), copy)
        if self._wanted(update):
            self._waiting.append(entry)
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
        if self._poller is not None and not self._poller.done():
            self._poller.set_exception(Refused(409, CONFLICT))
        self._drop_old()
        if not self._waiting and timeout > 0 and not self.closed:
            await self._wait(min(timeout, LONGEST_POLL))
        return self._hand_out(min(max(limit, 1), MOST))

    def close(self) -> None:
        """Let the present poll, and every later one, return at once."""
        self.closed = True
        self._wake()

    def _wake(self) -> None:
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
        for entry in batch:
            entry.handed = True
        updates = self._faults.spoil_batch([entry.update for entry in batch])
        for update in updates:
            self._journal.update(update)
        return updates

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
        if any(entry.expires <= now for entry in self._waiting):
            self._waiting = [entry for entry in self._waiting if entry.expires > now]

    def _expiry(self, update: Json) -> float:
        if "callback_query" in update:
            return self._clock.time() + CALLBACK_SECONDS
        for kind in _DATED:
            message = update.get(kind)
            if isinstance(message, dict) and isinstance(message.get("date"), int):
                return float(message["date"]) + DAY
        return self._clock.time() + DAY

    def _wanted(self, update: Json) -> bool:
        kinds = [kind for kind in update if kind != "update_id"]
        if self.allowed:
            return any(kind in self.allowed for kind in kinds) or not kinds
        return not OPT_IN.intersection(kinds)
