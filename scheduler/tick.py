"""The beats: everything that time causes. APScheduler calls them by the clock, the rehearsal by hand."""

from datetime import datetime, timedelta

from db import broadcasts, deliveries, inbox, instants
from db.session import Session
from scheduler import meetings
from scheduler.acts import Acts
from scheduler.delivery import Composer, DeliveryLoop, Sender
from scheduler.planner import plan
from scheduler.sweep import sweep

# A send in the air longer than this was lost with its sender.
SEND_LEASE = timedelta(minutes=2)
AT_ONCE = 1000


class Tick:
    """The beats of one bot; each is safe to call again at any moment."""

    def __init__(self, acts: Acts, sender: Sender, compose: Composer) -> None:
        self._acts = acts
        self._loop = DeliveryLoop(acts, sender, compose)

    async def plan(self, now: datetime) -> None:
        """Turn what is due into deliveries and let time close what it closes."""
        await self._acts(deliveries.adopt, now, SEND_LEASE)
        await self._sweep(now)
        planned = False
        while await self._acts(plan, now):
            planned = True
        while await self._acts(meetings.plan, now):
            pass
        if planned:  # what an outage left behind is planned and late in one beat
            await self._sweep(now)
        while await self._acts(broadcasts.wind_up, now, AT_ONCE):
            pass

    async def _sweep(self, now: datetime) -> None:
        while await self._acts(sweep, now):
            pass

    async def deliver(self, now: datetime) -> int:
        """Send what is due and return how many rows were looked at."""
        return await self._loop.deliver(now)

    async def recover(self, now: datetime, *, alone: bool) -> int:
        """Give back what was in the air when a sender died: at once if nobody else can be sending."""
        return await self._acts(deliveries.adopt, now, timedelta(0) if alone else SEND_LEASE)

    async def retain(self, now: datetime) -> None:
        """Forget what need not be kept."""
        await self._acts(inbox.forget, now)

    async def beat(self, now: datetime) -> None:
        """Do all of it once: plan, then deliver."""
        await self.plan(now)
        await self.deliver(now)


def next_instant(session: Session) -> datetime | None:
    """Return the next moment at which a beat will have something to do."""
    return instants.soonest(session)
