"""A step that fits: offered when something became worse, asked about once, and steering what comes later."""

from datetime import timedelta

import pytest

from content.catalogue import LANGUAGES, words
from content.library import library
from db.models import Arm, CheckIn, Kind, Standing
from scales import deck
from tests import cast
from tests.journeys.days import ends, fill_day, local, set_person
from tests.journeys.newcomers import set_language
from tests.journeys.reading import (
    answer_gad7,
    ask_gad7,
    practices,
    scored_before,
    set_arm,
    verdicts,
    worsened,
)
from tests.journeys.ward import AMINA, OTHER, WORKER, Cast, Ward

FIRST = library().steps("worry")[0]


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_step_comes_when_worry_rose_and_is_asked_about_once_a_day_later(
    ward: Ward, people: Cast, language: str
) -> None:
    set_language(ward, AMINA, language)
    said, piece = words(language), library().pieces[FIRST][language]
    await worsened(ward, people.amina)

    shown = ward.last(AMINA)
    assert shown.startswith(said.say("practice.because.worry"))
    assert piece.heading in shown
    assert piece.step[0] in shown
    assert piece.paragraphs[0] not in shown

    await ward.until(local(3, 19, 30))
    assert ward.last(AMINA) == said.say("practice.how_was_it", title=piece.front.title)
    await ward.tap(AMINA, "practice:1:helped")

    assert ward.last(AMINA) == said.say("practice.noted.helped")
    (done,) = practices(ward)
    assert (done.piece, done.because, done.tried, done.helped) == (FIRST, "worry", True, "helped")
    assert done.offered_at is not None
    assert done.offered_at - cast.MONDAY < timedelta(minutes=1)
    assert verdicts(ward) == {FIRST: "helped"}
    assert ends(ward, Kind.PRACTICE, people.amina) == ["sent", "sent"]


async def test_a_first_score_and_one_that_became_better_offer_nothing(ward: Ward, people: Cast) -> None:
    await answer_gad7(ward, people.amina, 3)
    scored_before(ward, people.other, value=18)
    await answer_gad7(ward, people.other, 1, OTHER)
    await ward.beat()

    assert practices(ward) == []


async def test_a_change_that_chance_may_have_made_offers_nothing(ward: Ward, people: Cast) -> None:
    scored_before(ward, people.amina, value=5)
    await answer_gad7(ward, people.amina, 1)

    assert practices(ward) == []


async def test_within_a_week_no_second_one_comes_unasked_but_one_that_is_asked_for_does(
    ward: Ward, people: Cast
) -> None:
    await worsened(ward, people.amina)
    await ward.until(local(5, 12))
    await answer_gad7(ward, people.amina, 3)
    assert len(practices(ward)) == 1

    await ward.text(AMINA, "/library")
    await ward.tap(AMINA, "library:step")

    assert ward.last(AMINA).startswith("Here is something of two minutes.")
    assert [each.because for each in practices(ward)] == ["worry", "asked"]
    assert practices(ward)[1].piece != FIRST


async def test_after_a_week_the_answer_steers_what_comes(ward: Ward, people: Cast) -> None:
    await worsened(ward, people.amina)
    await ward.tap(AMINA, "practice:1:refuse")
    assert ends(ward, Kind.PRACTICE, people.amina) == ["sent", "cancelled:answered"]
    assert ward.last(AMINA) == "Noted. This one will not come again."

    await ward.until(local(11, 12))
    await answer_gad7(ward, people.amina, 3)

    first, second = practices(ward)
    assert (first.tried, first.helped) == (False, "not")
    assert second.piece == library().steps("worry")[1]


async def test_whoever_did_not_get_to_it_is_not_blamed_and_nothing_is_judged(
    ward: Ward, people: Cast
) -> None:
    await worsened(ward, people.amina)
    await ward.until(local(3, 19, 30))
    await ward.tap(AMINA, "practice:1:untried")

    assert ward.last(AMINA) == "That is fine. It is in /library if you ever want it."
    assert (practices(ward)[0].tried, verdicts(ward)) == (False, {})


async def test_to_whoever_waits_for_the_group_the_block_is_written_down_and_nothing_comes(
    ward: Ward, people: Cast
) -> None:
    set_arm(ward, people.amina, Arm.WAITLIST)
    shown = len(ward.said(AMINA))
    await worsened(ward, people.amina)
    await ward.until(local(3, 19, 30))

    assert ends(ward, Kind.PRACTICE, people.amina) == ["withheld:arm"]
    assert practices(ward)[0].offered_at is None
    assert "two minutes" not in "".join(ward.said(AMINA)[shown:])


async def test_with_an_open_alert_none_is_chosen_and_none_that_waits_is_sent(
    ward: Ward, people: Cast
) -> None:
    await worsened(ward, people.amina)
    await ward.tap(AMINA, "help", forged=True)
    await ward.until(local(3, 19, 30))
    assert ends(ward, Kind.PRACTICE, people.amina) == ["sent", "skipped:alert"]

    await ward.tap(OTHER, "help", forged=True)
    await worsened(ward, people.other, OTHER)
    assert len(practices(ward)) == 1


