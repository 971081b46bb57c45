"""Webhooks: updates are brought, in order, with the secret, until they are taken."""

import asyncio

import pytest
from telegram.error import Conflict

from sandbox.server import Sandbox
from tests.sandbox.cast import AMINA, BAO, TOKEN, until
from tests.sandbox.receiver import Receiver


@pytest.fixture
async def quick(order):
    """Patience that no test has to wait for."""
    await order("webhooks", first=0.01, longest=0.02)


async def settled(box):
    """Wait until every update was taken."""
    await until(lambda: box.unconfirmed() == 0)


async def test_an_update_comes_as_plain_json_with_the_secret(box, bot):
    async with Receiver() as receiver:
        await bot.set_webhook(receiver.url, secret_token="Sesame_1")
        await box.text(AMINA, "Hello")
        assert await receiver.has(1) == ["Hello"]
        await settled(box)

    assert receiver.headers[0]["X-Telegram-Bot-Api-Secret-Token"] == "Sesame_1"
    assert receiver.headers[0]["Content-Type"] == "application/json"
    assert [entry["update"]["update_id"] for entry in box.world.journal.entries if "update" in entry] == [1]


async def test_without_a_secret_there_is_no_header(box, bot):
    async with Receiver() as receiver:
        await bot.set_webhook(receiver.url)
        await box.text(AMINA, "Hello")
        await receiver.has(1)

    assert "X-Telegram-Bot-Api-Secret-Token" not in receiver.headers[0]


@pytest.mark.usefixtures("quick")
async def test_what_is_not_taken_comes_again_and_nothing_of_the_chat_overtakes_it(box, bot):
    async with Receiver(500, 302, 404) as receiver:
        await bot.set_webhook(receiver.url)
        for text in ("one", "two"):
            await box.text(AMINA, text)
        assert await receiver.has(5) == ["one"] * 4 + ["two"]
        await settled(box)


async def test_the_waits_grow(box, bot, order):
    await order("webhooks", first=0.05, longest=60)
    clock = asyncio.get_running_loop()
    async with Receiver(500, 500, 500) as receiver:
        await bot.set_webhook(receiver.url)
        began = clock.time()
        await box.text(AMINA, "Hello")
        await receiver.has(4)

    assert clock.time() - began >= 0.05 + 0.1 + 0.2


@pytest.mark.usefixtures("quick")
async def test_what_went_wrong_last_can_be_asked_for(box, bot, clock):
    async with Receiver(503) as receiver:
        await bot.set_webhook(receiver.url, max_connections=5, allowed_updates=["message"])
        await box.text(AMINA, "Hello")
        await receiver.has(2)
        await settled(box)
        info = await bot.get_webhook_info()

    assert (info.url, info.max_connections, info.allowed_updates) == (receiver.url, 5, ("message",))
    assert (info.pending_update_count, info.last_error_message) == (
        0,
        "Wrong response from the webhook: 503 Service Unavailable",
    )
    assert info.last_error_date.timestamp() == int(clock.time())


@pytest.mark.usefixtures("quick")
async def test_an_address_where_nobody_answers_keeps_updates_waiting(box, bot):
    async with Receiver() as receiver:
        url = receiver.url
    await bot.set_webhook(url)
    await box.text(AMINA, "Hello")
    await until(lambda: box.world.bot().poster.hook.error)
    info = await bot.get_webhook_info()

    assert (info.pending_update_count, info.last_error_message) == (1, "Connection refused")


async def test_a_new_address_gets_at_once_what_the_old_one_did_not_take(box, bot):
    async with Receiver(*[500] * 9) as old, Receiver() as new:
        await bot.set_webhook(old.url)
        await box.text(AMINA, "Hello")
        await old.has(1)
        await bot.set_webhook(new.url)
        assert await new.has(1) == ["Hello"]


async def test_a_webhook_and_polling_exclude_each_other(bot, post):
    async with Receiver() as receiver, asyncio.TaskGroup() as group:
        poll = group.create_task(post("getUpdates", timeout=50))
        await asyncio.sleep(0.05)
        await bot.set_webhook(receiver.url)
        with pytest.raises(Conflict, match="can't use getUpdates method while webhook is active"):
            await bot.get_updates()

    assert (poll.result()[0], poll.result()[2]["description"]) == (
        409,
        "Conflict: terminated by setWebhook request",
    )


@pytest.mark.parametrize("how", ["deleteWebhook", "setWebhook"])
async def test_without_its_webhook_a_bot_polls_for_what_waits(box, bot, post, how):
    async with Receiver(*[500] * 9) as receiver:
        await bot.set_webhook(receiver.url)
        await box.text(AMINA, "Hello")
        await receiver.has(1)
        await post(how)

        assert [update.message.text for update in await bot.get_updates()] == ["Hello"]
        assert (await bot.get_webhook_info()).url == ""


async def test_what_waits_can_be_dropped_when_a_webhook_is_set(box, bot):
    await box.text(AMINA, "Old")
    async with Receiver() as receiver:
        await bot.set_webhook(receiver.url, drop_pending_updates=True)
        await box.text(AMINA, "New")
        assert await receiver.has(1) == ["New"]


async def test_chats_are_served_side_by_side_up_to_the_bots_limit(box, bot):
    gate = asyncio.Event()
    async with Receiver(gate=gate) as receiver:
        await bot.set_webhook(receiver.url, max_connections=2)
        for person in (AMINA, AMINA, BAO):
            await box.text(person, f"from {person}")
        box.add_person(9, "Chen")
        await box.text(9, "from 9")
        assert sorted(await receiver.has(2)) == ["from 7", "from 8"]
        gate.set()
        assert sorted(await receiver.has(4)) == ["from 7", "from 7", "from 8", "from 9"]
        await settled(box)

    assert receiver.most_at_once == 2


@pytest.mark.usefixtures("quick")
async def test_the_faults_of_batches_meet_webhooks_too(box, bot):
    for text in ("one", "two"):
        await box.text(AMINA, text)
    box.faults.out_of_order()
    box.faults.duplicate_updates()
    box.faults.duplicate_updates(confirmed=True)
    async with Receiver() as receiver:
        await bot.set_webhook(receiver.url)
        assert await receiver.has(5) == ["two", "two", "two", "one", "one"]
        await settled(box)


async def test_an_update_that_grew_too_old_is_not_brought_again(box, bot, clock, order):
    await order("webhooks", first=0.05)
    async with Receiver(500) as receiver:
        await bot.set_webhook(receiver.url)
        await box.text(AMINA, "Hello")
        await receiver.has(1)
        clock.advance(24 * 3600)
        await box.text(BAO, "Later")
        assert await receiver.has(2) == ["Hello", "Later"]
        await asyncio.sleep(0.1)

    assert receiver.texts() == ["Hello", "Later"]


async def test_a_sandbox_that_starts_again_brings_what_is_left(box, bot):
    async with Receiver() as receiver:
        await bot.set_webhook(receiver.url)
        await box.stop()
        await box.text(AMINA, "Hello")
        await box.start()
        assert await receiver.has(1) == ["Hello"]


async def test_a_webhook_set_without_http_is_served_too():
    box = Sandbox()
    box.add_bot(TOKEN, "respite_bot")
    box.add_person(AMINA, "Amina")
    async with Receiver() as receiver:
        await box.call(TOKEN, "setWebhook", {"url": receiver.url})
        await box.text(AMINA, "Hello")
        assert await receiver.has(1) == ["Hello"]
        await box.stop()
