"""Paper: a worker enters a family's answers; the same questions, scores and alerts, for own families only."""

from datetime import date, time, timedelta

import pytest
from sqlalchemy import select

from content.catalogue import LANGUAGES, words
from db.models import Alert, Answer, Enrolment, Person, SiteRow
from flows.paper import OFFERED
from scales.blocks import BLOCKS
from tests import cast
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
from tests.journeys.newcomers import dump, say
from tests.journeys.staff import ELSEWHERE, second_worker, worker_elsewhere
from tests.journeys.staff import SECOND as MEI
from tests.journeys.ward import OTHER, WORKER, Cast, Ward

FIRST = "paper:1:phq8_gad7"


async def entering(ward: Ward, part: str = FIRST, user: int = WORKER) -> None:
    """A worker chooses a part of C-01."""
    await ward.text(user, "/paper c-01")
    await ward.tap(user, part)


async def test_a_worker_enters_a_whole_part_and_it_is_the_familys_own(ward: Ward, people: Cast) -> None:
    await entering(ward)
    assert ward.last(WORKER).startswith("C-01, from paper:\n\nPart 1 of 3, about 4 minutes.")
    assert not any(data.startswith("later") for data in ward.buttons(WORKER))

    await answer_all(ward, WORKER)

    assert ward.last(WORKER) == "All answers of C-01 are entered. Thank you."
    rows = ward.ask(lambda s: s.execute(select(Answer.person_id, Answer.entered_by)).all())
    assert [tuple(row) for row in rows] == [(people.amina, people.worker)] * 15
    assert kept_scores(ward, people.amina) == right_scores(ward, people.amina) != set()
    assert asked(ward, people.amina) == [(date(2026, 3, 2), "phq8_gad7", "done")]


async def test_what_was_begun_is_gone_on_with_and_corrected(ward: Ward, people: Cast) -> None:
    await entering(ward)
    await answer_some(ward, 3, WORKER)
    question = options(ward, WORKER)
    await ward.text(WORKER, "one moment")

    await entering(ward)
    assert options(ward, WORKER) == question
    checkin = question[0].split(":")[1]
    await ward.tap(WORKER, f"back:{checkin}:phq8.tired")
    await ward.tap(WORKER, f"change:{checkin}:phq8.sleep:0")

    assert options(ward, WORKER) == question
    assert value_of(ward, "sleep") == 0
    assert len(asked(ward, people.amina)) == 1


async def test_a_part_that_waits_in_the_familys_chat_is_the_same_part(ward: Ward, people: Cast) -> None:
    in_a_wave(ward, people)
    await ward.beat()
    await ward.until(local(3, 19, 30))
    await answer_some(ward, 2)

    await entering(ward)
    await answer_all(ward, WORKER)

    assert asked(ward, people.amina) == [(date(2026, 3, 3), "phq8_gad7", "done")]
    entered = ward.ask(lambda s: s.scalars(select(Answer.entered_by).order_by(Answer.id)).all())
    assert entered == [None] * 2 + [people.worker] * 13


async def test_what_was_entered_is_not_asked_in_the_chat(ward: Ward, people: Cast) -> None:
    in_a_wave(ward, people)
    await entering(ward)
    await answer_all(ward, WORKER)
    for day in (3, 5):
        await ward.until(local(day, 19, 30))

    assert [(battery, progress) for _, battery, progress in asked(ward, people.amina)] == [
        ("phq8_gad7", "done"), ("phq15_who5", "sent"),
    ]  # fmt: skip


async def test_the_same_part_again_is_not_due(ward: Ward, people: Cast) -> None:
    await entering(ward)
    await answer_all(ward, WORKER)

    await entering(ward)

    assert ward.last(WORKER) == say("en", "paper.not_due", label="C-01")


@pytest.mark.parametrize(("value", "tier"), [(1, "amber"), (3, "red")])
async def test_item_nine_from_paper_is_the_same_alert_and_says_to_call_now(
    ward: Ward, people: Cast, value: int, tier: str
) -> None:
    set_site(ward, seven_day_cover=True, duty_to=time(23), ward_phone="020 7946 0001")
    await entering(ward)
    while "self_harm" not in options(ward, WORKER)[0]:
        await answer_some(ward, 1, WORKER)

    await ward.tap(WORKER, f"{options(ward, WORKER)[0].rpartition(':')[0]}:{value}")

    alert = ward.ask(lambda s: s.scalars(select(Alert)).one())
    assert (alert.tier, alert.reason, alert.person_id) == (tier, "self_harm", people.amina)
    assert ward.last(WORKER).startswith(say("en", f"paper.call.{tier}", number=alert.id))
    assert "000-0000" in ward.last(WORKER)
    assert ward.buttons(WORKER) == [f"alert:take:{alert.id}"]
    assert not any("Amina" in said for said in ward.said(WORKER)[-2:])


