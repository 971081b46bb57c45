"""A private chat is never silent: whatever a caregiver sends gets one kind answer, and goes nowhere."""

import pytest

from db.models import Person
from flows.casework.passing import CARRIED
from tests.journeys.newcomers import answers, dump, say, set_language, sure
from tests.journeys.uttering import commands, edit_last, kinds, texts, words_for
from tests.journeys.ward import AMINA, Ward

WAYS = ["contact", "help"]
ON_DUTY, TOMORROW, MOST = "today before 17:30", {"en": "tomorrow, 08:30", "zh-Hans": "明天08:30"}, 12
UNSEEN = "nothing that can be seen"


async def asked(ward: Ward) -> str:
    """Let Amina's evening come, answer her first question, and return the second."""
    await ward.beat()
    await ward.pass_time(hours=3, minutes=30)
    await ward.tap(AMINA, "answer:1:micro.mood:3")
    return ward.last(AMINA)


def options(ward: Ward) -> list[str]:
    """The answers on the newest message."""
    return [data for data in ward.buttons(AMINA) if data.startswith("answer:1:micro.load:")]


def note(language: str, name: str, waiting: int, when: str) -> str:
    """What answers a message that is no tap and no command, when so many wait to be passed on with it."""
    if name == UNSEEN or (name in kinds() and name not in CARRIED):
        return say(language, words_for(name) if name in kinds() else "unheard.text", worker="Lin")
    key = "pass.ask" if waiting == 1 else "pass.ask_more"
    return say(language, key, n=min(waiting, MOST), name="Lin", when=when)


def kept(ward: Ward) -> dict[str, list[object]]:
    """Everything but what waits for the family to say whether it is passed on."""
    return {name: rows for name, rows in dump(ward).items() if name != "drafts"}


def offered(name: str) -> bool:
    """Whether this can be passed on."""
    return name != UNSEEN and (name in texts() or name in CARRIED)


async def test_without_a_question_whatever_comes_gets_one_answer_with_the_ways_to_a_human(ward: Ward) -> None:
    before, waiting = kept(ward), 0

    for name, utter in (texts() | kinds()).items():
        waiting += offered(name)
        assert await answers(ward, AMINA, utter(ward, AMINA)) == [note("en", name, waiting, ON_DUTY)], name
        assert ward.buttons(AMINA)[-2:] == WAYS

    assert kept(ward) == before


async def test_five_thousand_characters_arrive_as_two_messages_with_an_answer_each(ward: Ward) -> None:
    said = await answers(ward, AMINA, ward.text(AMINA, "x" * 5000))

    assert said == [note("en", "a text", n, ON_DUTY) for n in (1, 2)]


async def test_with_a_question_at_hand_whatever_comes_is_answered_and_the_question_shown_again(
    ward: Ward,
) -> None:
    set_language(ward, AMINA, "zh-Hans")
    question = await asked(ward)
    before, waiting = kept(ward), 0

    for name, utter in (texts() | kinds()).items():
        waiting += offered(name)
        said = await answers(ward, AMINA, utter(ward, AMINA))
        assert said == [note("zh-Hans", name, waiting, TOMORROW["zh-Hans"]), question], name
        assert len(options(ward)) == 5

    assert kept(ward) == before


@pytest.mark.parametrize("language", ["en", "zh-Hans"])
async def test_a_command_that_is_not_ours_and_a_corrected_message_get_one_message(
    ward: Ward, language: str
) -> None:
    set_language(ward, AMINA, language)
    before = kept(ward)
    alone = [await answers(ward, AMINA, utter(ward, AMINA)) for utter in commands().values()]
    alone.append(await edit_last(ward, AMINA))
    assert kept(ward) == before
    question = await asked(ward)
    before = kept(ward)
    with_question = [await answers(ward, AMINA, utter(ward, AMINA)) for utter in commands().values()]
    with_question.append(await edit_last(ward, AMINA))

    said = [say(language, key) for key in ("unheard.command", "unheard.command", "unheard.edit")]
    assert alone == [[note] for note in said]
    assert with_question == [[f"{note}\n\n{question}"] for note in said]
    assert kept(ward) == before


async def test_the_question_shown_again_can_be_answered(ward: Ward) -> None:
    await asked(ward)
    await ward.send(AMINA, "voice")

    await ward.tap(AMINA, "answer:1:micro.load:2")

    assert ward.last(AMINA).startswith("3 of 3")


async def test_on_a_shared_phone_nothing_of_the_question_shows_until_it_is_opened(ward: Ward) -> None:
    person_id = sure(ward, AMINA).id
    ward.change(lambda s: setattr(s.get_one(Person, person_id), "shares_phone", True))
    await ward.beat()
    await ward.pass_time(hours=3, minutes=30)
    waits = say("en", "checkin.waiting")
    assert ward.last(AMINA) == waits

    said = [
        await answers(ward, AMINA, doing) for doing in (ward.text(AMINA, "mama?"), ward.text(AMINA, "/start"))
    ]
    said.append(await answers(ward, AMINA, ward.text(AMINA, "/dance")))
    said.append(await answers(ward, AMINA, ward.tap(AMINA, "no such button", forged=True)))

    assert said == [
        [note("en", "a text", 1, TOMORROW["en"]), waits],
        [waits],
        [f"{say('en', 'unheard.command')}\n\n{waits}"],
        [f"{say('en', 'refusal.old_button')}\n\n{waits}"],
    ]
    assert ward.buttons(AMINA) == ["open:1"]


async def test_who_rests_or_has_stopped_is_answered_all_the_same(ward: Ward) -> None:
    for before in ("pause:hospital:3", "return:yes", "stop:yes"):
        await ward.tap(AMINA, before, forged=True)
        said = await answers(ward, AMINA, ward.text(AMINA, "hello?"))
        assert said[0].startswith("I am a program")
        assert ward.buttons(AMINA)[-2:] == WAYS
