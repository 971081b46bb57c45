"""Delivery: what is due is claimed, rendered, sent and settled, a safety alert before everything else."""

import asyncio
import logging
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Protocol

from content.message import Message
from db import deliveries, outbox
from db.deliveries import Owed
from db.models import Priority
from db.session import Session
from scheduler import settling
from scheduler.acts import Acts
from scheduler.kinds import COMPOSED
from scheduler.preparing import Granted, look, prepare
from scheduler.settling import Ended, Outcome
from scheduler.together import Together

log = logging.getLogger(__name__)

# No more than this can be in the air; a transport has more connections.
LANES = 64
# The database is asked again once so many lanes are free: one statement for many rows costs little.
ENOUGH = 16
ALARMS = 8


class Sender(Protocol):
    """What bot/ injects: rates and Telegram's errors stay on its side."""

    async def grant(self, chat: str, priority: int) -> datetime | timedelta:
        """Wait for, and take, the right to send to a chat; return the moment it was given.

        A chat that takes nothing for longer than a moment gets none: then return for how long.
        """

    async def send(self, chat: str, message: Message) -> Outcome:
        """Send a message for which the right was granted."""


class Composer(Protocol):
    """Composes a digest in a child process."""

    async def __call__(self, owed: Owed, now: datetime) -> Message:
        """Return the message of a digest delivery."""


class DeliveryLoop:
    """The loop over what is due; one holder of the bot's lease runs it.

    A delivery in hand holds one of few lanes until it is settled, so no more can be in the air at a crash;
    an alarm waits for no lane, and a digest in the making holds none. While one transaction runs, what comes
    next gathers and shares the following one. `deliver` may be called again while it still runs.
    """

    def __init__(self, acts: Acts, sender: Sender, compose: Composer) -> None:
        self._acts, self._sender, self._compose = acts, sender, compose
        self._now = datetime.min.replace(tzinfo=UTC)
        self._in_hand: set[int] = set()
        self._composing = 0
        self._freed = asyncio.Event()
        self._prepare: Together[Granted, Message | None] = Together(lambda all_: acts(prepare, all_))
        self._settle: Together[Ended, None] = Together(lambda all_: acts(settling.settle, all_))

    async def deliver(self, now: datetime) -> int:
        """Send everything due by `now`, most pressing first, and return how many rows were looked at.

        A call that is still at it goes on with what has become due by the `now` of the latest.
        """
        self._now = max(self._now, now)
        seen, failed, fault = 0, set[int](), None
        async with asyncio.TaskGroup() as group:
            try:
                while owed := await self._next(failed):
                    self._in_hand.update(each.id for each in owed)
                    for each in owed:
                        group.create_task(self._one(each, failed))
                    seen += len(owed)
                    await self._some_lanes()
            except Exception as error:
                fault = error  # what is in the air comes to its end first
        if fault is not None:
            raise fault
        return seen

    @property
    def _free(self) -> int:
        return max(0, LANES + self._composing - len(self._in_hand))

    async def _some_lanes(self) -> None:
        while self._free < ENOUGH:
            self._freed.clear()
            await self._freed.wait()

    async def _next(self, failed: set[int]) -> Sequence[Owed]:
        """Return what is due and has a lane, or needs none."""
        put_off = True
        while put_off:
            known = self._in_hand | failed
            found, put_off = await self._acts(look, self._now, self._free + ALARMS, known)
            new = [each for each in found if each.id not in self._in_hand]
            owed = [each for n, each in enumerate(new) if n < self._free or each.priority == Priority.SAFETY]
            if owed:
                return owed
        return ()

    async def _one(self, owed: Owed, failed: set[int]) -> None:
        try:
            await self._send(owed)
        except Exception:
            # One bad row fails alone: it is counted, put off, and the rest go on.
            log.exception("delivery %s (%s) failed", owed.id, owed.kind)
            failed.add(owed.id)
            await self._put_off(owed)
        finally:
            self._in_hand.discard(owed.id)
            self._freed.set()

    async def _send(self, owed: Owed) -> None:
        if owed.chat is None:
            await self._acts(_give_up, owed.id, "failed:no_chat", self._now)
            return
        composed = await self._composed(owed) if owed.kind in COMPOSED else None
        granted = await self._sender.grant(owed.chat, owed.priority)
        if isinstance(granted, timedelta):
            await self._acts(outbox.postpone, {owed.id: self._now + granted})
            return
        message = await self._prepare(Granted(owed, granted, composed))
        if message is not None:
            outcome = await self._sender.send(owed.chat, message)
            await self._written(Ended(owed, outcome, granted))

    async def _written(self, ended: Ended) -> None:
        try:
            await self._settle(ended)
        except Exception:
            # It may have arrived: put back it would come twice, so it waits to be adopted.
            log.exception("how delivery %s ended could not be written", ended.owed.id)

    async def _composed(self, owed: Owed) -> Message:
        self._composing += 1
        self._freed.set()
        try:
            return await self._compose(owed, self._now)
        finally:
            self._composing -= 1

    async def _put_off(self, owed: Owed) -> None:
        try:
            await self._acts(settling.put_off, owed.id, self._now)
        except Exception:
            # Without a database nothing can be written; what was in the air is adopted once it is back.
            log.exception("delivery %s could not be put off", owed.id)


def _give_up(session: Session, delivery_id: int, outcome: str, now: datetime) -> None:
    delivery = deliveries.by_id(session, delivery_id)
    if delivery is not None:  # else its person was forgotten meanwhile
        settling.end(session, delivery, outcome, now)
