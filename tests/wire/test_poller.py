"""The poller against what no Telegram should answer: nothing stalls it, and nothing good is lost."""

import json

import pytest
from telegram.error import InvalidToken, NetworkError

from bot.clock import VirtualClock
from bot.wire.poller import Poller
from bot.wire.transport import AiohttpRequest
from tests.wire.desk import MONDAY
from tests.wire.hooked import message


class Line(AiohttpRequest):
    """Answers each call with the next of the given bodies, and notes what was asked for."""

    def __init__(self, *answers):
        super().__init__()
        self.answers, self.asked = list(answers), []

    async def do_request(self, url, method, *_, **__):
        self.asked.append(url.rpartition("/")[2])
        status, body = self.answers.pop(0)
        return status, body if isinstance(body, bytes) else json.dumps(body).encode()


class Kept:
    """An intake that only remembers."""

    def __init__(self):
        self.numbers = []

    async def keep(self, updates, now):
        self.numbers += [update["update_id"] for update in updates]


def good(*updates):
    return 200, {"ok": True, "result": list(updates)}


def bad(status, words):
    return status, {"ok": False, "error_code": status, "description": words}


TAKEN_AWAY = (200, {"ok": True, "result": True})


@pytest.fixture
def poller_of():
    """Return a poller that gets these answers, where it puts updates, and what it asked."""

    def poller_of(*answers):
        line, kept = Line(*answers), Kept()
        return Poller(line, "http://nowhere/bot", kept, VirtualClock(MONDAY)), kept, line

    return poller_of


async def test_what_has_no_number_is_passed_over_and_the_rest_is_kept(poller_of):
    poller, kept, line = poller_of(good(7, {}, {"update_id": "x"}, message(17)), good())

    assert await poller.poll() == 1
    await poller.poll()

    assert kept.numbers == [17]
    assert "offset=18" in line.asked[1]


async def test_an_answer_without_a_single_update_in_it_is_a_fault_and_not_a_busy_loop(poller_of):
    poller, _, _ = poller_of(good({"no": "number"}))

    with pytest.raises(NetworkError):
        await poller.poll()


async def test_half_a_character_in_a_name_does_not_stall_it(poller_of):
    body = b'{"ok": true, "result": [{"update_id": 17, "message": {"text": "\\ud83d"}}]}'
    poller, kept, _ = poller_of((200, body))

    await poller.poll()

    assert kept.numbers == [17]


@pytest.mark.parametrize("body", [b'{"ok": true, "result": {"update_id": 1}}', b"[]", b"<html>", b""])
async def test_what_is_no_answer_confirms_nothing(poller_of, body):
    poller, kept, line = poller_of((200, body), good())

    with pytest.raises(NetworkError):
        await poller.poll()
    await poller.poll()

    assert kept.numbers == []
    assert "offset" not in line.asked[1]


@pytest.mark.parametrize("status", [401, 404])
async def test_a_bot_that_telegram_does_not_know_ends_it(poller_of, status):
    poller, _, _ = poller_of(TAKEN_AWAY, bad(status, "Unauthorized"))

    with pytest.raises(InvalidToken):
        await poller.run(lambda: None)


async def test_a_webhook_of_former_days_is_taken_away_before_the_first_poll(poller_of):
    poller, _, line = poller_of(TAKEN_AWAY, bad(401, "Unauthorized"))

    with pytest.raises(InvalidToken):
        await poller.run(lambda: None)

    assert [asked.partition("?")[0] for asked in line.asked] == ["deleteWebhook", "getUpdates"]


async def test_a_webhook_that_somebody_sets_meanwhile_is_taken_away_again(poller_of, pass_on):
    words = "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook first"
    poller, _, line = poller_of(TAKEN_AWAY, bad(409, words), TAKEN_AWAY, bad(401, "Unauthorized"))

    await pass_on(poller)

    asked = [each.partition("?")[0] for each in line.asked]
    assert asked == ["deleteWebhook", "getUpdates", "deleteWebhook", "getUpdates"]


async def test_only_an_answer_is_a_sign_of_life(poller_of, pass_on):
    poller, _, _ = poller_of(TAKEN_AWAY, *[bad(502, "Bad Gateway")] * 4, bad(401, "Unauthorized"))

    await pass_on(poller)

    assert poller._clock.steady() - poller.heard_at == 1 + 2 + 4 + 8


@pytest.fixture
def pass_on():
    """Run a poller to its end, letting its waits pass."""
    import asyncio

    async def pass_on(poller):
        clock = poller._clock
        ending = asyncio.ensure_future(poller.run(lambda: None))
        while not ending.done():
            await asyncio.sleep(0)
            if (wake := clock.next_wake()) is not None:
                clock.advance_to(wake)
        with pytest.raises(InvalidToken):
            await ending

    return pass_on
