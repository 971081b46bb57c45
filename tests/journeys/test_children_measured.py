"""A programme for children measures before and after: the parent about the child, the child of itself."""

from datetime import date, timedelta

import pytest

from bot.clock import VirtualClock
from scales import deck
from tests import cast
from tests.journeys.blocks import answer_all, answer_some, asked, kept_scores, options, right_scores
from tests.journeys.childrens import (
    AT_THE_END,
    CHILD_OF_FOUR,
    CHILD_OF_NINE,
    answer_block,
    evening,
    instruments,
    joins,
    make,
    programme,
)
from tests.journeys.days import local
from tests.journeys.newcomers import NEWCOMER, say, sure
from tests.journeys.ward import Cast, Ward, open_bot, open_box

ABOUT_CHILD = {"en": "This time the questions are about your child", "zh-Hans": "这次问的是孩子"}
OF_ITSELF = {
    "en": "This part is your child’s own, about 3 minutes.",
    "zh-Hans": "这一部分请孩子自己答，大约3分钟。",
}
OWN_QUESTION = {
    "en": "I tell others what I want or how I feel.",
    "zh-Hans": "我会告诉别人我想要什么、心里怎么样。",
}
WAVES = [
    (date(2026, 3, 3), "child", "done"),
    (date(2026, 3, 5), "child_self", "done"),
    (date(2026, 3, 15), "phq4", "done"),
    (date(2026, 4, 5), "phq4", "done"),
    (date(2026, 4, 7), "child", "done"),
    (date(2026, 4, 9), "child_self", "done"),
]


async def test_a_programme_from_the_template_asks_about_the_child_when_somebody_joins(ward: Ward) -> None:
    await make(ward)

    assert programme(ward).asks_child
    await joins(ward, *CHILD_OF_NINE[:3])
    assert ward.buttons(NEWCOMER) == ["join:guardian:yes", "join:guardian:no"]


@pytest.mark.parametrize("language", ["en", "zh-Hans"])
async def test_a_family_answers_in_week_0_and_in_the_last_week_through_every_interruption(
    database, people: Cast, language: str
) -> None:
    clock = VirtualClock(cast.MONDAY)
    async with open_box(clock) as box:
        async with open_bot(box, database, clock) as ward:
            await make(ward)
            await joins(ward, *CHILD_OF_NINE, language=language)
            await ward.until(evening(3))
            assert ward.last(NEWCOMER).startswith(ABOUT_CHILD[language])
            await answer_some(ward, 11, NEWCOMER)
            question = options(ward, NEWCOMER)

        async with open_bot(box, database, clock) as ward:
            assert options(ward, NEWCOMER) == question
            await ward.text(NEWCOMER, "He slept well for once.")
            assert options(ward, NEWCOMER) == question
            await answer_all(ward, NEWCOMER)
            assert ward.last(NEWCOMER) == say(language, "block.done.child")
            await the_child_answers_with_a_break(ward, language)
            await the_same_again_at_the_end(ward)

        person = sure(ward).id
        assert asked(ward, person) == WAVES
        assert kept_scores(ward, person) == right_scores(ward, person)
        assert instruments(ward, person) == {
            "child_social": 40, "child_social_self": 40, "child_wellbeing": 12, "phq4": 8,
        }  # fmt: skip
        kept_apart(ward, person)


async def the_child_answers_with_a_break(ward: Ward, language: str) -> None:
    """The child's own part is put off for two hours in its middle, and comes back where it was."""
    await ward.until(evening(5))
    assert ward.last(NEWCOMER).startswith(OF_ITSELF[language])
    assert OWN_QUESTION[language] in ward.last(NEWCOMER)
    await answer_some(ward, 9, NEWCOMER)
    question = options(ward, NEWCOMER)
    checkin = question[0].split(":")[1]
    await ward.tap(NEWCOMER, f"later:{checkin}")
    await ward.tap(NEWCOMER, f"later:{checkin}:120")
    await ward.pass_time(hours=2)
    assert options(ward, NEWCOMER) == question
    await answer_all(ward, NEWCOMER)
    assert ward.last(NEWCOMER).startswith(say(language, "block.done.child_self"))
    assert "trend" not in ward.buttons(NEWCOMER)