async def test_an_alert_that_came_to_its_end_holds_nothing_back(ward: Ward, people: Cast) -> None:
    await ward.tap(AMINA, "help", forged=True)
    await ward.beat()
    await ward.tap(WORKER, "alert:take:1")
    await ward.tap(WORKER, "alert:close:1:reached")

    await worsened(ward, people.amina)

    assert ends(ward, Kind.PRACTICE, people.amina) == ["sent", "pending"]


async def test_a_rest_holds_back_what_waits(ward: Ward, people: Cast) -> None:
    await worsened(ward, people.amina)
    for data in ("pause:hospital", "pause:hospital:7"):
        await ward.tap(AMINA, data, forged=True)

    await ward.until(local(3, 19, 30))

    assert ends(ward, Kind.PRACTICE, people.amina) == ["sent", "withheld:paused"]


@pytest.mark.parametrize(
    ("standing", "outcome"), [(Standing.STOPPED, "cancelled:stopped"), ("bereaved", "cancelled:bereaved")]
)
async def test_whoever_does_not_take_part_as_ever_gets_none(
    ward: Ward, people: Cast, standing: str, outcome: str
) -> None:
    await worsened(ward, people.amina)
    set_person(ward, people.amina, standing=standing)

    await ward.until(local(3, 19, 30))

    assert ends(ward, Kind.PRACTICE, people.amina) == ["sent", outcome]


async def test_where_the_day_is_full_none_comes(ward: Ward, people: Cast) -> None:
    fill_day(ward, people.amina, cast.MONDAY - timedelta(hours=1))
    await worsened(ward, people.amina)

    assert ends(ward, Kind.PRACTICE, people.amina) == ["withheld:budget"]
    assert practices(ward)[0].offered_at is None


async def test_on_a_day_that_is_full_the_question_how_it_went_waits_for_another(
    ward: Ward, people: Cast
) -> None:
    await worsened(ward, people.amina)
    assert ends(ward, Kind.PRACTICE, people.amina) == ["sent", "pending"]

    fill_day(ward, people.amina, local(3, 9))
    await ward.until(local(3, 19, 30))
    assert ends(ward, Kind.PRACTICE, people.amina) == ["sent", "pending"]

    await ward.until(local(5, 19, 30))
    assert ends(ward, Kind.PRACTICE, people.amina) == ["sent", "sent"]


async def test_on_a_shared_phone_it_says_only_that_something_waits(ward: Ward, people: Cast) -> None:
    set_person(ward, people.amina, shares_phone=True)
    await worsened(ward, people.amina)
    assert ward.last(AMINA) == words("en").say("checkin.waiting")
    await ward.tap(AMINA, "practice:1:open")
    assert ward.last(AMINA).startswith("These days seem more restless")

    await ward.until(local(3, 19, 30))
    assert ward.last(AMINA) == words("en").say("checkin.waiting")
    await ward.tap(AMINA, "practice:1:ask")
    assert "did you get round to it?" in ward.last(AMINA)


async def test_another_familys_step_is_nobodys_business(ward: Ward, people: Cast) -> None:
    await worsened(ward, people.amina)
    for said in ("helped", "open", "ask", "refuse"):
        await ward.tap(OTHER, f"practice:1:{said}", forged=True)
        assert ward.last(OTHER).startswith("This button is too old to use."), said

    assert practices(ward)[0].answered_at is None


async def test_answers_entered_from_paper_offer_nothing_in_a_chat(ward: Ward, people: Cast) -> None:
    scored_before(ward, people.amina)
    asked = ask_gad7(ward, people.amina)

    def enter(session):
        session.get_one(CheckIn, asked).entered_by = people.worker

    ward.change(enter)
    for item in deck.card("gad7").items:
        await ward.tap(WORKER, f"answer:{asked}:gad7.{item.id}:3", forged=True)

    assert practices(ward) == []


async def test_asked_for_again_and_again_each_is_another_until_none_is_left(ward: Ward, people: Cast) -> None:
    await ward.text(AMINA, "/library")
    for _ in range(len({key for key in library().pieces if library().pieces[key]["en"].front.offered})):
        await ward.tap(AMINA, "library:step", forged=True)
    assert len({each.piece for each in practices(ward)}) == len(practices(ward))

    await ward.tap(AMINA, "library:step", forged=True)

    assert ward.last(AMINA).startswith("You have had all of them lately.")


async def test_however_many_were_asked_for_one_question_comes_a_day(ward: Ward, people: Cast) -> None:
    for _ in range(3):
        await ward.tap(AMINA, "library:step", forged=True)

    await ward.until(local(3, 19, 30))

    assert ends(ward, Kind.PRACTICE, people.amina) == ["sent"]
    assert words("en").say("practice.how_was_it", title="").split("“")[0] in ward.last(AMINA)
