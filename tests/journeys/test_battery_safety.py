"""Item 9 and chest pain: when the question may be asked at all, and what an answer brings at the tap."""

from datetime import date, time

import pytest
from sqlalchemy import select

from content.catalogue import words
from db.models import Alert, CheckIn, Delivery, Kind, Role, Score
from flows.concern import URGENT, reason_of
from scales import registry
from tests.journeys.blocks import (
    answer_all,
    answer_some,
    asked,
    in_a_wave,
    kept_scores,
    options,
    right_scores,
)
from tests.journeys.days import local, set_person, set_site
from tests.journeys.ward import AMINA, OTHER, WORKER, Cast, Ward

COVER = {"seven_day_cover": True, "crisis_confirmed_on": date(2026, 3, 2)}


async def tuesday(ward: Ward, people: Cast, hour: int = 9, **site: object) -> None:
    """Let Tuesday's block come at an hour Amina chose, at a site with these agreements."""
    set_site(ward, **(COVER | site))
    set_person(ward, people.amina, asked_at=time(hour))
    in_a_wave(ward, people)
    await ward.beat()
    await ward.until(local(3, hour))


def battery(ward: Ward) -> str:
    """The battery of the newest check-in."""
    return ward.ask(lambda s: s.scalar(select(CheckIn.battery).order_by(CheckIn.id.desc()).limit(1))) or ""


def alerts(ward: Ward) -> list[tuple[str, str]]:
    """The tier and reason of every alert."""
    rows = ward.ask(lambda s: s.scalars(select(Alert).order_by(Alert.id)).all())
    return [(row.tier, row.reason) for row in rows]


async def up_to_item_nine(ward: Ward) -> str:
    """Answer until item 9 is shown, and return the beginning of its buttons."""
    while "self_harm" not in options(ward)[0]:
        await answer_some(ward, 1, difficulty=0)
    return options(ward)[0].rpartition(":")[0]


async def test_the_phq9_comes_where_somebody_answers_for_it(ward: Ward, people: Cast) -> None:
    await tuesday(ward, people)

    assert battery(ward) == "phq9_gad7"
    await answer_all(ward, self_harm=0)
    assert kept_scores(ward, people.amina) == right_scores(ward, people.amina)
    assert {("phq9", "total"), ("phq8", "total")} <= {
        (card, scale) for _, card, scale, _, _ in kept_scores(ward, people.amina)
    }
    assert alerts(ward) == []


@pytest.mark.parametrize(
    ("hour", "site"),
    [
        pytest.param(9, {"seven_day_cover": False}, id="no cover agreed"),
        pytest.param(14, {}, id="less than four duty hours left"),
        pytest.param(20, {}, id="nobody on duty"),
        pytest.param(9, {"duty_days": "1345"}, id="no duty that day"),
        pytest.param(
            9, {"crisis_confirmed_on": date(2025, 9, 3)}, id="crisis card not confirmed for 181 days"
        ),
        pytest.param(9, {"crisis_confirmed_on": None}, id="crisis card never confirmed"),
    ],
)
async def test_everywhere_else_it_is_the_phq8(ward: Ward, people: Cast, hour: int, site: dict) -> None:
    await tuesday(ward, people, hour, **site)

    assert battery(ward) == "phq8_gad7"
    assert "answer:1:phq8.interest:0" in ward.buttons(AMINA)


@pytest.mark.parametrize(
    ("hour", "site"),
    [
        pytest.param(13, {"duty_from": time(8, 30), "duty_to": time(17)}, id="four hours to the minute"),
        pytest.param(9, {"crisis_confirmed_on": date(2025, 9, 4)}, id="crisis card confirmed 180 days ago"),
    ],
)
async def test_the_edges_of_cover_are_cover(ward: Ward, people: Cast, hour: int, site: dict) -> None:
    await tuesday(ward, people, hour, **site)

    assert battery(ward) == "phq9_gad7"


