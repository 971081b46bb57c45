"""Consent: read before any question is asked, given freely, and never taken for granted."""

import pytest
from sqlalchemy import select

from content import catalogue
from db.models import Consent
from tests.journeys.newcomers import NEWCOMER, arrive, at_step, sure, walk, walk_to
from tests.journeys.ward import Ward


def consents(ward: Ward) -> list[tuple[str, str]]:
    """Version and language of every consent there is."""
    rows = ward.ask(lambda s: s.execute(select(Consent.version, Consent.language)).all())
    return [tuple(row) for row in rows]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ["Not an emergency service", "nobody reads it around the clock", "not end-to-end encrypted"]),
        ("zh-Hans", ["不是急救，也不是24小时有人看", "不是端对端加密"]),
    ],
)
async def test_consent_comes_before_any_question_and_says_what_this_is_not(
    ward: Ward, language: str, words: list[str]
) -> None:
    await arrive(ward, ward.invite())

    await walk(ward, f"join:language:{language}")

    shown = ward.last(NEWCOMER)
    assert [each for each in words if each not in shown] == []
    assert ward.buttons(NEWCOMER) == ["join:consent:yes", "join:consent:no"]
    person = sure(ward)
    assert (person.called, person.phone, person.trusted_adult) == (None, None, None)
    assert consents(ward) == []


async def test_what_was_agreed_to_stays_readable_above_the_next_question(ward: Ward) -> None:
    await walk_to(ward, "consent")

    await walk(ward, "join:consent:yes")

    assert "end-to-end encrypted" in ward.said(NEWCOMER)[-2]
    assert ward.last(NEWCOMER) == "What may we call you? Just write it below."
    assert consents(ward) == [("2026-12", "en")]


async def test_declining_stores_no_consent_and_keeps_the_door_open(ward: Ward) -> None:
    await walk_to(ward, "consent")

    await walk(ward, "join:consent:no")

    assert "changes nothing in your child's care" in ward.last(NEWCOMER)
    assert ward.buttons(NEWCOMER) == ["join:consent:yes"]
    assert (consents(ward), at_step(ward), sure(ward).standing) == ([], "consent", "joining")


async def test_who_declined_may_change_their_mind_at_any_time(ward: Ward) -> None:
    await walk_to(ward, "consent")
    await walk(ward, "join:consent:no")
    await ward.pass_time(days=3)

    await walk(ward, "join:consent:yes")

    assert at_step(ward) == "called"
    assert consents(ward) == [("2026-12", "en")]


async def test_after_declining_start_asks_for_consent_again(ward: Ward) -> None:
    await walk_to(ward, "consent")
    await walk(ward, "join:consent:no", "/start")

    assert "Would you like to take part?" in ward.last(NEWCOMER)
    assert consents(ward) == []


async def test_words_are_no_consent(ward: Ward) -> None:
    await walk_to(ward, "consent")

    await walk(ward, "yes, I agree")

    assert ward.last(NEWCOMER).startswith("For this step, please tap a button.")
    assert (consents(ward), at_step(ward)) == ([], "consent")


async def test_a_consent_button_that_was_never_offered_gives_none(ward: Ward) -> None:
    await walk_to(ward, "consent")

    await ward.tap(NEWCOMER, "join:consent:perhaps", forged=True)

    assert ward.last(NEWCOMER).startswith("This button is too old to use.")
    assert "Would you like to take part?" in ward.last(NEWCOMER)
    assert (consents(ward), at_step(ward)) == ([], "consent")


@pytest.mark.parametrize("language", ["en", "zh-Hans"])
def test_the_text_names_the_ways_to_see_to_choose_and_to_be_forgotten(language: str) -> None:
    text = catalogue.words(language).say("join.consent")

    for command in ("/stop", "/mydata", "/sharing", "/forgetme"):
        assert text.count(command) == 1
