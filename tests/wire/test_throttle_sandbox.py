"""The throttle against a Telegram that counts: nothing is ever refused for coming too fast."""

import asyncio
from datetime import UTC, datetime

import pytest
from telegram.ext import ExtBot

from bot.clock import VirtualClock
from bot.wire.pacer import Pacer
from bot.wire.throttle import Throttle
from bot.wire.transport import AiohttpRequest
from sandbox.server import Sandbox
from tests.wire.peer import TOKEN

MONDAY = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
PEOPLE = range(1001, 1101)


@pytest.fixture
async def sandbox():
    box = Sandbox(clock=VirtualClock(MONDAY))
    box.add_bot(token=TOKEN, username="respite_bot")
    for person in PEOPLE:
        box.add_person(user_id=person, first_name="Amina")
        await box.text(person, "/start")
    await box.start()
    yield box
    await box.stop()


async def sent(box, clock, chats):
    """Send a text to each of the chats at once, and let as much time pass as that takes."""
    throttle = Throttle(clock, Pacer())
    request = AiohttpRequest(pool_timeout=None)
    bot = ExtBot(TOKEN, base_url=f"{box.url}/bot", request=request, rate_limiter=throttle)
    async with bot, asyncio.TaskGroup() as group:
        calls = [group.create_task(bot.send_message(chat, f"text {n}")) for n, chat in enumerate(chats)]
        while not all(call.done() for call in calls):
            await asyncio.sleep(0.001)
            if throttle.busy == clock.woken == 0 and (wake := clock.next_wake()):
                clock.advance_to(wake)
    return [call for call in box.calls if call["method"] == "sendMessage"]


async def test_a_broadcast_is_never_refused(sandbox):
    clock = sandbox.world.clock
    calls = await sent(sandbox, clock, PEOPLE)
    assert [call["ok"] for call in calls] == [True] * len(PEOPLE)
    assert clock.time() - MONDAY.timestamp() == pytest.approx((len(PEOPLE) - 2) / 28, abs=0.01)


async def test_a_long_answer_to_one_person_is_never_refused_and_keeps_its_order(sandbox):
    calls = await sent(sandbox, sandbox.world.clock, [PEOPLE[0]] * 25)
    assert [call["ok"] for call in calls] == [True] * 25
    assert [call["params"]["text"] for call in calls][-20:] == [f"text {n}" for n in range(5, 25)]
