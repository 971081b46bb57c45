"""The line in which calls wait for their turn: most urgent first, then first come."""

import asyncio
from bisect import insort
from dataclasses import dataclass, field

from bot.clock import Clock
from bot.wire.pacer import Chat, Pacer

_SHORTEST_SLEEP = 0.001


@dataclass(eq=False)
class Ticket:
    """A place in line; a call that has to try again keeps its place, unless it `leaves` a halted chat's."""

    chat: Chat
    rank: tuple[int, int]
    leaves: bool = False
    queued: bool = False
    served: bool = False
    yields: bool = False
    called: asyncio.Future[None] | None = field(default=None, repr=False)

    @property
    def priority(self) -> int:
        """How urgent it is, 0 first."""
        return self.rank[0]


class Turns:
    """Hands the pacer's tokens to those who wait.

    There is no task in the background. One of those waiting sleeps until the next token can be
    had; the others sleep until they are called. Whoever leaves hands the watch on.
    """

    def __init__(self, clock: Clock, pacer: Pacer) -> None:
        self._clock = clock
        self._pacer = pacer
        self._line: list[Ticket] = []
        self._drawn = 0
        self._inside = 0
        self._called = 0
        self._yielding = 0
        self._alarm: float | None = None

    @property
    def waiting(self) -> int:
        """How many wait for time to pass."""
        return self._inside - self.called

    @property
    def called(self) -> int:
        """How many need wait no longer and have not run yet."""
        return self._called + self._yielding

    def draw(self, chat: Chat, priority: int, *, leaves: bool = False) -> Ticket:
        """Draw a ticket; it counts as arrived now, whenever it is used."""
        self._drawn += 1
        return Ticket(chat, (priority, self._drawn), leaves)

    def dismiss(self, chat: Chat) -> None:
        """Withdraw the tickets of a chat whose holders would rather leave than wait long."""
        for ticket in [each for each in self._line if each.leaves and each.chat == chat]:
            self.withdraw(ticket)

    async def wait(self, ticket: Ticket) -> bool:
        """Wait for a token and take it; False if the ticket was withdrawn meanwhile."""
        ticket.queued, ticket.served, ticket.yields = True, False, False
        insort(self._line, ticket, key=lambda each: each.rank)
        self._inside += 1
        try:
            self._serve()
            while ticket.queued:
                await self._doze(ticket)
                self._serve()
            if ticket.yields:
                await self._let_others_first()
        finally:
            self._inside -= 1
            self._leave(ticket)
            self._hand_on()
        return ticket.served

    def withdraw(self, ticket: Ticket) -> None:
        """Take a ticket out of the line, if it is still in it, and tell its holder."""
        self._leave(ticket)
        self._call(ticket)

    def _serve(self) -> None:
        now = self._clock.steady()
        while self._pacer.bot_free_at(now) <= now and (ticket := self._first_to_take(now)):
            ticket.served = True
            ticket.yields = self._called > 0 and ticket.called is None
            self._leave(ticket)
            self._call(ticket)

    def _leave(self, ticket: Ticket) -> None:
        if ticket.queued:
            self._line.remove(ticket)
            ticket.queued = False

    def _first_to_take(self, now: float) -> Ticket | None:
        """Let the first in line for whom there is a token take it; a slow chat holds up nobody else."""
        for ticket in self._line:
            if self._pacer.bot_free_at(now, ticket.priority) > now:
                return None  # nor is there one for whoever stands behind
            if self._pacer.take(now, ticket.chat, ticket.priority):
                return ticket
        return None

    async def _doze(self, ticket: Ticket) -> None:
        """Sleep until the next token can be had, or, if another watches for it, until called."""
        moment = self._next_moment()
        if self._alarm is not None and self._alarm <= moment:
            ticket.called = asyncio.get_running_loop().create_future()
            try:
                await ticket.called
            finally:
                self._called -= ticket.called.done() and not ticket.called.cancelled()
                ticket.called = None
            return
        self._alarm = moment
        try:
            await self._clock.sleep(max(moment - self._clock.steady(), _SHORTEST_SLEEP))
        finally:
            if self._alarm == moment:
                self._alarm = None

    async def _let_others_first(self) -> None:
        """Let those run who were served before: whoever is awake already would overtake them."""
        self._yielding += 1
        try:
            await asyncio.sleep(0)
        finally:
            self._yielding -= 1

    def _next_moment(self) -> float:
        """Return when somebody in line can have a token; behind, none is to be had before the bot is free."""
        now, first = self._clock.steady(), float("inf")
        for each in self._line:
            if first <= self._pacer.bot_free_at(now, each.priority):
                break
            first = min(first, self._pacer.earliest(now, each.chat, each.priority))
        return first

    def _hand_on(self) -> None:
        if self._alarm is None:
            sleeper = next((each for each in self._line if each.called and not each.called.done()), None)
            if sleeper is not None:
                self._call(sleeper)

    def _call(self, ticket: Ticket) -> None:
        if ticket.called is not None and not ticket.called.done():
            ticket.called.set_result(None)
            self._called += 1