async def test_a_family_of_another_programme_is_nobody(ward: Ward) -> None:
    await worker_elsewhere(ward)
    before = dump(ward)

    await ward.text(ELSEWHERE, "/paper C-01")
    assert ward.last(ELSEWHERE) == say("en", "paper.unknown", label="C-01")
    await ward.tap(ELSEWHERE, FIRST, forged=True)
    assert ward.last(ELSEWHERE) == say("en", "refusal.old_button")

    assert dump(ward) == before


async def test_only_who_entered_a_part_goes_on_with_it_by_its_buttons(ward: Ward) -> None:
    await second_worker(ward)
    await entering(ward)
    offered = options(ward, WORKER)
    before = dump(ward)

    for user in (MEI, OTHER):
        await ward.tap(user, offered[0], forged=True)

    assert dump(ward) == before
    await entering(ward, user=MEI)
    assert options(ward, MEI) == offered


async def test_whoever_leaves_the_programme_enters_nothing_more(ward: Ward, people: Cast) -> None:
    await entering(ward)
    offered = options(ward, WORKER)
    ward.change(lambda s: setattr(place_of(s, people.worker), "left_at", ward.clock.now()))
    before = dump(ward)

    await ward.tap(WORKER, offered[0])

    assert dump(ward) == before


@pytest.mark.parametrize(
    ("written", "key"),
    [("/paper", "paper.how"), ("/paper C-77", "paper.unknown"), ("/paper W-01", "paper.unknown")],
)
async def test_a_command_that_names_no_family_says_how(ward: Ward, written: str, key: str) -> None:
    await ward.text(WORKER, written)

    said = say("en", key, label=written.partition(" ")[2])
    assert ward.last(WORKER) == said.replace("<code>", "").replace("</code>", "")


async def test_for_a_family_that_has_stopped_nothing_is_entered(ward: Ward, people: Cast) -> None:
    set_person(ward, people.amina, standing="stopped")

    await entering(ward)

    assert ward.last(WORKER) == say("en", "paper.rests", label="C-01")
    assert asked(ward, people.amina) == []


async def test_two_families_of_one_label_are_told_apart_by_their_programme(ward: Ward, people: Cast) -> None:
    def second_programme(session):
        group = cast.programme(session, session.get_one(SiteRow, 1), name="Autumn group")
        cast.enrolment(session, session.get_one(Person, people.worker), group, label="W-01")
        cast.caregiver(session, session.get_one(SiteRow, 1), group, chat=4001, label="C-01")

    ward.change(second_programme)
    await ward.text(WORKER, "/paper C-01")

    message = ward.box.chat(WORKER)[-1]["reply_markup"]["inline_keyboard"]
    names = [row[0]["text"].partition(":")[0] for row in message]
    assert names == ["Spring group"] * 4 + ["Autumn group"] * 4


async def test_a_label_is_found_whatever_unseen_came_along_with_it(ward: Ward) -> None:
    for label in ("C-01\x00", "\u202eC-01\u202c", "\x00"):
        await ward.text(WORKER, f"/paper {label}")

    assert [said[:40] for said in ward.said(WORKER)[-3:]] == [
        *[say("en", "paper.which", label="C-01")[:40]] * 2,
        say("en", "paper.how")[:40],
    ]


async def test_a_part_left_half_entered_closes_in_the_end(ward: Ward, people: Cast) -> None:
    await entering(ward)
    await answer_some(ward, 2, WORKER)

    await ward.until(ward.clock.now() + timedelta(days=3, minutes=1))

    assert asked(ward, people.amina)[0][2] == "closed"
    assert kept_scores(ward, people.amina) == set()


def value_of(ward: Ward, item: str) -> int | None:
    """The stored answer to an item."""
    return ward.ask(lambda s: s.scalars(select(Answer.value).where(Answer.item == item)).one())


def place_of(session, person: int) -> Enrolment:
    """A person's place."""
    return session.scalars(select(Enrolment).where(Enrolment.person_id == person)).one()


def test_every_part_of_the_baseline_is_offered() -> None:
    assert set(BLOCKS) < set(OFFERED)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_part_on_offer_has_a_name(language: str) -> None:
    assert {f"paper.battery.{battery}" for battery in OFFERED} <= set(words(language).keys())
