"""A delivery waits in line for the bot, not for a chat that takes nothing; and what paying changes."""

import asyncio

from telegram.error import RetryAfter

from bot.clock import VirtualClock
from bot.wire.pacer import BULK_FROM, Pacer, Rates
from bot.wire.throttle import GRANTED, PATIENCE, Throttle
from tests.wire.desk import AMINA, MONDAY, OTHER
from tests.wire.test_pacer import most_within

BULK = 6


async def test_a_chat_that_is_halted_for_long_is_told_at_once_and_takes_no_token(desk):
    desk.throttle._pacer.halt(desk.clock.steady(), AMINA, 60)

    asked = desk.start(desk.throttle.grant(AMINA, BULK))
    await desk.settle()

    assert asked.result() == 60
    assert desk.throttle._pacer.bot_free_at(desk.clock.steady()) == desk.clock.steady()


async def test_one_that_is_halted_for_a_moment_only_is_waited_for(desk):
    desk.throttle._pacer.halt(desk.clock.steady(), AMINA, PATIENCE)

    asked = desk.start(desk.throttle.grant(AMINA, BULK))
    await desk.play()

    assert asked.result() == 0
    assert desk.clock.time() - MONDAY.timestamp() == PATIENCE


async def test_deliveries_leave_the_line_when_their_chat_is_halted_and_replies_stay(desk):
    await desk.use_up()
    reply = desk.send("reply")
    waiting = [desk.start(desk.throttle.grant(AMINA, BULK)) for _ in range(3)]
    other = desk.start(desk.throttle.grant(OTHER, BULK))
    await desk.settle()
    assert not any(each.done() for each in waiting)
    desk.faults[AMINA] = [RetryAfter(30)]

    desk.send("granted before", rate_limit_args=GRANTED)
    await desk.play(1)

    assert [round(each.result()) for each in waiting] == [30, 30, 30]
    assert (other.result(), reply.done()) == (0, False)
    await desk.play()
    assert reply.result() == {"text": "reply"}


async def test_a_halt_of_the_whole_bot_puts_nothing_off(desk):
    for chat in (AMINA, OTHER):
        desk.throttle._pacer.halt(desk.clock.steady(), chat, 30)

    asked = desk.start(desk.throttle.grant(9, BULK))
    await desk.play()

    assert asked.result() == 0
    assert desk.clock.time() - MONDAY.timestamp() == 30


async def test_who_pays_reaches_nearly_a_thousand_a_second_and_never_more():
    clock = VirtualClock(MONDAY)
    throttle, moments = Throttle(clock, Pacer(Rates.paid())), []

    async def deliver(chat: int) -> None:
        await throttle.grant(chat, BULK)
        moments.append(clock.time() - MONDAY.timestamp())

    async with asyncio.TaskGroup() as group:
        for chat in range(1, 2001):
            group.create_task(deliver(chat))
            if chat % 50 == 0:
                while throttle.waiting > 10 or throttle.busy:
                    await asyncio.sleep(0)
                    if not throttle.busy and (wake := clock.next_wake()):
                        clock.advance_to(wake)
        while len(moments) < 2000:
            await asyncio.sleep(0)
            if not throttle.busy and (wake := clock.next_wake()):
                clock.advance_to(wake)

    moments.sort()
    assert most_within(moments, 1) <= 1000
    assert 2000 / moments[-1] >= 0.98 * 900


def test_who_pays_leaves_room_for_replies_and_chats_keep_their_pace():
    pacer = Pacer(Rates.paid())
    bulk = sum(pacer.take(0, chat, BULK) for chat in range(1, 200))
    assert all(pacer.take(0.1, chat, 1) for chat in range(301, 305))
    assert bulk == 30
    assert sum(pacer.take(1, 1, 1) for _ in range(10)) == 5
    assert BULK_FROM <= BULK
