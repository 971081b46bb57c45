"""Delivery: what is due is claimed, rendered, sent and settled, a safety alert before everything else."""

import asyncio
import logging
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Literal, Protocol

from content.message import Message
from db import checkins, deliveries, people
from db.deliveries import Owed
from db.models import Asks, CheckIn, Kind, Priority
from db.session import Session
from scheduler.acts import Acts
from scheduler.planner import WINDOWS
from scheduler.renderers import render
from scheduler.rules import Quiet, expires_at, reminder_at

log = logging.getLogger(__name__)

LANES = 6
HANDFUL = 12
MOST_ATTEMPTS = 10
QUIET = Quiet(time(21, 30), time(7, 30))
BACK_OFF = (timedelta(seconds=2), timedelta(seconds=10), timedelta(seconds=60), timedelta(minutes=5))
# After a lost answer nobody knows whether the message arrived. These are worth the risk of a repeat: silence
# would harm more. All kinds we have so far are.
REPEATED_WHEN_UNKNOWN = frozenset({Kind.ALERT, Kind.CHECKIN, Kind.REMINDER, Kind.DIGEST})
UNREACHABLE = frozenset({"blocked", "deactivated", "chat_not_found"})


@dataclass(frozen=True)
class Outcome:
    """How one send ended: `sent`, `refused` for good (with a reason), to be `retried`, or `unknown`."""

    how: Literal["sent", "refused", "retry", "unknown"]
    reason: str = ""
    message_id: int | None = None
    wait: timedelta | None = None


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
    """The loop over what is due; one holder of the bot's lease runs it."""

    def __init__(self, acts: Acts, sender: Sender, compose: Composer) -> None:
        self._acts, self._sender, self._compose = acts, sender, compose

    async def deliver(self, now: datetime) -> int:
        """Send everything due by `now`, most pressing first, and return how many rows were looked at."""
        seen = 0
        while rows := await self._acts(deliveries.due, now, HANDFUL):
            lanes = asyncio.Semaphore(LANES)
            async with asyncio.TaskGroup() as group:
                for owed in rows:
                    group.create_task(self._one(owed, now, lanes))
            seen += len(rows)
        return seen

    async def _one(self, owed: Owed, now: datetime, lanes: asyncio.Semaphore) -> None:
        async with lanes:
            try:
                await self._send(owed, now)
            except Exception:
                # One bad row fails alone: it is counted, put off, and the rest go on.
                log.exception("delivery %s (%s) failed", owed.id, owed.kind)
                await self._acts(deliveries.set_aside, owed.id, now, BACK_OFF[-1], MOST_ATTEMPTS)

    async def _send(self, owed: Owed, now: datetime) -> None:
        if owed.chat is None:
            await self._acts(deliveries.settle, owed.id, "failed:no_chat", now)
            return
        composed = await self._compose(owed, now) if owed.kind == Kind.DIGEST else None
        granted_at = await self._sender.grant(owed.chat, owed.priority)
        message = await self._acts(_prepare, owed.id, granted_at, composed)
        if message is not None:
            outcome = await self._sender.send(owed.chat, message)
            await self._acts(_settle, owed.id, outcome, granted_at)


def _prepare(session: Session, delivery_id: int, now: datetime, composed: Message | None) -> Message | None:
    """Claim a delivery and render it; None if another has it or it ends without a message."""
    delivery = deliveries.claim(session, delivery_id, now)
    if delivery is None:
        return None
    if composed is not None:
        return composed
    person = people.by_id(session, delivery.person_id)
    assert person is not None, "a delivery goes with its person"
    rendered = render(session, delivery, person, now)
    if isinstance(rendered, Message):
        return rendered
    deliveries.settle(session, delivery_id, rendered, now)
    return None


def _settle(session: Session, delivery_id: int, outcome: Outcome, now: datetime) -> None:
    """Write how a send ended, or put the delivery back with its own wait."""
    delivery = deliveries.by_id(session, delivery_id)
    assert delivery is not None, "a claimed delivery is never deleted"
    if outcome.how == "sent":
        deliveries.settle(session, delivery_id, "sent", now, outcome.message_id)
        if delivery.kind == Kind.CHECKIN and delivery.about_id:
            _after_checkin(session, delivery.about_id, now)
    elif outcome.how == "refused":
        deliveries.settle(session, delivery_id, f"failed:{outcome.reason}", now)
        if outcome.reason in UNREACHABLE:
            people.mark_unreachable(session, delivery.person_id, now)
        if delivery.kind == Kind.CHECKIN and delivery.about_id:
            checkins.close(session, "unreachable", ids=[delivery.about_id])
    elif outcome.how == "unknown" and delivery.kind not in REPEATED_WHEN_UNKNOWN:
        deliveries.settle(session, delivery_id, "unknown", now)
    elif delivery.attempts >= MOST_ATTEMPTS:
        deliveries.settle(session, delivery_id, f"failed:{outcome.reason or 'gave_up'}", now)
    else:
        wait = outcome.wait or BACK_OFF[min(delivery.attempts, len(BACK_OFF)) - 1]
        deliveries.put_back(session, delivery_id, now + wait, counted=outcome.wait is None)


def _after_checkin(session: Session, checkin_id: int, now: datetime) -> None:
    """Start the check-in's window and queue its one reminder."""
    asked = checkins.by_id(session, checkin_id)
    assert asked is not None, "a check-in's delivery goes with its check-in"
    windows = WINDOWS[Asks.MICRO if asked.battery == Asks.MICRO else Asks.WEEKLY]
    checkins.sent(session, asked.id, now, expires_at(windows, now))
    person = people.by_id(session, asked.person_id)
    assert person is not None, "a check-in goes with its person"
    when = reminder_at(windows, now, person.zone, QUIET)
    if when is not None:
        deliveries.queue(session, [_reminder(asked, when, expires_at(windows, now), now)])


def _reminder(asked: CheckIn, due_at: datetime, not_after: datetime, now: datetime) -> dict[str, object]:
    return {
        "site_id": asked.site_id,
        "kind": Kind.REMINDER,
        "subject": f"checkin:{asked.subscription_id}/{asked.day}",
        "about_id": asked.id,
        "person_id": asked.person_id,
        "priority": Priority.CHECKIN,
        "due_at": due_at,
        "not_after": not_after,
        "queued_at": now,
    }
