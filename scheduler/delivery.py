"""Delivery: what is due is claimed, rendered, sent and settled, a safety alert before everything else."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Protocol

from content.message import Message
from db import deliveries, people
from db.deliveries import Owed
from db.models import Kind, Priority
from db.session import Session
from scheduler import settling
from scheduler.acts import Acts
from scheduler.night import until_morning
from scheduler.renderers import render
from scheduler.settling import Outcome

log = logging.getLogger(__name__)

LANES = 6
HANDFUL = 12


class Sender(Protocol):
    """What bot/ injects: rates and Telegram's errors stay on its side."""

    async def grant(self, chat: str, priority: int) -> datetime:
        """Wait for, and take, the right to send to a chat; return the moment it was given."""

    async def send(self, chat: str, message: Message) -> Outcome:
        """Send a message for which the right was granted."""


class Composer(Protocol):
    """Composes a digest in a child process."""

    async def __call__(self, owed: Owed, now: datetime) -> Message:
        """Return the message of a digest delivery."""


class DeliveryLoop:
    """The loop over what is due; one holder of the bot's lease runs it.

    A row is in one hand at a time, so `deliver` may be called again while it still runs: what waits for a
    halted chat or a digest in the making holds up nothing that comes after it.
    """

    def __init__(self, acts: Acts, sender: Sender, compose: Composer) -> None:
        self._acts, self._sender, self._compose = acts, sender, compose
        self._in_hand: set[int] = set()
        self._lanes = asyncio.Semaphore(LANES)

    async def deliver(self, now: datetime) -> int:
        """Send everything due by `now`, most pressing first, and return how many rows were looked at."""
        seen, room, failed = 0, asyncio.Semaphore(HANDFUL), set[int]()
        async with asyncio.TaskGroup() as group:
            while rows := await self._acts(deliveries.due, now, HANDFUL, self._in_hand | failed):
                for owed in rows:
                    await room.acquire()
                    if owed.id in self._in_hand:
                        room.release()
                        continue
                    self._in_hand.add(owed.id)
                    group.create_task(self._one(owed, now, room, failed))
                    seen += 1
        return seen

    async def _one(self, owed: Owed, now: datetime, room: asyncio.Semaphore, failed: set[int]) -> None:
        try:
            await self._send(owed, now)
        except Exception:
            # One bad row fails alone: it is counted, put off, and the rest go on.
            log.exception("delivery %s (%s) failed", owed.id, owed.kind)
            failed.add(owed.id)
            await self._put_off(owed, now)
        finally:
            self._in_hand.discard(owed.id)
            room.release()

    async def _put_off(self, owed: Owed, now: datetime) -> None:
        try:
            await self._acts(settling.set_aside, owed.id, now)
        except Exception:
            # Without a database nothing can be written; what was in the air is adopted once it is back.
            log.exception("delivery %s could not be put off", owed.id)

    async def _send(self, owed: Owed, now: datetime) -> None:
        if owed.chat is None:
            await self._acts(_give_up, owed.id, "failed:no_chat", now)
            return
        composed = await self._compose(owed, now) if owed.kind == Kind.DIGEST else None
        granted_at = await self._sender.grant(owed.chat, owed.priority)
        async with self._lane(owed.priority):
            message = await self._acts(_prepare, owed.id, granted_at, composed)
            if message is not None:
                outcome = await self._sender.send(owed.chat, message)
                await self._acts(settling.settle, owed.id, outcome, granted_at)

    @asynccontextmanager
    async def _lane(self, priority: int) -> AsyncIterator[None]:
        """Hold one of few connections; a safety text waits for none."""
        if priority == Priority.SAFETY:
            yield
            return
        async with self._lanes:
            yield


def _give_up(session: Session, delivery_id: int, outcome: str, now: datetime) -> None:
    delivery = deliveries.by_id(session, delivery_id)
    assert delivery is not None, "a delivery is never deleted while its person is here"
    settling.end(session, delivery, outcome, now)


def _prepare(session: Session, delivery_id: int, now: datetime, composed: Message | None) -> Message | None:
    """Claim a delivery and render it; None if another has it, it must wait, or it ends without a message."""
    delivery = deliveries.claim(session, delivery_id, now)
    if delivery is None:
        return None
    if delivery.not_after is not None and delivery.not_after < now:
        settling.end(session, delivery, deliveries.LATE, now)
        return None
    person = people.by_id(session, delivery.person_id)
    assert person is not None, "a delivery goes with its person"
    morning = until_morning(session, delivery, person, now)
    if morning is not None:
        deliveries.put_back(session, delivery_id, morning, counted=False)
        return None
    rendered = composed or render(session, delivery, person, now)
    if isinstance(rendered, Message):
        return rendered
    settling.end(session, delivery, rendered, now)
    return None
