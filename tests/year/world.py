"""The world: families in one database in memory, the real beats, and a sender that only takes note."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from content.message import Message
from db.models import Asks, Person, Standing, Table
from db.programmes import replan
from db.session import Database, Session
from flows import resting
from flows.act import Act
from scheduler.settling import Outcome
from scheduler.tick import Tick, next_instant
from tests import cast
from tests.year.lives import Life, Outage, Turn

BEAT = timedelta(seconds=5)
ASKED = (Asks.WAVE, Asks.MICRO, Asks.WEEKLY)


@dataclass(frozen=True)
class Sent:
    """A message that went out, with what the clock on the person's wall and their wishes were then."""

    person: int
    at: datetime
    zone: str
    hour: Any


class World:
    """Lives it is told, and what came of them."""

    def __init__(self, lives: Sequence[Life], start: datetime) -> None:
        self.database = Database("sqlite://")
        Table.metadata.create_all(self.database.engine)
        self.start = self.now = start
        self.sent: list[Sent] = []
        self.away: dict[int, list[tuple[datetime, datetime]]] = {}
        self.beats = 0
        self.tick = Tick(self._act, self, self._compose)
        with self.database.begin() as session:
            site = cast.site(session)
            self.people = [self._settle(session, site, life) for life in lives]

    def _settle(self, session: Session, site: Any, life: Life) -> int:
        monday = (self.start + timedelta(days=7)).date()
        group = cast.programme(session, site, cadence=life.cadence, starts_on=monday)
        person = cast.caregiver(session, site, group, zone=life.zone, asked_at=life.hour)
        for asks in ASKED:
            cast.subscription(
                session, person, group, asks=asks, battery=None, next_at=self.now, next_day=None
            )
        return person.id

    async def _act(self, function: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        with self.database.begin() as session:
            return function(session, *args, **kwargs)

    async def _compose(self, owed: Any, now: datetime) -> Message:
        raise AssertionError("nobody here gets a digest")

    async def grant(self, chat: str, priority: int) -> datetime:
        """Every right to send is given at once."""
        return self.now

    async def send(self, chat: str, message: Message) -> Outcome:
        """Take note."""
        person = int(chat) - 1000
        zone, hour = self._wishes[person]
        self.sent.append(Sent(person, self.now, zone, hour))
        return Outcome("sent", message_id=len(self.sent))

    async def live(self, lives: Sequence[Life], outages: Sequence[Outage], end: datetime) -> None:
        """Let everything happen up to a moment: beats come when something is due, but not in an outage."""
        self._wishes = {one: (life.zone, life.hour) for one, life in zip(self.people, lives, strict=True)}
        happens = self._agenda(lives)
        silent = [(self.start + one.after, self.start + one.after + one.length) for one in outages]
        while True:
            with self.database.read() as session:
                due = next_instant(session)
            coming = happens[0][0] if happens else None
            moment = max(min((one for one in (due, coming) if one is not None), default=end), self.now)
            if moment >= end:
                return
            if coming is not None and coming <= moment:
                self.now = moment
                self._happen(*happens.pop(0)[1:], happens)
                continue
            self.now = _after_outage(_quarter(moment), silent)
            await self.tick.beat(self.now)
            self.beats += 1
            self.now += BEAT

    def _agenda(self, lives: Sequence[Life]) -> list[tuple[datetime, int, Turn]]:
        found = [
            (self.start + turn.after, person, turn)
            for person, life in zip(self.people, lives, strict=True)
            for turn in life.turns
        ]
        return sorted(found, key=lambda one: (one[0], one[1]))

    def _happen(self, person: int, turn: Turn, happens: list[tuple[datetime, int, Turn]]) -> None:
        with self.database.begin() as session:
            who = session.get_one(Person, person)
            if turn.what == "travel":
                who.zone = turn.value
                replan(session, person, self.now)
            elif turn.what == "hour":
                who.asked_at = turn.value
                replan(session, person, self.now)
            elif turn.what == "back":
                resting.come_back(_act_of(session, who, self.now))
            elif who.standing == Standing.ACTIVE and turn.what == "pause":
                resting.pause(_act_of(session, who, self.now), reason="other", days=turn.value)
            elif who.standing == Standing.ACTIVE:
                resting.stop(_act_of(session, who, self.now), sure=True)
                back = self.now + timedelta(days=turn.value)
                self.away.setdefault(person, []).append((self.now, back))
                happens.append((back, person, Turn(timedelta(0), "back", None)))
                happens.sort(key=lambda one: (one[0], one[1]))
            self._wishes[person] = (who.zone, who.asked_at)


def _act_of(session: Session, person: Person, now: datetime) -> Act:
    return Act(session, now, person, 1000 + person.id, 1000 + person.id, 1, "en")


def _quarter(moment: datetime) -> datetime:
    """The next quarter of an hour: in a year of beats every five seconds this is soon enough."""
    return moment + (
        -timedelta(minutes=moment.minute, seconds=moment.second, microseconds=moment.microsecond)
    ) % (timedelta(minutes=15))


def _after_outage(moment: datetime, silent: Sequence[tuple[datetime, datetime]]) -> datetime:
    for begins, ends in sorted(silent):
        if begins <= moment < ends:
            moment = ends
    return moment
