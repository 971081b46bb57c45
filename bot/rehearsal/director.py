"""The director: lets everybody act in turn, and moves time only when the bot has come to rest."""

from collections.abc import Callable, Sequence
from datetime import datetime

from bot.clock import VirtualClock
from bot.engine import Engine
from bot.rehearsal.actor import Actor
from bot.rehearsal.agenda import Agenda, Plan
from bot.rehearsal.stage import Stage
from bot.rehearsal.stillness import Failed, Stalled, Stillness
from sandbox.server import Sandbox
from scheduler.tick import next_instant

MOST_BEATS = 50
Told = Callable[[datetime], None]


class Broken(Failed):
    """The bot gave an update up: its own log says why."""


class Director:
    """Runs a bot and made-up people on one virtual clock.

    One person acts at a time, and the bot answers to the end before the next does: the same people do the
    same things in the same order in every run.
    """

    def __init__(self, engine: Engine, box: Sandbox, stage: Stage, cast: Sequence[Actor], told: Told) -> None:
        assert isinstance(stage.clock, VirtualClock), "a rehearsal has its own time"
        self._engine, self._box, self._clock, self._told = engine, box, stage.clock, told
        self._database = stage.database
        self._cast = {actor.family.user_id: actor for actor in cast}
        self._agenda = Agenda()
        self._stillness = Stillness(engine, box, stage.clock)
        self._read = 0
        for actor in cast:
            self._agenda.keep(actor.family.user_id, actor.begin())

    async def run_until(self, end: datetime) -> None:
        """Let everything happen that is due before `end`, and leave the clock there.

        Raises Stalled if the bot does not come to rest, and Broken if it fails at what it is told.
        """
        await self._stillness.settle()
        owed = await self._beat()
        while True:
            self._look_around()
            if (due := self._agenda.take_due(self._clock.now())) is not None:
                await self._act(*due)
                owed = await self._beat()
                continue
            moments = (owed, self._agenda.next_at(), self._clock.next_wake())
            soonest = min((moment for moment in moments if moment is not None), default=end)
            self._clock.advance_to(max(min(soonest, end), self._clock.now()))
            self._told(self._clock.now())
            if soonest >= end:
                return
            await self._stillness.settle()
            # Between two acts only time has passed: what is owed is still what it was.
            if owed is not None and owed <= self._clock.now():
                owed = await self._beat()

    async def _act(self, person: int, plan: Plan) -> None:
        await plan.act(self._box)
        await self._stillness.settle()
        self._look(person)

    async def _beat(self) -> datetime | None:
        """Let the bot do all that is due, and return when something will be due again."""
        for _ in range(MOST_BEATS):
            if self._engine.dispatcher.given_up:
                raise Broken(Broken.__doc__)
            owed = self._owed()
            if owed is None or owed > self._clock.now():
                return owed
            await self._stillness.during(self._engine.tick.beat(self._clock.now()))
        raise Stalled(f"{MOST_BEATS} beats at {self._clock.now():%Y-%m-%d %H:%M} UTC left something due")

    def _owed(self) -> datetime | None:
        # The bot rests, so this may be asked without a turn on the database's own threads: it is asked
        # after every tap of everybody.
        with self._database.read() as session:
            return next_instant(session)

    def _look_around(self) -> None:
        """Let everybody to whom the bot has said something look at their chat."""
        news = self._box.calls[self._read :]
        self._read += len(news)
        chats = {int(call["params"]["chat_id"]) for call in news if "chat_id" in call["params"]}
        for person in sorted(chats):
            self._look(person)

    def _look(self, person: int) -> None:
        actor = self._cast.get(person)
        if actor is not None:
            self._agenda.react(person, actor.look(self._box.chat(person), self._clock.now()))