async def the_same_again_at_the_end(ward: Ward) -> None:
    """The parent's PHQ-4 in week 1 and week 4, and both blocks in week 5."""
    for moment in (evening(15), evening(15, timedelta(weeks=3)), *(evening(d, AT_THE_END) for d in (3, 5))):
        await answer_block(ward, moment)


def kept_apart(ward: Ward, person: int) -> None:
    """Whoever answers has instruments of their own, and none about the child is about its parent."""
    of = {card: deck.card(card) for _, card, _, _, _ in kept_scores(ward, person)}
    who = {card: (each.respondent, each.subject) for card, each in of.items()}
    assert who == {
        "child_social": ("caregiver", "child"),
        "child_wellbeing": ("caregiver", "child"),
        "child_social_self": ("child", "child"),
        "phq4": ("caregiver", "caregiver"),
    }


async def test_a_child_under_eight_is_asked_about_and_not_asked_itself(ward: Ward) -> None:
    await make(ward)
    await joins(ward, *CHILD_OF_FOUR)
    await answer_block(ward, evening(3))
    await ward.until(evening(5))

    assert [battery for _, battery, progress in asked(ward, sure(ward).id) if progress == "done"] == ["child"]
    assert not options(ward, NEWCOMER)


@pytest.mark.parametrize(
    "about_child",
    [(*CHILD_OF_NINE[:3], "join:guardian:no"), (*CHILD_OF_NINE[:4], "join:assent:no")],
    ids=["guardian", "child"],
)
async def test_without_a_yes_nothing_is_asked_about_the_child_and_the_parents_phq4_is(
    ward: Ward, about_child: tuple[str, ...]
) -> None:
    await make(ward)
    await joins(ward, *about_child)
    for day in (3, 5, 8, 10, 12):
        await ward.until(evening(day))
    assert not options(ward, NEWCOMER)
    await answer_block(ward, evening(15))

    assert instruments(ward, sure(ward).id) == {"phq4": 4}


async def test_a_yes_that_comes_later_is_followed_before_the_baseline_closes(ward: Ward) -> None:
    await make(ward)
    await joins(ward, *CHILD_OF_NINE[:4], "join:assent:later")
    await ward.until(evening(5))
    assert not options(ward, NEWCOMER)
    await ward.until(local(6, 12))

    await ward.text(NEWCOMER, "/child")
    await ward.tap(NEWCOMER, "child:guardian:yes")
    await ward.tap(NEWCOMER, "child:child:yes")
    await ward.beat()
    for day in (8, 10):
        await answer_block(ward, evening(day))

    done = [(day.day, battery) for day, battery, progress in asked(ward, sure(ward).id) if progress == "done"]
    assert done == [(8, "child"), (10, "child_self")]


async def test_a_no_in_the_middle_takes_the_questions_back_and_keeps_what_was_said(ward: Ward) -> None:
    await make(ward)
    await joins(ward, *CHILD_OF_NINE)
    await ward.until(evening(3))
    await answer_some(ward, 5, NEWCOMER)
    waiting = options(ward, NEWCOMER)

    await ward.text(NEWCOMER, "/child")
    await ward.tap(NEWCOMER, "child:guardian:no")

    assert asked(ward, sure(ward).id) == [(date(2026, 3, 3), "child", "closed")]
    await ward.tap(NEWCOMER, waiting[0], forged=True)
    assert ward.last(NEWCOMER) == say("en", "checkin.over")
    assert instruments(ward, sure(ward).id) == {"child_social": 5}
    assert kept_scores(ward, sure(ward).id) == set()
    await ward.until(evening(5))
    assert not options(ward, NEWCOMER)


async def test_who_joins_in_the_last_days_before_the_baseline_closes_keeps_the_phq4(ward: Ward) -> None:
    await make(ward)
    await ward.until(local(14, 12))
    await joins(ward, *CHILD_OF_NINE)
    await ward.until(evening(15))

    assert [battery for _, battery, _ in asked(ward, sure(ward).id)] == ["child", "phq4"]
