"""What a 429 halts, for how long, and what is sent again."""

import pytest
from telegram.error import RetryAfter

from bot.wire.throttle import GRANTED, URGENT
from tests.wire.desk import AMINA, OTHER


def floods(*seconds):
    return [RetryAfter(each) for each in seconds]


async def test_a_reply_is_sent_again_once_the_halt_is_over(desk):
    desk.faults[AMINA] = floods(3)
    call = desk.send("hello")
    await desk.play()
    assert desk.went == [(0.0, "hello"), (3.0, "hello")]
    assert call.result() == {"text": "hello"}


async def test_a_reply_is_sent_again_three_times_and_no_more(desk):
    desk.faults[AMINA] = floods(3, 2, 1, 1)
    call = desk.send("hello")
    await desk.play()
    assert [at for at, _ in desk.went] == [0.0, 3.0, 5.0, 6.0]
    assert isinstance(call.result(), RetryAfter)


async def test_a_granted_call_hears_of_the_flood_at_once(desk):
    desk.faults[AMINA] = floods(3)
    call = desk.send("delivery", rate_limit_args=GRANTED)
    await desk.settle()
    assert isinstance(call.result(), RetryAfter)

    desk.send("reply")
    await desk.play()
    assert desk.went == [(0.0, "delivery"), (3.0, "reply")]


async def test_a_flood_holds_its_own_chat_only(desk):
    desk.faults[AMINA] = floods(30)
    desk.send("refused")
    await desk.settle()
    desk.send("behind it")
    desk.send("for another", OTHER)
    await desk.play(29)
    assert desk.texts() == ["refused", "for another"]
    await desk.play()
    assert desk.texts()[2:] == ["refused", "behind it"]


async def test_two_floods_within_a_second_hold_everyone(desk):
    desk.faults = {AMINA: floods(5), OTHER: floods(20)}
    desk.send("refused")
    desk.send("refused too", OTHER)
    await desk.settle()
    urgent = desk.send("for a third", 9, rate_limit_args=URGENT)
    await desk.play(19.9)
    assert len(desk.went) == 2
    await desk.play()
    assert len(desk.went) == 5
    assert desk.went[2] == (20.0, "for a third")
    assert urgent.done()


async def test_a_request_ending_well_does_not_end_the_halt(desk):
    desk.faults[AMINA] = floods(3)
    for chat in (AMINA, OTHER, 9):
        desk.send("hello", chat)
    desk.send("once more")
    await desk.play(2.9)
    assert len(desk.went) == 3
    await desk.play()
    assert [at for at, _ in desk.went[3:]] == [3.0, 3.0]


async def test_a_flood_on_a_free_call_is_told_and_halts_its_chat(desk):
    desk.faults[AMINA] = floods(3)
    call = desk.send("typing", endpoint="sendChatAction")
    desk.send("hello")
    await desk.play()
    assert isinstance(call.result(), RetryAfter)
    assert [text for _, text in desk.went].count("typing") == 1
    assert desk.went[-1][0] == 3.0


@pytest.mark.parametrize("first", [GRANTED, None])
async def test_each_try_takes_a_token(desk, first):
    desk.faults[AMINA] = floods(0.001)
    desk.send("again", rate_limit_args=first)
    await desk.play()
    for _ in range(5):
        desk.send("more")
    before = desk.clock.time()
    await desk.play()
    assert len(desk.went) == 6 if first == GRANTED else 7
    assert desk.clock.time() - before >= (0.03 if first == GRANTED else 1)
