"""The languages of a notice: the missing one is asked for, and a text in the wrong one is seen."""

import pytest

from content.catalogue import words
from db.models import Broadcast
from flows.broadcasting import wording
from tests.journeys import broadcasts
from tests.journeys.staff import ADMIN, an_admin
from tests.journeys.ward import Cast, Ward


async def begun(ward: Ward) -> None:
    """An admin begins notice 1, for the families of a programme."""
    await an_admin(ward)
    await ward.text(ADMIN, "/broadcast")
    await ward.tap(ADMIN, "bc:new")
    await ward.tap(ADMIN, "bc:1:group:1")


async def test_the_language_that_is_missing_is_asked_for_and_the_other_stays(
    ward: Ward, people: Cast
) -> None:
    await begun(ward)
    await broadcasts.say(ward, ADMIN, "We meet on Friday.")
    await ward.tap(ADMIN, "bc:1:show")

    await ward.tap(ADMIN, "bc:1:words")
    assert ward.last(ADMIN).startswith("Send it here in Chinese")
    await broadcasts.say(ward, ADMIN, "我们周五见。")

    assert "Words: Chinese ✓ · English ✓" in ward.last(ADMIN).splitlines()
    kept = ward.ask(lambda s: dict(s.get_one(Broadcast, 1).texts))
    assert kept == {"en": "We meet on Friday.", "zh-Hans": "我们周五见。"}


async def test_english_words_in_place_of_the_chinese_ones_are_seen_before_they_go_out(
    ward: Ward, people: Cast
) -> None:
    await begun(ward)
    await ward.tap(ADMIN, "bc:1:write:zh-Hans")
    await broadcasts.say(ward, ADMIN, "We meet on Friday.")
    await ward.tap(ADMIN, "bc:1:show")

    assert "⚠️ What is there for Chinese looks like the other language. Please look again." in ward.last(ADMIN)


@pytest.mark.parametrize(
    ("language", "text", "odd"),
    [
        ("zh-Hans", "周五 10:00 PICC 换药", False), ("zh-Hans", "<b>OK</b>", True),
        ("zh-Hans", "10:00, 3/F", True), ("zh-Hans", "10:00–11:00", False), ("zh-Hans", "❤️", False),
        ("en", "Mr 李 speaks on Friday", False), ("en", "我们周五见", True), ("en", "12/4", False),
    ],
)  # fmt: skip
def test_a_text_is_odd_by_its_letters_alone(language: str, text: str, odd: bool) -> None:
    one = Broadcast(texts={language: text})

    assert bool(wording.odd(one, words("en"))) is odd
