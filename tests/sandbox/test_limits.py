"""How often a bot may speak before it is told to wait."""

import pytest
from telegram.error import RetryAfter

from sandbox.errors import Refused
from tests.sandbox.cast import AMINA, BAO


@pytest.fixture
def send(post):
    """Send to a chat and return the status."""

    async def send(chat, method="sendMessage", **params):
        return (await post(method, chat_id=chat, **(params or {"text": "Hi"})))[0]

    return send


@pytest.fixture
def crowd(box):
    for number in range(100, 140):
        box.add_person(number, f"Person {number}")
    return range(100, 140)


async def test_a_chat_takes_five_at_once_and_then_one_a_second(send, clock):
    assert [await send(AMINA) for _ in range(6)] == [200] * 5 + [429]

    clock.advance(1)

    assert [await send(AMINA) for _ in range(2)] == [200, 429]


async def test_one_full_chat_does_not_hold_up_another(send):
    for _ in range(6):
        await send(AMINA)

    assert await send(BAO) == 200


async def test_all_chats_together_take_thirty_in_any_second(send, crowd, clock):
    assert [await send(person) for person in crowd][28:] == [200] * 2 + [429] * 10

    clock.advance(0.999)
    assert await send(130) == 429
    clock.advance(0.001)
    assert await send(130) == 200


async def test_a_refusal_says_how_long_to_wait(post, send, bot):
    for _ in range(5):
        await send(AMINA)

    status, headers, answer = await post("sendMessage", chat_id=AMINA, text="Hi")

    assert (status, answer["description"]) == (429, "Too Many Requests: retry after 1")
    assert (answer["parameters"], headers["Retry-After"]) == ({"retry_after": 1}, "1")
    with pytest.raises(RetryAfter) as refused:
        await bot.send_message(AMINA, "Hi")
    assert refused.value.retry_after.total_seconds() == 1


async def test_edits_forwards_and_copies_count(send, box):
    said = (await box.text(AMINA, "Hello"))["message_id"]
    source = {"from_chat_id": AMINA, "message_id": said}
    await send(AMINA)
    await send(AMINA, "copyMessage", **source)
    await send(AMINA, "forwardMessage", **source)
    for text in ("one", "two"):
        await send(AMINA, "editMessageText", message_id=said + 1, text=text)

    assert await send(AMINA) == 429


async def test_other_calls_do_not_count(send, box):
    for _ in range(5):
        await send(AMINA)

    assert await send(AMINA, "sendChatAction", action="typing") == 200
    assert await send(AMINA, "getChat", x=1) == 200
    assert await send(AMINA, "deleteMessage", message_id=1) == 200


async def test_rates_can_be_set_and_switched_off(send, box):
    box.limits.configure(chat_burst=1, chat_per_second=0.1)
    assert [await send(AMINA) for _ in range(2)] == [200, 429]

    box.limits.configure(enabled=False)
    assert {await send(AMINA) for _ in range(50)} == {200}


async def test_a_slow_chat_is_told_to_wait_in_whole_seconds(post, send, box, clock):
    box.limits.configure(chat_burst=1, chat_per_second=0.1)
    await send(AMINA)
    clock.advance(0.5)

    answer = (await post("sendMessage", chat_id=AMINA, text="Hi"))[2]

    assert answer["parameters"] == {"retry_after": 10}


def test_a_rate_of_nothing_is_refused_and_changes_nothing(box):
    with pytest.raises(ValueError, match="chat_burst must be above zero"):
        box.limits.configure(total_per_second=5, chat_burst=0)

    with pytest.raises(ValueError, match="there is no rate 'weight'"):
        box.limits.configure(total_per_second=5, weight=1)
    assert box.limits.total_per_second == 30


async def test_each_bot_has_its_own_rates(send, post, box):
    box.add_bot(token="2:OTHER", username="other_bot")
    for _ in range(6):
        await send(AMINA)

    assert (await post("sendMessage", token="2:OTHER", chat_id=AMINA, text="Hi"))[0] == 200


async def test_a_paid_broadcast_has_a_wider_second_of_its_own(send, crowd, box):
    box.limits.configure(total_per_second=2, paid_per_second=4)
    paid = [await send(person, text="Hi", allow_paid_broadcast=True) for person in crowd[:5]]
    free = [await send(person, text="Hi") for person in crowd[5:8]]

    assert (paid, free) == ([200] * 4 + [429], [200, 200, 429])


async def test_a_paid_broadcast_may_send_a_thousand_a_second(box):
    for number in range(1000):
        box.limits.take(1, 1000 + number, paid=True)

    with pytest.raises(Refused, match="retry after 1"):
        box.limits.take(1, 5000, paid=True)


async def test_paying_does_not_help_in_one_chat(send):
    assert [await send(AMINA, text="Hi", allow_paid_broadcast=True) for _ in range(6)] == [200] * 5 + [429]