async def test_without_anybody_who_hears_an_alert_it_is_the_phq8(ward: Ward, people: Cast) -> None:
    set_person(ward, people.worker, unreachable_at=ward.clock.now())

    await tuesday(ward, people)

    assert battery(ward) == "phq8_gad7"


@pytest.mark.parametrize(("value", "tier"), [(1, "amber"), (2, "red"), (3, "red")])
async def test_item_nine_calls_a_human_at_the_tap_and_shows_whom_to_call(
    ward: Ward, people: Cast, value: int, tier: str
) -> None:
    await tuesday(ward, people)
    prefix = await up_to_item_nine(ward)

    await ward.tap(AMINA, f"{prefix}:{value}")

    assert alerts(ward) == [(tier, "self_harm")]
    assert "000-0000" in ward.last(AMINA)
    assert ward.ask(lambda s: s.scalar(select(Delivery.priority).where(Delivery.kind == Kind.ALERT))) == 0
    await ward.beat()
    assert ward.buttons(WORKER) == ["alert:take:1"]
    await ward.tap(WORKER, "alert:take:1")
    assert words("en").say("alert.because.self_harm") in ward.last(WORKER)


async def test_a_form_abandoned_after_item_nine_has_its_alert_and_no_score(ward: Ward, people: Cast) -> None:
    await tuesday(ward, people)
    prefix = await up_to_item_nine(ward)
    await ward.tap(AMINA, f"{prefix}:3")

    await ward.pass_time(days=4)

    assert alerts(ward) == [("red", "self_harm")]
    assert (date(2026, 3, 3), "phq9_gad7", "closed") in asked(ward, people.amina)
    assert ward.ask(lambda s: s.scalar(select(Score.id).where(Score.checkin_id == 1))) is None


async def test_an_answer_made_worse_is_a_second_alert_and_one_made_milder_is_none(
    ward: Ward, people: Cast
) -> None:
    await tuesday(ward, people)
    prefix = await up_to_item_nine(ward)
    question = ward.box.chat(AMINA)[-1]["message_id"]
    change = prefix.replace("answer", "change")
    await ward.tap(AMINA, f"{prefix}:1")
    for value, told in ((2, ["amber", "red"]), (1, ["amber", "red"]), (0, ["amber", "red"])):
        await ward.tap(AMINA, f"{change}:{value}", message_id=question, forged=True)
        assert [tier for tier, _ in alerts(ward)] == told


async def test_chest_pain_is_told_to_see_a_doctor_and_rings_nobody(ward: Ward, people: Cast) -> None:
    in_a_wave(ward, people)
    await ward.beat()
    await ward.until(local(5, 19, 30))
    while "chest" not in options(ward)[0]:
        await answer_some(ward, 1)

    await ward.tap(AMINA, options(ward)[2])

    advice = registry.card("phq15").safety[0].advice
    assert advice is not None
    assert ward.last(AMINA) == advice.en
    assert alerts(ward) == []


@pytest.mark.parametrize("language", ["en", "zh-Hans"])
def test_every_answer_that_rings_somebody_says_why(language: str) -> None:
    known = words(language).keys()
    cards = registry.load(with_site_supplied=True).values()
    reasons = {reason_of(rule.item) for card in cards for rule in card.safety if rule.tier in URGENT}

    assert reasons == {"contact", "self_harm", "concern", "answer"}
    for reason in reasons:
        assert f"alert.because.{reason}" in known
        assert f"digest.why.alert.{reason}" in known


async def test_a_nurse_answers_no_block(ward: Ward, people: Cast) -> None:
    await tuesday(ward, people)
    set_person(ward, people.other, role=Role.MEDICAL_WORKER)

    await ward.tap(OTHER, "answer:1:phq9.interest:3", forged=True)

    assert kept_scores(ward, people.amina) == right_scores(ward, people.amina) == set()
