"""A throttle on a virtual clock, with a wire behind it that notes what leaves and when."""

import asyncio
from datetime import UTC, datetime

from telegram.error import TelegramError

from bot.clock import VirtualClock
from bot.wire.pacer import Pacer
from bot.wire.throttle import Throttle

MONDAY = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
AMINA, OTHER = 7, 8


class Desk:
    """Sends in the background, moves the clock, and reads back what went out."""

    def __init__(self, group):
        self.clock = VirtualClock(MONDAY)
        self.throttle = Throttle(self.clock, Pacer())
        self.group = group
        self.tasks = []
        self.went = []
        self.faults = {}
        self.on_wire = asyncio.Event()
        self.on_wire.set()
        self.held = {}

    async def wire(self, text, chat):
        """Stand in for Telegram: note the call, then refuse or accept it."""
        self.went.append((round(self.clock.time() - MONDAY.timestamp(), 3), text))
        await self.held.get(text, self.on_wire).wait()
        faults = self.faults.get(chat)
        if faults:
            raise faults.pop(0)
        return {"text": text}

    def send(self, text, chat=AMINA, endpoint="sendMessage", rate_limit_args=None, **data):
        """Start a call and return its task, whose result is the answer or Telegram's error."""

        async def answer_or_error():
            try:
                return await self.throttle.process_request(
                    self.wire, (text, chat), {}, endpoint, {"chat_id": chat, **data}, rate_limit_args
                )
            except TelegramError as error:
                return error

        return self.start(answer_or_error())

    def start(self, work):
        """Start anything in the background; what still waits when a test ends is cancelled."""
        task = self.group.create_task(work)
        self.tasks.append(task)
        return task

    def edit(self, text, message=1, endpoint="editMessageText", **more):
        """Start an edit and return its task."""
        return self.send(text, endpoint=endpoint, message_id=message, **more)

    def hold(self, text):
        """Keep this text in the air until the returned event is set."""
        self.held[text] = asyncio.Event()
        return self.held[text]

    async def settle(self):
        """Let everything run that needs no time to pass."""
        for _ in range(30):
            await asyncio.sleep(0)

    async def play(self, seconds=3600.0):
        """Let time pass from one wake to the next, and stop after `seconds` or when nobody waits."""
        end = self.clock.time() + seconds
        await self.settle()
        while (wake := self.clock.next_wake()) is not None and wake.timestamp() <= end:
            self.clock.advance_to(wake)
            await self.settle()

    async def use_up(self, chat=AMINA):
        """Send the five texts that a private chat takes at once."""
        for text in range(5):
            self.send(f"before {text}", chat)
        await self.play(0.5)
        self.went.clear()

    def texts(self):
        """What went out, in order."""
        return [text for _, text in self.went]
