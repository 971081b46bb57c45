"""Whose turn it is: urgency, arrival, rates, halts."""

import asyncio

import pytest
from telegram.error import BadRequest, RetryAfter

from bot.wire.throttle import GRANTED, URGENT
from tests.wire.desk import AMINA, OTHER

GROUP = -100
BROADCAST, MATERIAL, SESSION = 6, 4, 2


async def test_a_call_that_may_go_goes_at_once(desk):
    call = desk.send("hello")
    await desk.settle()
    assert call.result() == {"text": "hello"}
    assert desk.clock.next_wake() is None


async def test_a_crowd_leaves_at_the_rate_of_the_bot(desk):
    for chat in range(1, 281):
        desk.send("hello", chat)
    await desk.play()

    moments = [at for at, _ in desk.went]
    assert len(moments) == 280
    assert moments[-1] == pytest.approx(278 / 28, abs=0.01)
    assert all(sum(start <= at <= start + 1 for at in moments) <= 30 for start in moments)


async def test_the_most_urgent_goes_first_and_equals_go_as_they_came(desk):
    desk.send("first in the air", 100)
    desk.send("second in the air", 101)
    for chat, priority in enumerate([BROADCAST, SESSION, MATERIAL, None, SESSION, URGENT], start=1):
        desk.send(f"{chat}:{priority}", chat, rate_limit_args=priority)
    await desk.play()
    assert desk.texts()[2:] == ["6:-1", "4:None", "2:2", "5:2", "3:4", "1:6"]


async def test_a_safety_text_passes_a_broadcast_within_one_message(desk):
    for chat in range(1, 301):
        desk.send("news", chat, rate_limit_args=BROADCAST)
    await desk.play(5)
    asked = desk.clock.time()
    safety = desk.send("call now", 1000, rate_limit_args=URGENT)
    while not safety.done():
        await desk.play(0.04)
    assert desk.clock.time() - asked <= 0.04
    await desk.play()
    assert len(desk.went) == 301


async def test_a_safety_text_does_not_wait_behind_the_chats_own_messages(desk):
    await desk.use_up()
    desk.send("ordinary")
    desk.send("here is help", rate_limit_args=URGENT)
    await desk.play()
    assert desk.texts() == ["here is help", "ordinary"]


async def test_a_slow_chat_holds_up_nobody_else(desk):
    await desk.use_up()
    desk.send("too much for one chat")
    desk.send("for another", OTHER)
    await desk.play(0.2)
    assert desk.texts() == ["for another"]
    await desk.play()
    assert len(desk.went) == 2


async def test_someone_who_comes_later_may_wake_the_line_earlier(desk):
    desk.faults[AMINA] = [RetryAfter(60)]
    desk.send("halted for a minute")
    await desk.settle()
    for chat in range(100, 110):
        desk.send("quick", chat)
    await desk.play(1)
    assert desk.texts() == ["halted for a minute"] + ["quick"] * 10
    await desk.play()
    assert desk.went[-1] == (60.0, "halted for a minute")


async def test_a_group_hears_no_more_than_twenty_in_a_minute(desk):
    for _ in range(40):
        desk.send("line", GROUP)
    await desk.play()
    moments = [at for at, _ in desk.went]
    assert len(moments) == 40
    assert all(sum(start <= at <= start + 60 for at in moments) <= 20 for start in moments)


async def test_a_chat_written_as_text_is_the_same_chat(desk):
    await desk.use_up()
    desk.send("same", str(AMINA))
    await desk.play(0.3)
    assert desk.went == []
    await desk.play()
    assert desk.texts() == ["same"]


@pytest.mark.parametrize(
    "endpoint", ["answerCallbackQuery", "getFile", "sendChatAction", "getMe", "deleteMessage"]
)
async def test_other_calls_take_no_token(desk, endpoint):
    await desk.use_up()
    for _ in range(100):
        desk.send("free", endpoint=endpoint)
    await desk.settle()
    assert len(desk.went) == 100


@pytest.mark.parametrize("endpoint", ["sendDocument", "copyMessage", "forwardMessage", "editMessageText"])
async def test_what_shows_in_a_chat_takes_a_token(desk, endpoint):
    await desk.use_up()
    desk.send("one more", endpoint=endpoint)
    await desk.settle()
    assert desk.went == []
    await desk.play()
    assert desk.texts() == ["one more"]


async def test_a_granted_token_is_taken_before_and_the_call_goes_straight_through(desk):
    await desk.use_up()
    grant = desk.start(desk.throttle.grant(AMINA, SESSION))
    await desk.settle()
    assert not grant.done()
    await desk.play()
    assert grant.done()

    desk.send("granted", rate_limit_args=GRANTED)
    await desk.settle()
    assert desk.texts() == ["granted"]


async def test_grants_and_calls_stand_in_one_line(desk):
    order = []

    async def granted(priority):
        await desk.throttle.grant(OTHER, priority)
        order.append(priority)

    desk.send("in the air", 100)
    desk.send("in the air", 101)
    async with asyncio.TaskGroup() as group:
        for priority in (BROADCAST, SESSION, MATERIAL):
            group.create_task(granted(priority))
        await desk.play()
    assert order == [SESSION, MATERIAL, BROADCAST]


async def test_one_who_gives_up_leaves_the_line_and_the_watch_to_others(desk):
    desk.send("in the air", 100)
    desk.send("in the air", 101)
    await desk.settle()
    watching = desk.send("gives up", 1)
    called = desk.send("gives up too", 2)
    desk.send("stays", 3)
    await desk.settle()
    watching.cancel()
    await asyncio.sleep(0)
    called.cancel()
    await desk.play()
    assert desk.texts() == ["in the air", "in the air", "stays"]
    assert (desk.throttle.waiting, desk.throttle.busy) == (0, 0)


async def test_it_tells_how_many_wait_and_how_many_are_in_the_air(desk):
    desk.on_wire.clear()
    for chat in range(1, 6):
        desk.send("hello", chat)
    await desk.settle()
    assert (desk.throttle.waiting, desk.throttle.busy) == (3, 2)
    desk.clock.advance_to(desk.clock.next_wake())
    await desk.settle()
    assert (desk.throttle.waiting, desk.throttle.busy) == (2, 3)
    desk.on_wire.set()
    await desk.play()
    assert (desk.throttle.waiting, desk.throttle.busy) == (0, 0)


async def test_nothing_under_way_is_ever_missing_from_the_count(desk):
    calls = [desk.send("hello", chat) for chat in range(1, 20)]
    await asyncio.sleep(0)
    while sum(call.done() for call in calls) < 17:
        assert desk.throttle.waiting + desk.throttle.busy > 0
        if desk.throttle.busy == desk.clock.woken == 0:
            desk.clock.advance_to(desk.clock.next_wake())
        await asyncio.sleep(0)


async def test_other_errors_pass_untouched(desk):
    desk.faults[AMINA] = [BadRequest("chat not found")]
    call = desk.send("hello")
    await desk.settle()
    assert str(call.result()) == "chat not found"
    assert (desk.throttle.waiting, desk.throttle.busy) == (0, 0)
