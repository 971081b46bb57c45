"""The whole baseline, in both languages, with an interruption in every block."""

from datetime import date

import pytest
from sqlalchemy import func, select

from bot.clock import VirtualClock
from db.models import Answer, Person
from scales.batteries import cards_of
from scales.blocks import BLOCKS
from scales.model import Absent
from scales.scoring import score
from tests import cast
from tests.journeys.blocks import (
    answer_all,
    answer_some,
    asked,
    first_question,
    in_a_wave,
    kept_scores,
    options,
    right_scores,
)
from tests.journeys.days import local
from tests.journeys.ward import AMINA, Cast, Ward, open_bot, open_box

PART = {"en": "Part {} of 3, about {} minutes.", "zh-Hans": "第{}部分，共3部分，大约{}分钟。"}


@pytest.mark.parametrize("language", ["en", "zh-Hans"])
async def test_a_family_answers_the_whole_baseline_through_every_interruption(
    database, people: Cast, language: str
) -> None:
    clock = VirtualClock(cast.MONDAY)
    async with open_box(clock) as box:
        async with open_bot(box, database, clock) as ward:
            await ward.text(AMINA, "/help")
            in_a_wave(ward, people, language)
            await ward.beat()
            await ward.until(local(3, 19, 30))
            assert ward.last(AMINA).startswith(PART[language].format(1, 4))
            await answer_some(ward, 7)
            question = options(ward)

        async with open_bot(box, database, clock) as ward:
            assert options(ward) == question
            await answer_all(ward)
            await interrupted_by_a_word(ward, language)
            await put_off_for_two_hours(ward, language)

        assert asked(ward, people.amina) == [
            (date(2026, 3, day), block, "done") for day, block in zip((3, 5, 6), BLOCKS, strict=True)
        ]
        assert kept_scores(ward, people.amina) == right_scores(ward, people.amina)
        assert whole(ward, people.amina)


async def interrupted_by_a_word(ward: Ward, language: str) -> None:
    """The second block waits below the answer to something written in between."""
    await ward.until(local(5, 19, 30))
    assert ward.last(AMINA).startswith(PART[language].format(2, 4))
    await answer_some(ward, 4)
    question = options(ward)
    await ward.text(AMINA, "He slept well for once.")
    assert options(ward) == question
    await answer_all(ward)


async def put_off_for_two_hours(ward: Ward, language: str) -> None:
    """The third block comes back at the time chosen, at the question where it was put off."""
    await ward.until(local(6, 19, 30))
    assert ward.last(AMINA).startswith(PART[language].format(3, 5))
    await answer_some(ward, 12)
    question = options(ward)
    checkin = question[0].split(":")[1]
    await ward.tap(AMINA, f"later:{checkin}")
    await ward.tap(AMINA, f"later:{checkin}:120")
    assert not first_question(ward)
    await ward.pass_time(hours=2)
    assert options(ward) == question
    await answer_all(ward)


def whole(ward: Ward, person: int) -> bool:
    """Whether every question of the baseline has one answer, and every scale a score."""
    cards = [card for block in BLOCKS for card in cards_of(block)]
    count = ward.ask(lambda s: s.scalar(select(func.count()).where(Answer.person_id == person)))
    scored = {(card, scale) for _, card, scale, _, _ in kept_scores(ward, person)}
    scales = {(card.id, scale.id) for card in cards for scale in card.scales}
    return count == sum(len(card.items) for card in cards) and scored == scales


async def test_a_skipped_question_leaves_no_total_and_no_gap(ward: Ward, people: Cast) -> None:
    in_a_wave(ward, people)
    await ward.beat()
    await ward.until(local(5, 19, 30))
    while "sexual" not in ward.last(AMINA):
        await answer_some(ward, 1)
    assert "Skip this one" in buttons_shown(ward)
    await ward.tap(AMINA, next(data for data in ward.buttons(AMINA) if data.endswith("phq15.sex:skip")))
    await answer_all(ward)

    raw = {row.item: row.value for row in answers(ward, people.amina) if row.instrument == "phq15"}
    assert raw["sex"] is None
    totals = [result for result in score(cards_of("phq15_who5")[0], raw) if result.scale == "total"]
    assert isinstance(totals[0], Absent)
    assert ("phq15", "total") not in {
        (card, scale) for _, card, scale, _, _ in kept_scores(ward, people.amina)
    }
    assert kept_scores(ward, people.amina) == right_scores(ward, people.amina)


async def test_a_block_on_a_shared_phone_is_a_neutral_line_and_folds_away(ward: Ward, people: Cast) -> None:
    in_a_wave(ward, people)
    ward.change(lambda s: setattr(person(s, people), "shares_phone", True))
    await ward.beat()
    await ward.until(local(3, 19, 30))
    assert ward.last(AMINA) == "A message is waiting for you."

    await ward.tap(AMINA, ward.buttons(AMINA)[0])
    assert ward.last(AMINA).startswith(PART["en"].format(1, 4))
    await answer_all(ward)

    assert ward.last(AMINA) == "Folded away. Thank you."


async def test_a_block_stays_open_for_two_days_and_leads_on_to_the_other_that_waits(
    ward: Ward, people: Cast
) -> None:
    in_a_wave(ward, people)
    await ward.beat()
    await ward.until(local(5, 19, 30))
    await ward.until(local(6, 19, 30))
    await answer_all(ward)

    assert ward.last(AMINA) == "That was part 3 of 3. Thank you for taking the time."
    second = ward.buttons(AMINA)
    await ward.tap(AMINA, second[0])
    assert ward.last(AMINA).startswith(PART["en"].format(2, 4))
    await answer_all(ward)
    assert ward.last(AMINA) == "That was part 2 of 3. Thank you for taking the time."
    assert [progress for _, _, progress in asked(ward, people.amina)][-2:] == ["done", "done"]


async def test_a_block_that_an_outage_swallowed_comes_again_before_the_baseline_closes(
    ward: Ward, people: Cast
) -> None:
    in_a_wave(ward, people)
    await ward.beat()
    await ward.until(local(5, 20))
    for day in (6, 8):
        await ward.until(local(day, 19, 30))

    assert [(day.day, battery) for day, battery, progress in asked(ward, people.amina)] == [
        (3, BLOCKS[0]), (5, BLOCKS[1]), (6, BLOCKS[2]), (8, BLOCKS[0]),
    ]  # fmt: skip
    assert ward.last(AMINA).startswith(PART["en"].format(1, 4))


def person(session, people: Cast):
    return session.get_one(Person, people.amina)


def answers(ward: Ward, person: int) -> list[Answer]:
    """The raw answers of a person."""
    return list(ward.ask(lambda s: s.scalars(select(Answer).where(Answer.person_id == person)).all()))


def buttons_shown(ward: Ward) -> list[str]:
    """The words on the buttons of the newest message."""
    message = [each for each in ward.box.chat(AMINA) if each["from"]["is_bot"]][-1]
    return [button["text"] for row in message["reply_markup"]["inline_keyboard"] for button in row]
