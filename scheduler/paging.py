"""Paging: what goes out by the second channel is claimed, sent and settled, apart from all of Telegram's."""

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from db import pages
from db.models import Alert, AlertState, Page
from db.session import Session
from flows.ringing import OVERDUE, without_code
from scheduler.acts import Acts

log = logging.getLogger(__name__)

# A call in the air longer than this was lost with its sender.
LEASE = timedelta(minutes=2)
AT_ONCE = 20
WAITS = (timedelta(seconds=5), timedelta(seconds=15), timedelta(minutes=1), timedelta(minutes=5))
MOST_ATTEMPTS = 20


@dataclass(frozen=True, slots=True)
class Call:
    """One call as it goes out: a case number, whether it is a drill, and a number of its own."""

    id: int
    case: int
    drill: bool
    channel: str
    subject: str
    attempts: int


class Pager(Protocol):
    """What bot/ injects: the second channel, such as mail."""

    channels: Sequence[str]

    async def send(self, call: Call, now: datetime) -> str | None:
        """Send a call; return None once it was taken, or in a word why not."""


class NoPager:
    """The second channel of a site that has none."""

    channels: Sequence[str] = ()

    async def send(self, call: Call, now: datetime) -> str | None:
        """Take nothing: there is nobody to hand it to."""
        return "none"


class PageLoop:
    """Makes the calls that are due, side by side; each is sent at least once."""

    def __init__(self, acts: Acts, pager: Pager) -> None:
        self._acts, self._pager = acts, pager

    async def page(self, now: datetime) -> int:
        """Make every call that is due by `now` and return how many that were."""
        made = 0
        while calls := await self._acts(claim, now, self._pager.channels):
            await asyncio.gather(*(self._one(call, now) for call in calls))
            made += len(calls)
        return made

    async def _one(self, call: Call, now: datetime) -> None:
        reason = await self._pager.send(call, now)
        if reason is not None:
            log.warning("the second channel (%s) did not take page %s (%s)", call.channel, call.id, reason)
        await self._acts(settle, call, reason, now)


def claim(session: Session, now: datetime, channels: Sequence[str]) -> list[Call]:
    """Take the calls that are due by these channels; what somebody has taken meanwhile needs none."""
    while taken := pages.claim(session, now, LEASE, AT_ONCE):
        alerts, calls = pages.alerts_of(session, taken), []
        for page in taken:
            alert = alerts[page.alert_id]
            if unsent := _needless(page, alert, channels):
                pages.settle(session, page.id, unsent, now)
            else:
                calls.append(Call(page.id, alert.id, alert.drill, page.channel, page.subject, page.attempts))
        if calls:
            return calls
    return []


def _needless(page: Page, alert: Alert, channels: Sequence[str]) -> str | None:
    """Return why a call is not made; None if it is."""
    if page.channel not in channels:
        return "skipped:no_channel"
    told = page.subject.startswith(OVERDUE) or page.subject == without_code(alert)
    waits = alert.state == AlertState.RAISED or (alert.state == AlertState.TAKEN and told)
    return None if waits else "skipped:taken"


def settle(session: Session, call: Call, reason: str | None, now: datetime) -> None:
    """Write that a call was taken, let it be made again, or give it up."""
    if reason is None:
        pages.settle(session, call.id, "sent", now)
    elif call.attempts >= MOST_ATTEMPTS:
        pages.settle(session, call.id, f"failed:{reason}"[:40], now)
    else:
        pages.put_back(session, call.id, now + WAITS[min(call.attempts, len(WAITS)) - 1])
