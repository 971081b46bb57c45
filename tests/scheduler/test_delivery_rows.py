"""Rows that fail alone, and rows that have nowhere to go."""

from db.models import Kind
from tests.journeys.days import asked, ends, local, set_person, state
from tests.journeys.ward import AMINA, OTHER, Cast, Ward

MOOD = "How are you feeling right now?"


def questions(ward: Ward, user: int = AMINA) -> int:
    """How many messages on the phone ask the first question."""
    return sum(MOOD in text for text in ward.said(user))


async def asked_in_no_zone(ward: Ward, people: Cast) -> None:
    """The evening comes, and nobody knows what time it is where Amina is."""
    await ward.beat()
    await ward.bot.tick.plan(local(2, 19, 30))
    set_person(ward, people.amina, zone="Nowhere/At_all")
    await ward.until(local(2, 19, 30))


async def test_a_row_that_cannot_be_rendered_fails_alone(ward: Ward, people: Cast) -> None:
    await asked_in_no_zone(ward, people)
    assert (questions(ward), questions(ward, OTHER)) == (0, 1)
    set_person(ward, people.amina, zone="Asia/Shanghai")

    await ward.pass_time(seconds=3)

    assert questions(ward) == 1, "it was put off, not lost"


async def test_a_row_that_never_can_be_rendered_is_given_up_and_its_question_closed(
    ward: Ward, people: Cast
) -> None:
    await asked_in_no_zone(ward, people)

    for _ in range(12):
        await ward.pass_time(minutes=6)

    assert ends(ward, Kind.CHECKIN, people.amina) == ["failed:error"]
    assert state(ward, 1) == ("closed", "not_sent")


async def test_whoever_has_no_chat_is_told_nothing_and_the_gap_says_why(ward: Ward, people: Cast) -> None:
    set_person(ward, people.amina, chat=None)

    await asked(ward)

    assert ends(ward, Kind.CHECKIN, people.amina) == ["failed:no_chat"]
    assert state(ward, 1) == ("closed", "not_sent")
