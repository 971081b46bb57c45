"""A made-up caregiver: joins, answers in their own way, and has a life beside the bot."""

from datetime import datetime, timedelta
from random import Random  # noqa: TID251 - a type; every draw comes from `chance`

from bot.rehearsal.actor import Chat
from bot.rehearsal.agenda import Act, Plan, soon
from bot.rehearsal.answering import Answering
from bot.rehearsal.chance import between, draw
from bot.rehearsal.families import Family
from bot.rehearsal.grouping import Grouping
from bot.rehearsal.joiner import Joiner
from bot.rehearsal.reading import Reading
from bot.rehearsal.sight import Seen, newest_with, seen
from sandbox.people import People

_READING = (3, 20)
_PAUSE_DAYS = ("7", "3")
_MENU = ("pause", "stop", "change")
# Parts of the programme in which the library is looked into once.
_VISITS = ((0.1, 0.4), (0.5, 0.8))


class Caregiver:
    """One made-up caregiver. From `rests_from` on they do nothing, whatever they see."""

    def __init__(
        self,
        family: Family,
        seed: int,
        joins_at: datetime,
        link: str,
        span: tuple[datetime, datetime],
        rests_from: datetime | None = None,
    ) -> None:
        self.family = family
        self._seed, self._link, self._joins_at = seed, link, joins_at
        self._start, self._length = span[0], span[1] - span[0]
        self._rests_from = rests_from
        self._joiner = Joiner(family, seed, last_step="shared")
        self._answering = Answering(family, seed, self._start, self._length)
        self._reading = Reading(family, seed)
        self._grouping = Grouping(family, seed)
        self._away = False
        self._doing = ""
        self._glances: dict[int, Plan | None] = {}

    def begin(self) -> list[Plan]:
        """Return the joining and what life brings."""
        user, character = self.family.user_id, self.family.character
        plans = [Plan(self._joins_at, lambda box: box.open_link(user, self._link))]
        if character.blocks:
            plans += [
                self._on(character.blocks[0], self._block),
                self._on(character.blocks[1], self._unblock),
            ]
        if character.pauses is not None:
            plans.append(self._on(character.pauses, self._command("pause")))
        if character.loses is not None:
            plans.append(self._on(character.loses, self._command("change")))
        if character.stops is not None:
            plans.append(self._on(character.stops, self._command("stop")))
        if self._dice("reads").random() < character.reads:
            dice = self._dice("reads when")
            visit = self._if_here(self._reading.visit())
            plans += [self._on(dice.uniform(*stretch), visit) for stretch in _VISITS]
        if character.heavy is not None:
            plans.append(self._on(min(0.95, character.heavy + 0.3), self._press_help))
        return [plan for plan in plans if self._acts_at(plan.when)]

    def look(self, chat: Chat, now: datetime) -> list[Plan]:
        """Return the answer to what the chat shows."""
        if self._away:
            return []
        messages = seen(chat)
        if not self._joiner.done:
            plans = self._joiner.react(messages, now)
        else:
            plans = self._menu(messages, now) or self._answering.react(messages, now)
            plans += self._look_back(messages, now) + self._reading.react(messages, now)
            plans += self._grouping.react(messages, now)
        return [Plan(plan.when, self._if_here(plan.act)) for plan in plans if self._acts_at(plan.when)]

    def _acts_at(self, when: datetime) -> bool:
        return self._rests_from is None or when < self._rests_from

    def _on(self, part: float, act: Act) -> Plan:
        """Return a plan for some hour of the day that lies at this part of the programme."""
        dice = draw(self._seed, self.family.key, f"life {part}")
        day = self._start + timedelta(days=int(part * self._length.days))
        return Plan(day + timedelta(hours=between(dice, (9, 20)), minutes=between(dice, (0, 59))), act)

    def _if_here(self, act: Act) -> Act:
        async def unless_away(box: People) -> None:
            if not self._away:
                await act(box)

        return unless_away

    async def _block(self, box: People) -> None:
        self._away = True
        await box.block(self.family.user_id)

    async def _unblock(self, box: People) -> None:
        self._away = False
        await box.unblock(self.family.user_id)
        await box.text(self.family.user_id, "/start")

    def _command(self, name: str) -> Act:
        async def write(box: People) -> None:
            self._doing = name
            await box.text(self.family.user_id, f"/{name}")

        return self._if_here(write)

    async def _press_help(self, box: People) -> None:
        """Press the button that is there for it, wherever in the chat the newest one stands."""
        shown = newest_with(seen(box.chat(self.family.user_id)), "help")
        if shown is not None and not self._away:
            await box.tap(self.family.user_id, "help", shown.message_id)

    def _menu(self, messages: list[Seen], now: datetime) -> list[Plan]:
        """Return the next tap of a pause or a stop that was asked for."""
        shown = messages[-1] if messages else None
        if shown is None or self._doing not in _MENU:
            return []
        offered = shown.starting("halt" if self._doing == "change" else self._doing)
        if not offered:
            return []
        chosen, last = self._menu_choice(offered)

        async def tap(box: People) -> None:
            self._doing = "" if last else self._doing
            await box.tap(self.family.user_id, chosen, shown.message_id)

        return [soon(now, between(self._dice(f"menu {chosen}"), _READING), tap)]

    def _menu_choice(self, offered: list[str]) -> tuple[str, bool]:
        """Return the button to tap, and whether it is the last one."""
        if self._doing == "change":
            return next(data for data in offered if data.endswith(":bereaved")), "do" in offered[0].split(":")
        if self._doing == "stop":
            return "stop:yes", True
        days = [data for data in offered if data.count(":") == 2]
        if not days:
            meant = [data for data in offered if data == f"pause:{self.family.character.pauses_for}"]
            return (meant or [self._dice("reason").choice(offered)])[0], False
        wanted = _PAUSE_DAYS[self._length < timedelta(days=21)]
        return next(data for data in days if data.endswith(f":{wanted}")), True

    def _look_back(self, messages: list[Seen], now: datetime) -> list[Plan]:
        """Return a look at one's own trend after an answered check-in, now and then."""
        shown = newest_with(messages, "trend")
        if shown is None:
            return []
        if shown.message_id not in self._glances:
            dice = self._dice(f"trend {shown.message_id}")
            looks = dice.random() < self.family.character.looks_back
            plan = soon(now, between(dice, _READING), self._tap_trend(shown.message_id))
            self._glances[shown.message_id] = plan if looks else None
        glance = self._glances[shown.message_id]
        return [] if glance is None else [glance]

    def _tap_trend(self, message_id: int) -> Act:
        async def tap(box: People) -> None:
            self._glances[message_id] = None
            await box.tap(self.family.user_id, "trend", message_id)

        return tap

    def _dice(self, occasion: str) -> Random:
        return draw(self._seed, self.family.key, occasion)
