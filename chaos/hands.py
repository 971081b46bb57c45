"""The hands: caregivers who answer what is on their screen, as people do, and workers who take alerts."""

import asyncio
from random import Random  # noqa: TID251 - every draw comes from a seed that the report names

from sandbox.server import Sandbox

LOOKS_EVERY, LOOKS_SELDOM = 0.05, 0.4
PATIENCE, LONGEST_PATIENCE = 3.0, 24.0
ANSWERS, WAYS = ("answer:", "change:"), ("open:", "back:", "later:")
TEXTS = ("thank you", "she sleeps now", "how long does this take?", "!!!")


class Screen:
    """One person's chat as they see it."""

    def __init__(self, box: Sandbox, chat: int) -> None:
        self._box, self._chat = box, chat
        self._patience = PATIENCE

    @property
    def lags(self) -> bool:
        """Whether the person has waited in vain: then nobody taps for fun."""
        return self._patience > PATIENCE

    def offers(self, *kinds: str) -> tuple[int, list[str]] | None:
        """Return the newest message that shows buttons of these kinds, with their data; None without one."""
        for message in reversed(self._box.chat(self._chat)):
            rows = message.get("reply_markup", {}).get("inline_keyboard", [])
            data = [str(button.get("callback_data", "")) for row in rows for button in row]
            if fitting := [each for each in data if each.startswith(kinds)]:
                return message["message_id"], fitting
        return None

    def seen(self) -> int:
        """Return a number that another screen does not have; what the person writes does not change it."""
        return hash(tuple(str(each) for each in self._box.chat(self._chat) if each["from"]["is_bot"]))

    async def differs(self, seen: int) -> None:
        """Wait until the screen is another; whoever waits in vain goes on, and waits longer the next time."""
        loop = asyncio.get_running_loop()
        give_up = loop.time() + self._patience
        while self.seen() == seen and loop.time() < give_up:  # noqa: ASYNC110 - a screen tells nobody
            await asyncio.sleep(LOOKS_EVERY)
        self._patience = PATIENCE if self.seen() != seen else min(self._patience * 2, LONGEST_PATIENCE)


class Caregiver:
    """One caregiver: taps, hesitates, taps twice, taps what is long over, writes, and starts again.

    Text and /start come only after an answer has shown that the check-in is known to be there: then what
    each of them is answered with is certain, and can be audited.
    """

    def __init__(self, box: Sandbox, chat: int, dice: Random) -> None:
        self._box, self._chat, self._dice = box, chat, dice
        self._screen = Screen(box, chat)
        self._tapped: list[tuple[int, str]] = []
        self._settled_in = False

    async def live(self, leave: asyncio.Event) -> None:
        """Answer until nothing is left to answer, or until told to leave."""
        while not leave.is_set():
            offer = self._screen.offers(*ANSWERS, *WAYS)
            if offer is not None:
                await self._move(*offer)
            elif self._tapped:
                return
            else:
                await asyncio.sleep(LOOKS_SELDOM)

    async def _move(self, number: int, offers: list[str]) -> None:
        seen = self._screen.seen()
        questions = [each for each in offers if each.startswith("answer:")]
        self._settled_in |= bool(questions) and ".mood:" not in questions[0]
        if not self._screen.lags:
            await self._digress()
        data = self._choose(offers)
        await self._tap(number, data)
        if not self._screen.lags and self._dice.random() < 0.07:
            await self._tap(number, data)
        await self._screen.differs(seen)
        await asyncio.sleep(self._dice.uniform(0.1, 1.2))

    def _choose(self, offers: list[str]) -> str:
        """Return an answer mostly; the last question is rarely answered with a wish to be called."""
        answers = [each for each in offers if each.startswith(ANSWERS)]
        ways = [each for each in offers if each.startswith(WAYS)]
        if not answers or (ways and self._dice.random() < 0.06):
            back_to_it = [each for each in ways if each.startswith("open:")]
            return self._dice.choice([*ways, *back_to_it * 3])
        rare = [each for each in answers if each.endswith(".contact:2")]
        return self._dice.choice([each for each in answers if each not in rare or self._dice.random() < 0.3])

    async def _digress(self) -> None:
        """Do now and then what no question asks for."""
        roll = self._dice.random()
        if roll < 0.05 and self._tapped:
            await self._tap(*self._dice.choice(self._tapped))
        elif self._settled_in and roll < 0.09:
            await self._box.text(self._chat, self._dice.choice(TEXTS))
        elif self._settled_in and roll < 0.12:
            await self._box.text(self._chat, "/start")
        elif self._settled_in and roll < 0.16:
            cry = self._screen.offers("help", "contact")
            if cry is not None:
                await self._tap(cry[0], self._dice.choice(cry[1]))

    async def _tap(self, number: int, data: str) -> None:
        await self._box.tap(self._chat, data, number)
        self._tapped.append((number, data))


class Worker:
    """A social worker: takes the alert that is on top, closes it, and asks for the digest now and then."""

    def __init__(self, box: Sandbox, chat: int, dice: Random) -> None:
        self._box, self._chat, self._dice = box, chat, dice
        self._screen = Screen(box, chat)

    async def live(self, leave: asyncio.Event) -> None:
        """Work until told to leave."""
        while not leave.is_set():
            offer, seen = self._screen.offers("alert:take", "alert:close"), self._screen.seen()
            if offer is not None:
                await self._box.tap(self._chat, offer[1][0], offer[0])
                await self._screen.differs(seen)
            await asyncio.sleep(self._dice.uniform(0.6, 1.8))

    async def ask_for_digest(self) -> None:
        """Ask for the week so far; it comes later, as a document."""
        await self._box.text(self._chat, "/digest")
