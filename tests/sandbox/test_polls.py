"""Polls and quizzes: sent, voted in, stopped."""

import pytest
from telegram import Poll
from telegram.error import BadRequest

from tests.sandbox.cast import AMINA, BAO, TOKEN, heard, keyboard

GROUP = -100
WORDS = ["Tea", "Coffee", "Water"]


async def test_an_open_poll_tells_who_voted_for_what(bot, order):
    sent = await bot.send_poll(AMINA, "A drink?", WORDS, is_anonymous=False)
    await order("vote", person=AMINA, options=[1])

    answer, counts = await heard(bot)
    assert answer.poll_answer.user.id == AMINA
    assert (answer.poll_answer.poll_id, answer.poll_answer.option_ids) == (sent.poll.id, (1,))
    assert counts.poll.total_voter_count == 1
    assert [option.voter_count for option in counts.poll.options] == [0, 1, 0]


async def test_an_anonymous_poll_tells_numbers_only(bot, order, box):
    await bot.send_poll(AMINA, "A drink?", WORDS)
    await order("vote", person=AMINA, options=[0])

    [update] = await heard(bot)
    assert (update.poll.is_anonymous, update.poll.total_voter_count) == (True, 1)
    assert box.chat(AMINA)[0]["poll"]["options"][0]["voter_count"] == 1


async def test_a_vote_can_be_changed_and_taken_back(bot, order):
    await bot.send_poll(AMINA, "Drinks?", WORDS, is_anonymous=False, allows_multiple_answers=True)
    for options in ([0, 2], [1], []):
        await order("vote", person=AMINA, options=options)

    answers = [update.poll_answer.option_ids for update in await heard(bot) if update.poll_answer]
    assert answers == [(0, 2), (1,), ()]
    assert (await order("vote", person=AMINA, options=[]))[1]["result"]["total_voter_count"] == 0


async def test_a_quiz_knows_its_answer_and_takes_one_vote(bot, order):
    sent = await bot.send_poll(
        AMINA, "How many?", ["1", "2"], type=Poll.QUIZ, correct_option_ids=[1], explanation="Two eyes"
    )
    await order("vote", person=AMINA, options=[0])

    assert (sent.poll.type, sent.poll.correct_option_ids, sent.poll.explanation) == ("quiz", (1,), "Two eyes")
    assert "no second vote" in (await order("vote", person=AMINA, options=[1]))[1]["error"]


async def test_a_stopped_poll_shows_its_last_counts_and_takes_no_more_votes(bot, order, box):
    sent = await bot.send_poll(AMINA, "A drink?", WORDS, reply_markup=keyboard("more"))
    await order("vote", person=AMINA, options=[2])
    final = await bot.stop_poll(AMINA, sent.message_id)

    assert (final.is_closed, final.options[2].voter_count) == (True, 1)
    assert (await heard(bot))[-1].poll.is_closed
    assert ("reply_markup" in box.chat(AMINA)[0], box.chat(AMINA)[0]["poll"]["is_closed"]) == (False, True)
    assert (await order("vote", person=AMINA, options=[1]))[1]["error"] == "the poll is closed"
    with pytest.raises(BadRequest, match="already been closed"):
        await bot.stop_poll(AMINA, sent.message_id)


async def test_a_poll_with_an_end_closes_by_itself(bot, order, clock):
    sent = await bot.send_poll(AMINA, "A drink?", WORDS, open_period=60)
    clock.advance(60)

    assert sent.poll.open_period.total_seconds() == 60
    assert (await order("vote", person=AMINA, options=[1]))[1]["error"] == "the poll is closed"


async def test_people_of_a_group_vote_in_the_same_poll(bot, order):
    await order("group", group=GROUP, title="Ward 3", people=[AMINA, BAO])
    await order("admit", person=AMINA, group=GROUP)
    await bot.send_poll(GROUP, "A drink?", WORDS)
    for person in (AMINA, BAO):
        await order("vote", person=person, group=GROUP, options=[1])

    assert (await heard(bot))[-1].poll.options[1].voter_count == 2


@pytest.mark.parametrize("options", [[3], [-1], ["Tea"], [0, 1]])
async def test_a_vote_that_nobody_could_give_is_refused(bot, order, options):
    await bot.send_poll(AMINA, "A drink?", WORDS)

    assert (await order("vote", person=AMINA, options=options))[0] == 400


async def test_a_vote_needs_a_poll(order, box):
    await box.send_kind(AMINA, "poll")

    for where in ({}, {"message_id": 1}, {"message_id": 99}):
        assert "no poll" in (await order("vote", person=AMINA, options=[0], **where))[1]["error"]


async def test_a_poll_that_was_deleted_stays_deleted(bot, order, post, box):
    sent = await bot.send_poll(AMINA, "A drink?", WORDS)
    forwarded = await bot.forward_message(BAO, AMINA, sent.message_id)
    await bot.delete_message(AMINA, sent.message_id)
    await order("vote", person=BAO, options=[0], message_id=forwarded.message_id)

    assert box.chat(AMINA) == []
    assert (await post("stopPoll", TOKEN, chat_id=AMINA, message_id=sent.message_id))[0] == 400
