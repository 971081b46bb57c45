"""A crowd in disorder: arrivals, floods, people who give up; and a real bot behind the throttle."""

import asyncio

from hypothesis import given, settings
from hypothesis import strategies as st
from telegram.error import RetryAfter
from telegram.ext import ExtBot

from bot.clock import WallClock
from bot.wire.pacer import Pacer, Rate, Rates
from bot.wire.throttle import GRANTED, URGENT, Throttle
from bot.wire.transport import AiohttpRequest
from tests.wire.desk import Desk
from tests.wire.peer import TOKEN

ARRIVALS = st.lists(
    st.fixed_dictionaries(
        {
            "pause": st.sampled_from([0, 0, 0, 0.01, 0.3, 2]),
            "chat": st.sampled_from([1, 2, 3, -100, None]),
            "urgency": st.sampled_from([URGENT, None, 2, 4, 6]),
            "kind": st.sampled_from(["send", "send", "edit", "buttons"]),
            "flood": st.sampled_from([None, None, None, None, 1, 4]),
            "gives_up": st.sampled_from([None, None, None, 0, 0.5]),
        }
    ),
    min_size=1,
    max_size=60,
)


def start(desk, number, arrival):
    chat, urgency = arrival["chat"], arrival["urgency"]
    if arrival["flood"]:
        desk.faults.setdefault(chat, []).append(RetryAfter(arrival["flood"]))
    if arrival["kind"] == "send":
        return desk.send(number, chat, rate_limit_args=urgency)
    endpoint = "editMessageText" if arrival["kind"] == "edit" else "editMessageReplyMarkup"
    return desk.edit(number, endpoint=endpoint, chat=chat, rate_limit_args=urgency)


@settings(deadline=None, max_examples=60)
@given(ARRIVALS)
def test_everyone_who_stays_is_answered_and_nothing_is_left_behind(arrivals):
    async def crowd():
        async with asyncio.TaskGroup() as group:
            desk = Desk(group)
            for number, arrival in enumerate(arrivals):
                call = start(desk, number, arrival)
                if arrival["gives_up"] is not None:
                    await desk.play(arrival["gives_up"])
                    call.cancel()
                await desk.play(arrival["pause"])
            await desk.play(7200)
            return desk

    desk = asyncio.run(crowd())
    throttle = desk.throttle
    assert all(task.done() for task in desk.tasks)
    assert (throttle.waiting, throttle.busy, desk.clock.next_wake()) == (0, 0, None)
    moments = [at for at, _ in desk.went]
    assert all(sum(start <= at <= start + 1 for at in moments) <= 30 for start in moments)
    sent = {number for number, _ in enumerate(arrivals) if arrivals[number]["kind"] == "send"}
    stayed = {number for number in sent if arrivals[number]["gives_up"] is None}
    assert stayed <= set(desk.texts())


async def test_a_real_bot_speaks_through_the_throttle(peer):
    slow = Rates(bot=Rate(count=20, per=1, burst=1), private=Rate(count=20, per=1, burst=1))
    throttle = Throttle(WallClock(), Pacer(slow))
    async with ExtBot(TOKEN, base_url=peer.base_url, request=AiohttpRequest(), rate_limiter=throttle) as bot:
        async with asyncio.TaskGroup() as group:
            await bot.send_message(7, "first")
            for text, urgency in [("news", 6), ("reply", None), ("safety", URGENT), ("granted", GRANTED)]:
                group.create_task(bot.send_message(7, text, rate_limit_args=urgency))
        assert [dict(fields)["text"] for method, fields in peer.forms if method == "sendMessage"] == [
            "first",
            "granted",
            "safety",
            "reply",
            "news",
        ]
        assert all("rate" not in name for _, fields in peer.forms for name, _ in fields)
