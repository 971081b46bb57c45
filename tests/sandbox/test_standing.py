"""Who blocks, comes back, is gone, or never came."""

import pytest
from telegram.error import Forbidden

from sandbox.errors import BotBlocked
from tests.sandbox.cast import AMINA, heard


async def test_a_block_is_told_and_ends_sending(box, bot):
    await bot.send_message(AMINA, "Hello")
    await box.block(AMINA)
    await box.block(AMINA)

    [update] = await heard(bot)
    assert (update.my_chat_member.old_chat_member.status, update.my_chat_member.new_chat_member.status) == (
        "member",
        "kicked",
    )
    with pytest.raises(Forbidden, match=r"^Forbidden: bot was blocked by the user$"):
        await bot.send_message(AMINA, "Hello?")
    with pytest.raises(BotBlocked):
        await box.text(AMINA, "Hm")


async def test_who_unblocks_can_be_written_to_again(box, bot):
    await box.block(AMINA)
    await box.unblock(AMINA)

    assert (await heard(bot))[-1].my_chat_member.new_chat_member.status == "member"
    assert (await bot.send_message(AMINA, "Welcome back")).text == "Welcome back"


async def test_a_deleted_account_says_so(box, bot):
    await box.deactivate(AMINA)

    with pytest.raises(Forbidden, match=r"^Forbidden: user is deactivated$"):
        await bot.send_message(AMINA, "Hello?")


async def test_who_never_started_the_bot_must_write_first(box, bot):
    box.add_person(9, "Chen", started=False)

    with pytest.raises(Forbidden, match="bot can't initiate conversation with a user"):
        await bot.send_message(9, "Hello")
    await box.text(9, "/start")
    assert (await bot.send_message(9, "Hello")).chat.first_name == "Chen"
