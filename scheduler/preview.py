"""The preview: what one person will get and why, by the rules that plan, put off and hold back."""

import heapq
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from db import spent
from db.models import FROM_PEOPLE, Asks, Kind, Priority, Standing
from db.riders import WITHIN
from scheduler import occasions
from scheduler.budget import ToCome, allows, counted, rank_of
from scheduler.forecast import Turn
from scheduler.guard import of_the_programme
from scheduler.kinds import MANNERS
from scheduler.known import QUESTIONS, Known
from scheduler.night import at_chosen_hour
from scheduler.reminded import Reminded
from scheduler.rules import DAY, local_date, out_of_quiet, reminder_at
from scheduler.settling import QUIET
from scheduler.windows import windows_of

DAY_BEFORE = " 24h"


@dataclass(frozen=True)
class Line:
    """One thing to come: when, what (a battery or a kind of message), and `sent` or why not.

    `without` are the cards of a battery that are not due yet; `until` is where quiet hours put it off to.
    """

    at: datetime
    kind: str
    what: str
    verdict: str
    without: tuple[str, ...] = ()
    until: datetime | None = None


@dataclass(frozen=True, order=True)
class _Coming:
    """A message on its way; `what` is a battery or a kind, `turn` is there for a question."""

    at: datetime
    number: int
    what: str = field(compare=False)
    kind: str = field(compare=False)
    priority: int = field(compare=False)
    chosen: bool = field(compare=False, default=False)
    free: bool = field(compare=False, default=False)
    turn: Turn | None = field(compare=False, default=None)

    @property
    def rank(self) -> int | None:
        return rank_of(self.kind, self.priority, free=self.free)


def preview(facts: Known, now: datetime, until: datetime) -> Iterator[Line]:
    """Yield what is to come up to a moment, earliest first, if nothing is answered meanwhile. Pure."""
    future = _Future(facts, now)
    while future.coming and future.coming[0].at <= until:
        yield future.next_line()


class _Future:
    """What is still on its way, and what was sent by then."""

    def __init__(self, facts: Known, now: datetime) -> None:
        self._facts, self._person, self._gone = facts, facts.person, list(facts.gone)
        self.coming = [
            _Coming(max(one.at, now), number, _name(one, facts), one.kind, one.priority, one.chosen, one.free)
            for number, one in enumerate(facts.queued)
        ]
        self.coming += [_question(turn, number) for number, turn in enumerate(facts.turns, len(self.coming))]
        self.coming += [_reminder(one, n) for n, one in enumerate(facts.meetings, len(self.coming))]
        self._number, self._asked_at = len(self.coming), now - DAY
        heapq.heapify(self.coming)

    def next_line(self) -> Line:
        one = heapq.heappop(self.coming)
        without = self._without(one)
        verdict = self._not_asked(one, without)
        if verdict is not None:
            return Line(one.at, one.kind, one.what, verdict)
        morning = self._morning(one)
        if morning is not None:
            heapq.heappush(self.coming, replace(one, at=morning))
            return Line(one.at, one.kind, one.what, "quiet", until=morning)
        verdict = self._held_back(one)
        if verdict is not None:
            return Line(one.at, one.kind, one.what, verdict)
        if one.rank is not None:
            self._gone.append(one.at)
        if one.kind == Kind.CHECKIN and not self._person.shares_phone:
            self._asked_at = one.at
        self._remind(one)
        return Line(one.at, one.kind, one.what, "sent", tuple(without))

    def _without(self, one: _Coming) -> Mapping[str, str]:
        """Return the cards of a battery that are not asked, because they come too soon or nobody agreed."""
        if one.turn is None:
            return {}
        left = occasions.cards_left(one.turn.each, self._facts.answered)
        return {**left, **self._facts.unagreed.get(one.what, {})}

    def _not_asked(self, one: _Coming, without: Mapping[str, str]) -> str | None:
        person = self._person
        if one.kind == Kind.ALERT:
            return None
        if one.turn is not None and one.turn.gives_way:
            return "wave"
        if self._halted(one):
            return person.standing
        if one.kind == Kind.SESSION:
            return self._not_told(one)
        if person.paused_until is not None and one.at < person.paused_until:
            return "paused"
        if person.unreachable_at is not None:
            return "unreachable"
        if one.turn is not None and not occasions.is_asked(one.turn.each, without):
            return "not_due"
        return None

    def _halted(self, one: _Coming) -> bool:
        """Whether a relapse or a death holds it back; a relapse lets the group be."""
        standing = self._person.standing
        through = one.kind in FROM_PEOPLE or (one.kind == Kind.SESSION and standing != Standing.BEREAVED)
        return standing in occasions.HALTED and not through

    def _not_told(self, one: _Coming) -> str | None:
        """Return why a session's message does not come by itself; a pause lets the group be."""
        if self._person.unreachable_at is not None:
            return "unreachable"
        return "rides" if one.what.endswith(DAY_BEFORE) and one.at - self._asked_at <= WITHIN else None

    def _morning(self, one: _Coming) -> datetime | None:
        zone = self._person.zone
        asked_then = one.kind == Kind.CHECKIN and at_chosen_hour(one.at, zone, self._person.asked_at)
        if not MANNERS[one.kind].waits_for_morning or one.chosen or asked_then:
            return None
        morning = out_of_quiet(one.at, zone, QUIET)
        return morning if morning > one.at else None

    def _held_back(self, one: _Coming) -> str | None:
        if of_the_programme(one.kind, one.priority) and self._facts.waits:
            return "arm"
        rank, zone = one.rank, self._person.zone
        if rank is None or not counted(self._person.role):
            return None
        ahead = [
            ToCome(local_date(other.at, zone), other.rank)
            for other in self.coming
            if other.rank is not None and not (other.turn is not None and other.turn.gives_way)
        ]
        return None if allows(rank, one.at, zone, self._gone, ahead) else "budget"

    def _remind(self, one: _Coming) -> None:
        """Put the reminder of a question on its way, as its sending does."""
        if one.turn is None:
            return
        when = reminder_at(windows_of(one.what), one.at, self._person.zone, QUIET)
        if when is not None:
            self._number += 1
            reminder = _Coming(when, self._number, one.what, Kind.REMINDER, Priority.CHECKIN)
            heapq.heappush(self.coming, reminder)


def _name(one: spent.Message, facts: Known) -> str:
    """Return the battery that a queued message is about, or its kind."""
    if one.kind == Kind.SESSION:
        return f"{one.kind} {one.subject.rpartition('/')[2]}"
    return facts.batteries.get(one.about_id or 0, one.kind) if one.kind in QUESTIONS else one.kind


def _question(turn: Turn, number: int) -> _Coming:
    each = turn.each
    if each.asks == Asks.DIGEST:
        return _Coming(each.due_at, number, Kind.DIGEST, Kind.DIGEST, Priority.DIGEST)
    return _Coming(each.due_at, number, each.battery or "", Kind.CHECKIN, Priority.CHECKIN, turn=turn)


def _reminder(one: Reminded, number: int) -> _Coming:
    return _Coming(one.at, number, f"{Kind.SESSION} {one.what}", Kind.SESSION, Priority.SESSION)
