"""The campaign: life after life of the bot, each ended at a random moment while people are at work."""

import asyncio
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from bot.clock import Clock
from bot.rehearsal.chance import draw
from chaos import casualties, killer, mischief
from chaos.casualties import Casualties
from chaos.hands import Caregiver, Worker
from chaos.killer import End
from chaos.process import TOKEN, BotProcess
from chaos.scene import ADMIN, LISTENERS, WORKERS, Scene
from sandbox.server import Sandbox

REVOKED = 3
LEASE_WAITED_OUT = 0.1
DIGEST_EVERY, NOTICE_EVERY = 12, 8
# Who has not finished after so many lives counts no longer: their question was refused perhaps.
GIVEN_UP_AFTER = 6
LONGEST_DRAIN, LOOKS_EVERY = 240.0, 0.25


@dataclass
class Evidence:
    """What the campaign saw, beside journal and database; `unasked` tells of ends nobody had asked for."""

    box: Sandbox
    casualties: list[Casualties] = field(default_factory=list)
    ends: Counter[str] = field(default_factory=Counter)
    unasked: list[str] = field(default_factory=list)
    left_behind: list[int] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=dict)
    called: int = 0
    unfinished: dict[str, int] = field(default_factory=dict)


class Campaign:
    """`kills` lives of the bot, with `at_work` families answering; what chance decides comes from `seed`."""

    def __init__(
        self, scene: Scene, folder: Path, clock: Clock, *, kills: int, seed: int, at_work: int
    ) -> None:
        self._scene, self._clock, self._at_work, self._seed = scene, clock, at_work, seed
        self._ends = killer.ends(kills, draw(seed, "killer", "ends"))
        self._box = Sandbox(journal=folder / "journal.jsonl")
        self._folder = folder
        self._leave = asyncio.Event()
        self._hands: list[tuple[int, asyncio.Task[None]]] = []
        self.evidence = Evidence(self._box)

    async def run(self) -> Evidence:
        """Kill, restart and let people work until the last kill, then let the bot finish in peace."""
        await self._populate()
        bot = BotProcess(self._box.url, self._scene.database.url, self._folder)
        began = self._clock.steady()
        try:
            async with asyncio.TaskGroup() as hands:
                workers = self._settle_workers(hands)
                for number, end in enumerate(self._ends):
                    self._call_families(hands, number)
                    if number % DIGEST_EVERY == 0:
                        await workers[0].ask_for_digest()
                    if number % NOTICE_EVERY == 0:
                        self._scene.announce(number // NOTICE_EVERY + 1, self._now())
                    await self._live(bot, end, number)
                self.evidence.seconds["of each life"] = (self._clock.steady() - began) / len(self._ends)
                await self._finish_in_peace(bot)
        finally:
            await bot.kill()
            self.evidence.left_behind = await bot.left_behind()
            bot.clear_up()
            await self._box.stop()
            self.evidence.seconds["in all"] = self._clock.steady() - began
        return self.evidence

    async def _populate(self) -> None:
        await self._box.start()
        self._box.add_bot(token=TOKEN, username="respite_chaos_bot")
        for chat in (*WORKERS, ADMIN, *LISTENERS, *(chat for chat, _ in self._scene.families)):
            self._box.add_person(user_id=chat, first_name="Synthetic")

    def _settle_workers(self, hands: asyncio.TaskGroup) -> list[Worker]:
        workers = [Worker(self._box, chat, draw(self._seed, str(chat), "work")) for chat in WORKERS]
        for worker in workers:
            hands.create_task(worker.live(self._leave))
        return workers

    def _call_families(self, hands: asyncio.TaskGroup, life: int) -> None:
        """Let as many check-ins be due as it takes to have enough people at work."""
        busy = sum(not task.done() and life - since < GIVEN_UP_AFTER for since, task in self._hands)
        wanted = max(1, self._at_work - busy)
        for chat in self._scene.call_due(self.evidence.called, wanted, self._now()):
            caregiver = Caregiver(self._box, chat, draw(self._seed, str(chat), "answers"))
            self._hands.append((life, hands.create_task(caregiver.live(self._leave))))
            self.evidence.called += 1

    async def _live(self, bot: BotProcess, end: End, number: int) -> None:
        dice = draw(self._seed, "life", str(number))
        mischief.brew(self._box, dice)
        await bot.launch()
        if end.how == "starting" or await bot.ready():
            await asyncio.sleep(end.after)
        if end.how == "revoked":
            await self._revoke(bot, number)
        elif await bot.kill():
            self.evidence.ends[end.how] += 1
            self.evidence.casualties.append(casualties.count(self._scene.database))
        else:
            self.evidence.unasked.append(f"life {number} ({end.how}): {bot.last_words}")
        if not self._scene.database.is_sqlite and dice.random() > LEASE_WAITED_OUT:
            self._scene.let_lease_go()

    async def _revoke(self, bot: BotProcess, number: int) -> None:
        """Take the token back: the bot must end by itself and say so by its status."""
        mischief.revoke(self._box, draw(self._seed, "token", str(number)))
        await self._box.text(ADMIN, "/help")  # lets the present poll go
        status = await bot.ended(within=20)
        if status != REVOKED:
            self.evidence.unasked.append(
                f"life {number}: the token was taken back, and it ended with {status}"
            )
            await bot.kill()
        self.evidence.ends["revoked"] += 1
        self.evidence.casualties.append(casualties.count(self._scene.database))

    async def _finish_in_peace(self, bot: BotProcess) -> None:
        """Let one last life do all that is left, send people home, and ask the bot to stop."""
        self._box.faults.clear()
        await bot.launch()
        if not await bot.ready():
            self.evidence.unasked.append(f"the last life did not start: {bot.last_words}")
            self._leave.set()
            return
        await self._until_done(still_answering=True)
        self._leave.set()
        await asyncio.sleep(1)
        self.evidence.unfinished = await self._until_done(still_answering=False)
        status = await bot.stop()
        if status != 0:
            self.evidence.unasked.append(f"asked to stop, it ended with {status}: {bot.last_words}")

    async def _until_done(self, *, still_answering: bool) -> dict[str, int]:
        loop = asyncio.get_running_loop()
        give_up = loop.time() + LONGEST_DRAIN
        while True:
            left = casualties.what_is_left(self._scene.database, self._now())
            left["unconfirmed"] = self._box.unconfirmed()
            if not still_answering:
                del left["unanswered"]
            if not any(left.values()) or loop.time() > give_up:
                return {what: count for what, count in left.items() if count}
            self._scene.cut_waits_short(self._now())
            await asyncio.sleep(LOOKS_EVERY)

    def _now(self) -> datetime:
        return self._clock.now()
