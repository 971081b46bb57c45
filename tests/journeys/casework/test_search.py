"""Search: by label or by name, among one's own families only."""

import pytest

from tests.journeys.casework.desk import families, lines, looks, press
from tests.journeys.days import set_person
from tests.journeys.newcomers import say
from tests.journeys.staff import ELSEWHERE, worker_elsewhere
from tests.journeys.ward import WORKER, Cast, Ward


@pytest.mark.parametrize("label", ["C-01", "c-01", " C-01 "])
async def test_a_label_opens_its_card(ward: Ward, people: Cast, label: str) -> None:
    await ward.text(WORKER, f"/find {label}")

    assert lines(ward)[0] == "C-01 · Amina"
    assert looks(ward) == [("looked", people.worker, people.amina, "card")]


async def test_a_part_of_a_name_opens_the_one_card_that_fits(ward: Ward, people: Cast) -> None:
    set_person(ward, people.other, called="小雨妈妈")

    await ward.text(WORKER, "/find 小雨")

    assert lines(ward)[0] == "C-02 · 小雨妈妈"
    assert looks(ward)[0] == ("looked", people.worker, None, "search")


async def test_several_that_fit_are_listed_by_label_alone(ward: Ward) -> None:
    families(ward, 9)

    await ward.text(WORKER, "/find family")

    assert lines(ward) == [f"{n}  C-{n + 2:02d}" for n in range(1, 8)]
    await press(ward, ward.buttons(WORKER)[1])
    assert lines(ward)[0].endswith(" · Family 4")


async def test_without_a_word_it_asks_for_one(ward: Ward) -> None:
    await ward.text(WORKER, "/find")
    assert ward.last(WORKER) == say("en", "find.ask")

    await ward.text(WORKER, "C-02")

    assert lines(ward)[0] == "C-02 · Amina"


@pytest.mark.parametrize("wanted", ["Nobody", "C-99", "%", "_", "\u200b"])
async def test_who_is_not_there_is_not_found(ward: Ward, wanted: str) -> None:
    await ward.text(WORKER, f"/find {wanted}")

    assert ward.last(WORKER) in {say("en", "find.nobody"), say("en", "find.ask")}


async def test_families_of_another_programme_are_not_found(ward: Ward) -> None:
    await worker_elsewhere(ward)

    for wanted in ("C-01", "Amina"):
        await ward.text(ELSEWHERE, f"/find {wanted}")
        assert ward.last(ELSEWHERE) == say("en", "find.nobody")
