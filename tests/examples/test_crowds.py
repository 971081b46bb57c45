"""Examples that live in groups: polls, quizzes, and who comes and goes."""

import pytest

AMINA, BAO, CHEN, WARD = 7, 8, 9, -100


@pytest.fixture
def ward(stage):
    """Three people in a group, and the example let in."""

    async def ward(name, people=(AMINA, BAO, CHEN)):
        await stage.order("group", group=WARD, title="Ward 3", people=list(people))
        await stage.play(name)
        await stage.order("admit", person=AMINA, group=WARD)

    return ward


async def test_a_poll_is_summed_up_and_closed_after_three_votes(stage, ward):
    await ward("pollbot")
    await stage.order("text", person=AMINA, group=WARD, text="/poll")
    poll = await stage.hears(group=WARD)
    for person, options in ((AMINA, [0]), (BAO, [1, 2]), (CHEN, [3])):
        await stage.order("vote", person=person, group=WARD, options=options)

    said = [(await stage.hears(group=WARD))["text"] for _ in range(3)]
    assert said == ["Amina feels Good!", "Bao feels Really good and Fantastic!", "Chen feels Great!"]
    assert await stage.closed(poll["message_id"], group=WARD)


async def test_a_quiz_is_closed_after_three_answers(stage, ward):
    await ward("pollbot")
    await stage.order("text", person=AMINA, group=WARD, text="/quiz")
    quiz = await stage.hears(group=WARD)
    for person in (AMINA, BAO, CHEN):
        await stage.order("vote", person=person, group=WARD, options=[2])

    shown = await stage.closed(quiz["message_id"], group=WARD)
    assert [option["voter_count"] for option in shown["poll"]["options"]] == [0, 0, 3, 0]


async def test_a_persons_own_poll_comes_back_closed(stage):
    await stage.play("pollbot")
    assert "Press the button" in await stage.says("/preview", person=AMINA)
    await stage.order("send", person=AMINA, kind="poll")

    copy = (await stage.hears(person=AMINA))["poll"]
    assert (copy["question"], copy["is_closed"]) == ("Tea or coffee?", True)


async def test_who_comes_is_greeted_and_who_goes_is_missed(stage, ward):
    await ward("chatmemberbot", people=(AMINA, BAO))
    await stage.order("promote", person=AMINA, group=WARD)
    # Who comes and goes is told only to a bot that has asked for it, which it does with its first poll.
    assert (await stage.says("Hello", person=BAO)).startswith("Welcome Bao.")

    await stage.order("join", person=CHEN, group=WARD)
    assert (await stage.hears(group=WARD))["text"] == "Chen was added by Chen. Welcome!"
    await stage.order("leave", person=CHEN, group=WARD)
    assert "Chen is no longer with us." in (await stage.hears(group=WARD))["text"]


async def test_the_bot_knows_which_chats_it_is_in(stage, ward):
    await ward("chatmemberbot")
    assert (await stage.says("Hello", person=BAO)).startswith("Welcome Bao.")
    inside = await stage.says("/show_chats", person=BAO)
    await stage.order("expel", person=AMINA, group=WARD)
    outside = await stage.says("/show_chats", person=BAO)

    assert ("user IDs 8" in inside, "groups with IDs -100" in inside) == (True, True)
    assert "-100" not in outside
