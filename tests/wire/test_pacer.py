"""Rates as arithmetic: never too many, never fewer than promised, halts honoured."""

from bisect import bisect_right

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.wire.pacer import BULK_FROM, REPLY, SAFETY, Pacer, Rate, Rates

GROUP = -100
CHATS = st.sampled_from([1, 2, 3, GROUP, "@ward", None])
PRIORITIES = st.integers(SAFETY, 6)
STEPS = st.lists(
    st.tuples(st.floats(0, 2, allow_subnormal=False), CHATS, PRIORITIES), min_size=1, max_size=200
)
TINY = 1e-6
FREELY = settings(deadline=None)


def most_within(moments, seconds):
    """The most moments that any stretch of `seconds`, ends included, holds."""
    return max(
        (bisect_right(moments, start + seconds) - at for at, start in enumerate(moments)),
        default=0,
    )


def gone(steps, pacer=None, *, patient=True):
    """Let messages ask for their turn and return (moment, chat, priority) of those that went."""
    pacer, now, went = pacer or Pacer(), 0.0, []
    for pause, chat, priority in steps:
        now += pause / 20
        if patient:
            now = max(now, pacer.earliest(now, chat, priority))
        if pacer.take(now, chat, priority):
            went.append((now, chat, priority))
    return went


def assert_within(rate, moments):
    for seconds in (0, rate.spacing, rate.per / 2, rate.per, 3 * rate.per):
        allowed = rate.burst + seconds / rate.spacing
        assert most_within(moments, seconds - TINY) <= allowed + TINY


@FREELY
@given(STEPS, st.booleans())
def test_no_stretch_of_time_holds_more_than_burst_and_rate_allow(steps, patient):
    went = gone(steps, patient=patient)

    assert_within(Rates().bot, [at for at, _, _ in went])
    assert_within(Rates().bulk, [at for at, _, priority in went if priority >= BULK_FROM])
    for chat, rate in [
        (1, Rates().private),
        (2, Rates().private),
        (GROUP, Rates().group),
        ("@ward", Rates().group),
    ]:
        assert_within(rate, [at for at, to, priority in went if to == chat and priority != SAFETY])


@FREELY
@given(st.lists(st.floats(0, 0.1), min_size=60, max_size=200))
def test_any_second_holds_at_most_thirty(pauses):
    went = gone([(pause, chat, REPLY) for chat, pause in enumerate(pauses, start=1)])
    assert most_within([at for at, _, _ in went], 1.0) <= 30


@FREELY
@given(STEPS)
def test_what_may_go_at_a_moment_goes_at_that_moment(steps):
    pacer, now = Pacer(), 0.0
    for pause, chat, priority in steps:
        now += pause
        moment = pacer.earliest(now, chat, priority)
        assert moment >= now
        assert pacer.take(now, chat, priority) is (moment == now)
        if moment > now:
            assert pacer.earliest(moment, chat, priority) == moment
            assert pacer.take(moment, chat, priority)
            now = moment


@FREELY
@given(STEPS, CHATS, PRIORITIES)
def test_asking_and_being_refused_cost_nothing(steps, chat, priority):
    asked, silent = Pacer(), Pacer()
    for pause, to, urgency in steps:
        now = asked.earliest(pause * 100, to, urgency)
        asked.take(now, to, urgency)
        silent.take(now, to, urgency)
        asked.earliest(now, chat, priority)
        if asked.earliest(now, chat, priority) > now:
            asked.take(now, chat, priority)
    assert asked.earliest(0, chat, priority) == silent.earliest(0, chat, priority)


@FREELY
@given(STEPS, CHATS, st.floats(0.01, 50), PRIORITIES)
def test_a_halted_chat_hears_nothing_until_the_halt_is_over(steps, halted, seconds, priority):
    pacer = Pacer()
    pacer.halt(0.0, halted, seconds)

    for at, chat, _ in gone(steps, pacer, patient=False):
        assert chat != halted or at >= seconds
    assert pacer.earliest(0.0, halted, priority) >= seconds


