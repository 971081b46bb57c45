"""What the bot sends, and what the person then sees."""

from tests.sandbox.cast import AMINA, MONDAY


async def test_the_bot_learns_who_it_is(bot):
    assert (bot.id, bot.username, bot.bot.is_bot) == (1, "respite_bot", True)


async def test_a_sent_message_comes_back_as_the_person_sees_it(box, bot):
    sent = await bot.send_message(AMINA, "<b>Hello</b> Amina", parse_mode="HTML")

    [seen] = box.chat(AMINA)
    assert (sent.message_id, sent.text_html) == (seen["message_id"], "<b>Hello</b> Amina")
    assert seen["entities"] == [{"type": "bold", "offset": 0, "length": 5}]
    assert (seen["text"], seen["date"]) == ("Hello Amina", int(MONDAY))
