"""Rows that fail alone, that their sender left behind, that come too late, that have nowhere to go."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from db import deliveries
from db.models import Delivery, Kind
from tests.journeys.days import asked, ends, local, set_person, state
from tests.journeys.ward import AMINA, OTHER, Cast, Ward

MOOD = "How are you feeling right now?"


def questions(ward: Ward, user: int = AMINA) -> int:
    """How many messages on the phone ask the first question."""
    return sum(MOOD in text for text in ward.said(user))


def of_checkin(ward: Ward, person: int) -> int:
    """The delivery of the one check-in of a person."""
    query = select(Delivery.id).where(Delivery.person_id == person, Delivery.kind == Kind.CHECKIN)
    return ward.ask(lambda session: session.scalars(query).one())


async def test_a_row_that_cannot_be_rendered_fails_alone(ward: Ward, people: Cast) -> None:
    set_person(ward, people.amina, language="xx")
    await asked(ward)
    assert (questions(ward), questions(ward, OTHER)) == (0, 1)
    set_person(ward, people.amina, language="en")

    await ward.pass_time(seconds=3)

    assert questions(ward) == 1, "it was put off, not lost"


async def test_a_row_that_never_can_be_rendered_is_given_up_and_its_question_closed(
    ward: Ward, people: Cast
) -> None:
    set_person(ward, people.amina, language="xx")
    await asked(ward)

    for _ in range(12):
        await ward.pass_time(minutes=6)

    assert ends(ward, Kind.CHECKIN, people.amina) == ["failed:error"]
    assert state(ward, 1) == ("closed", "not_sent")


@pytest.mark.parametrize("restarted", [True, False])
async def test_what_was_in_the_air_when_the_sender_died_is_taken_up(
    ward: Ward, people: Cast, restarted: bool
) -> None:
    await ward.beat()
    await ward.bot.tick.plan(local(2, 19, 30))
    row = of_checkin(ward, people.amina)
    ward.change(lambda session: deliveries.claim(session, row, local(2, 19, 30)))
    ward.clock.advance_to(local(2, 19, 30))
    if restarted:
        assert await ward.bot.tick.recover(ward.clock.now(), alone=True) == 1
    await ward.beat()
    assert questions(ward) == (1 if restarted else 0)

    await ward.pass_time(minutes=3)

    assert questions(ward) == 1
    assert ends(ward, Kind.CHECKIN, people.amina) == ["sent"]


async def test_what_is_too_late_is_not_sent_even_if_nobody_has_swept(ward: Ward, people: Cast) -> None:
    await ward.beat()
    await ward.bot.tick.plan(local(2, 19, 30))
    ward.clock.advance_to(local(3, 7, 30) + timedelta(seconds=1))

    await ward.bot.tick.deliver(ward.clock.now())

    assert questions(ward) == 0
    assert ends(ward, Kind.CHECKIN) == ["expired", "expired"]
    assert state(ward, 1) == ("closed", "not_sent")


async def test_whoever_has_no_chat_is_told_nothing_and_the_gap_says_why(ward: Ward, people: Cast) -> None:
    set_person(ward, people.amina, chat=None)

    await asked(ward)

    assert ends(ward, Kind.CHECKIN, people.amina) == ["failed:no_chat"]
    assert state(ward, 1) == ("closed", "not_sent")
