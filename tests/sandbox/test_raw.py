"""Raw updates, and the chats that begin with them."""

import pytest
from telegram.error import Forbidden

from tests.sandbox.cast import AMINA, MONDAY


async def test_a_group_exists_from_its_first_raw_update_on(box, bot):
    group = {"id": -1001, "type": "supergroup", "title": "Ward 3"}
    asker = {"id": AMINA, "is_bot": False, "first_name": "Amina"}
    await box.push(
        {"message": {"message_id": 5, "date": int(MONDAY), "chat": group, "from": asker, "text": "Hi"}}
    )

    sent = await bot.send_message(-1001, "I only talk in private.")
    await bot.leave_chat(-1001)

    assert (sent.message_id, sent.chat.title, len(box.chat(-1001))) == (6, "Ward 3", 2)
    with pytest.raises(Forbidden, match="bot is not a member of the supergroup chat"):
        await bot.send_message(-1001, "Still here?")


@pytest.mark.parametrize(
    "update",
    [
        pytest.param({"message": "text"}, id="no object"),
        pytest.param({"message": {"chat": {"id": "x"}}}, id="no number"),
        pytest.param({"callback_query": {"message": {"chat": 1}}}, id="no chat"),
        pytest.param({"unheard_of": {}}, id="unknown kind"),
    ],
)
async def test_a_raw_update_may_have_any_shape(box, post, update):
    number = await box.push(update)

    assert (await post("getUpdates"))[2]["result"] == [{"update_id": number, **update}]
