"""A phone shared with a child: nothing is to be read before a tap, and nothing after the last one."""

import pytest

from tests.journeys.days import answer, asked, asked_in_the_morning, local, newest, set_person
from tests.journeys.ward import AMINA, Cast, Ward

NEUTRAL = "A message is waiting for you."
ABOUT_FEELINGS = ("feeling", "pressure", "mood", "load", "worker")


@pytest.fixture
async def shared(ward: Ward, people: Cast) -> Ward:
    """Amina's child uses her phone."""
    set_person(ward, people.amina, shares_phone=True)
    return ward


async def test_the_first_line_says_only_that_something_waits(shared: Ward) -> None:
    await asked(shared)

    assert shared.last(AMINA) == NEUTRAL
    assert shared.buttons(AMINA) == ["open:1"]


async def test_it_opens_on_a_tap_in_the_same_message(shared: Ward) -> None:
    await asked(shared)
    shown = len(shared.said(AMINA))

    await shared.tap(AMINA, "open:1")

    assert "How are you feeling" in shared.last(AMINA)
    assert len(shared.said(AMINA)) == shown


async def test_it_folds_away_after_the_last_answer(shared: Ward) -> None:
    await asked(shared)
    await shared.tap(AMINA, "open:1")

    await answer(shared, 1, mood=3, load=2, contact=0)

    assert shared.last(AMINA) == "Folded away. Thank you."
    assert shared.buttons(AMINA) == []


async def test_the_reminder_is_neutral_too(shared: Ward, people: Cast) -> None:
    await asked_in_the_morning(shared, people.amina)
    question = newest(shared, people.amina).id
    await shared.tap(AMINA, f"open:{question}")
    await answer(shared, question, mood=3)

    await shared.until(local(5, 16))

    assert shared.last(AMINA).endswith(NEUTRAL)
    assert not any(word in shared.last(AMINA) for word in ABOUT_FEELINGS)
    assert shared.buttons(AMINA) == [f"open:{question}"]
    await shared.tap(AMINA, f"open:{question}")
    assert shared.last(AMINA).startswith("2 of 3")


async def test_a_question_put_off_comes_back_as_neutral_as_it_came(shared: Ward) -> None:
    await asked(shared)
    await shared.tap(AMINA, "open:1")
    await shared.tap(AMINA, "later:1")
    await shared.tap(AMINA, "later:1:30")

    await shared.pass_time(minutes=31)

    assert shared.last(AMINA).endswith(NEUTRAL)


@pytest.mark.parametrize("doing", ["hello", "/start", "an old button"])
async def test_whatever_the_child_types_or_taps_brings_no_question_to_light(shared: Ward, doing: str) -> None:
    await asked(shared)
    if doing == "an old button":
        await shared.tap(AMINA, "answer:2:micro.mood:3", forged=True)
    else:
        await shared.text(AMINA, doing)

    assert not any("feeling" in text or "of 3" in text for text in shared.said(AMINA))
    assert "open:1" in shared.buttons(AMINA)
