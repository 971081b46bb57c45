"""The beats: everything that time causes. APScheduler calls them by the clock, the rehearsal by hand."""

from datetime import datetime, timedelta

from db import broadcasts, deliveries, holds, instants, leaving, retention
from db.session import Session
from flows import drill
from flows.broadcasting.growing import open_due
from flows.leaving import let_go
from scheduler import meetings
from scheduler.acts import Acts
from scheduler.delivery import Composer, DeliveryLoop, Sender
from scheduler.escalation import escalate
from scheduler.mailing import MailLoop, Postman
from scheduler.paging import NoPager, PageLoop, Pager
from scheduler.planner import plan
from scheduler.progress import Progress
from scheduler.sweep import sweep

# A draft of a broadcast that nobody finished goes after so long.
DRAFTS_KEPT = timedelta(days=30)
# A send in the air longer than this was lost with its sender.
SEND_LEASE = timedelta(minutes=2)
AT_ONCE, PEOPLE_AT_ONCE, ROUNDS_AT_ONCE = 1000, 20, 1


class Tick:
    """The beats of one bot; each is safe to call again at any moment."""

    def __init__(
        self,
        acts: Acts,
        sender: Sender,
        compose: Composer,
        pager: Pager | None = None,
        postman: Postman | None = None,
    ) -> None:
        self._acts = acts
        self._loop = DeliveryLoop(acts, sender, compose)
        self._progress = Progress(acts, sender)
        pager = pager or NoPager()
        self._pages, self._channels = PageLoop(acts, pager), pager.channels
        self._mails = MailLoop(acts, postman)

    async def plan(self, now: datetime) -> None:
        """Turn what is due into deliveries and let time close what it closes."""
        await self._acts(deliveries.adopt, now, SEND_LEASE)
        await self._sweep(now)
        planned = False
        while await self._acts(_plan, now):
            planned = True
        while await self._acts(_plan_meetings, now):
            pass
        while await self._acts(_open_rounds, now):
            planned = True
        if planned:  # what an outage left behind is planned and late in one beat
            await self._sweep(now)
        while await self._acts(broadcasts.wind_up, now, AT_ONCE):
            pass
        while await self._acts(_part, now):
            pass

    async def _sweep(self, now: datetime) -> None:
        while await self._acts(sweep, now):
            pass

    async def escalate(self, now: datetime) -> None:
        """Let every alert that nobody has taken, or of which nothing was heard since, climb its ladder."""
        while await self._acts(escalate, now, self._channels):
            pass

    async def page(self, now: datetime) -> int:
        """Make the calls by the second channel that are due; nothing of Telegram's holds them up."""
        return await self._pages.page(now)

    async def mail(self, now: datetime) -> int:
        """Send the mails to the staff that are due; nobody's alert waits for them."""
        return await self._mails.send(now)

    async def drill(self, now: datetime) -> None:
        """Begin the drill of the month wherever it is due."""
        await self._acts(drill.monthly, now)

    async def deliver(self, now: datetime) -> int:
        """Send what is due and return how many rows were looked at."""
        return await self._loop.deliver(now)

    async def progress(self) -> None:
        """Say anew how far each broadcast is, where it says something else by now."""
        await self._progress.show()

    async def recover(self, now: datetime, *, alone: bool) -> int:
        """Give back what was in the air when a sender died: at once if nobody else can be sending."""
        return await self._acts(deliveries.adopt, now, timedelta(0) if alone else SEND_LEASE)

    async def retain(self, now: datetime) -> None:
        """Forget what need not be kept, some at a time."""
        while any((await self._acts(retention.forget, now, AT_ONCE)).values()):
            pass
        await self._acts(broadcasts.forget_drafts, now - DRAFTS_KEPT)

    async def beat(self, now: datetime) -> None:
        """Do all of it once: plan, let alerts climb, then deliver."""
        await self.plan(now)
        await self.escalate(now)
        await self.page(now)
        await self.deliver(now)
        await self.mail(now)
        await self.progress()


def _plan(session: Session, now: datetime) -> int:
    """Plan; what falls before a restore is held in the same transaction, so that it cannot slip out."""
    planned = plan(session, now)
    if planned:
        holds.catch(session)
    return planned


def _plan_meetings(session: Session, now: datetime) -> int:
    """Look at the sessions that are due; what falls before a restore is held here, too."""
    planned = meetings.plan(session, now)
    if planned:
        holds.catch(session)
    return planned


def _open_rounds(session: Session, now: datetime) -> bool:
    """Queue the rounds of broadcasts that are due; what falls before a restore is held here, too."""
    more = open_due(session, now, ROUNDS_AT_ONCE)
    if more:
        holds.catch(session)
    return more


def _part(session: Session, now: datetime) -> int:
    """Forget whoever asked for it and may go now; return how many that were."""
    going = leaving.due(session, now, PEOPLE_AT_ONCE)
    for person, for_study in going:
        let_go(session, person, now, for_study=for_study)
    return len(going)


def next_instant(session: Session) -> datetime | None:
    """Return the next moment at which a beat will have something to do."""
    return instants.soonest(session)