@FREELY
@given(STEPS, st.floats(0.01, 50), st.floats(0, 1))
def test_a_second_flood_from_another_chat_halts_the_bot(steps, seconds, pause):
    pacer = Pacer()
    pacer.halt(-pause, 8, 0.01)
    pacer.halt(0.0, 9, seconds)

    assert pacer.bot_free_at(0.0) == seconds
    assert all(at >= seconds for at, _, _ in gone(steps, pacer, patient=False))


@pytest.mark.parametrize(
    ("first", "second"),
    [pytest.param((0, 8), (0.5, 8), id="same chat"), pytest.param((0, 8), (1.1, 9), id="later")],
)
def test_other_floods_halt_their_own_chat_only(first, second):
    pacer = Pacer()
    for when, chat in (first, second):
        pacer.halt(when, chat, 30)
    assert pacer.take(2.0, 7, REPLY)


def test_a_shorter_halt_does_not_end_a_longer_one():
    pacer = Pacer()
    pacer.halt(0.0, 7, 30)
    pacer.halt(1.0, 7, 2)
    assert pacer.earliest(5.0, 7, REPLY) == 30


def test_a_busy_bot_keeps_its_rate_to_the_full():
    went = gone([(0, chat, REPLY) for chat in range(1, 2801)])
    assert went[-1][0] == pytest.approx((2800 - 2) / 28)


def test_a_late_waker_loses_nothing_while_it_is_late_by_less_than_one_message():
    pacer, now = Pacer(), 0.0
    for chat in range(1, 281):
        now = pacer.earliest(now, chat, REPLY) + (0.03 if chat % 2 else 0.0)
        assert pacer.take(now, chat, REPLY)
    assert now <= 10.0


def test_bulk_leaves_room_for_the_others():
    pacer, now, bulk, replies = Pacer(), 0.0, 0, 0
    for tick in range(10_000):
        now = tick / 1000
        bulk += pacer.take(now, tick + 1, BULK_FROM)
        if pacer.earliest(now, -1, BULK_FROM) > now:
            replies += pacer.take(now, 100_000 + tick, REPLY)
    assert 248 <= bulk <= 252
    assert 28 <= replies <= 32


def test_a_private_chat_hears_five_at_once_and_then_one_a_second():
    went = [at for at, _, _ in gone([(0, 7, REPLY)] * 8, Pacer(Rates(bot=Rate(1000, 1, 1000))))]
    assert went == pytest.approx([0, 0, 0, 0, 0, 1, 2, 3])


def test_a_group_hears_at_most_twenty_in_any_minute():
    went = [at for at, _, _ in gone([(0, GROUP, REPLY)] * 100)]
    assert most_within(went, 60.0) == 20


def test_a_safety_text_does_not_wait_for_its_chat_but_counts_there():
    pacer = Pacer(Rates(bot=Rate(1000, 1, 1000)))
    gone([(0, 7, REPLY)] * 5, pacer)

    assert pacer.earliest(0.0, 7, REPLY) == 1
    assert pacer.take(0.0, 7, SAFETY)
    assert pacer.earliest(0.0, 7, REPLY) == 2


def test_a_call_without_a_chat_waits_for_the_bot_only():
    pacer = Pacer()
    assert [pacer.take(0.0, None, REPLY) for _ in range(3)] == [True, True, False]
    assert pacer.take(10.0, None, REPLY)


@settings(FREELY, max_examples=5)
@given(st.integers(1, 3))
def test_chats_that_fell_silent_are_forgotten(messages):
    pacer, now, most = Pacer(), 0.0, 0
    for chat in range(1, 20_001):
        for _ in range(messages):
            now = pacer.earliest(now, chat, REPLY)
            assert pacer.take(now, chat, REPLY)
        if chat % 50 == 0:
            pacer.halt(now, -chat, 1)
            now += 1.5
        most = max(most, pacer.remembered)
    assert most <= 1024
