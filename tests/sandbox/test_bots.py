"""Several bots on one sandbox: each with its own updates, chats, standing, limits and faults."""

import pytest

from tests.sandbox.cast import AMINA, TOKEN

OTHER = "2:OTHER"


@pytest.fixture
async def other(order):
    """A second bot, made over HTTP."""
    await order("bot", token=OTHER, username="other_bot", first_name="Other")


@pytest.mark.usefixtures("other")
async def test_what_is_said_to_one_bot_is_not_heard_by_another(order, post, view):
    await order("text", person=AMINA, text="Hello", bot="other_bot")

    assert (await post("getUpdates"))[2]["result"] == []
    assert len((await post("getUpdates", token=OTHER))[2]["result"]) == 1
    assert (await view("unconfirmed", bot="other_bot"), await view("unconfirmed", bot="respite_bot")) == (
        1,
        0,
    )
    assert [bot["first_name"] for bot in await view("bots")] == ["respite_bot", "Other"]


@pytest.mark.usefixtures("other")
async def test_who_blocks_one_bot_still_hears_the_other(order, post):
    await order("block", person=AMINA, bot="respite_bot")

    statuses = [
        (await post("sendMessage", token=token, chat_id=AMINA, text="Hi"))[0] for token in (TOKEN, OTHER)
    ]
    assert statuses == [403, 200]


@pytest.mark.usefixtures("other")
async def test_each_bot_numbers_its_own_messages_in_the_same_group(order, post, view):
    await order("group", group=-100, title="Ward 3", people=[AMINA])
    for name in ("respite_bot", "other_bot"):
        await order("admit", person=AMINA, group=-100, bot=name)
    await post("sendMessage", chat_id=-100, text="From the first")
    await order("text", person=AMINA, group=-100, text="/start@other_bot")

    heard = [(await post("getUpdates", token=token))[2]["result"] for token in (TOKEN, OTHER)]
    texts = [[one["message"].get("text") for one in updates if "message" in one] for updates in heard]
    assert texts == [[None, None], [None, "/start@other_bot"]]
    shown = (await view("chat", group=-100, bot="respite_bot"))["messages"]
    assert [message.get("text") for message in shown] == [None, None, "From the first", "/start@other_bot"]


@pytest.mark.usefixtures("other")
async def test_a_fault_can_be_meant_for_one_bot(order, post):
    await order("fault", kind="401", bot="other_bot")

    assert [(await post("getMe", token=token))[0] for token in (TOKEN, OTHER, OTHER)] == [200, 401, 200]


@pytest.mark.usefixtures("other")
async def test_the_journal_says_whose_call_it_was(post, box):
    for token in (TOKEN, OTHER, "3:NOBODY"):
        await post("getMe", token=token)

    assert [call.get("bot", "the first") for call in box.calls] == ["the first", 2, None]
