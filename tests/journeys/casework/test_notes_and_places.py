"""Notes that are added to and never changed; where a child is, and who said so."""

from pathlib import Path

import pytest
from sqlalchemy import select

from bot.commands.answer_files import write_answers
from bot.settings import load
from db.models import Note, Place
from db.session import Database
from tests import cast
from tests.journeys.casework.desk import lines, looks, open_card, press
from tests.journeys.days import local
from tests.journeys.newcomers import dump, say
from tests.journeys.staff import ELSEWHERE, SECOND, second_worker, worker_elsewhere
from tests.journeys.ward import AMINA, OTHER, WORKER, Cast, Ward


def notes(ward: Ward) -> list[Note]:
    """Every note, oldest first."""
    return list(ward.ask(lambda s: s.scalars(select(Note).order_by(Note.id)).all()))


def places(ward: Ward) -> list[Place]:
    """Where children were, oldest first."""
    return list(ward.ask(lambda s: s.scalars(select(Place).order_by(Place.id)).all()))


async def note(ward: Ward, text: str) -> None:
    """Write a note on Amina from her card."""
    await open_card(ward)
    await press(ward, "case:1:notes")
    await press(ward, "note:new:1")
    await ward.text(WORKER, text)


async def test_a_note_is_kept_with_its_author_and_opens_whole(ward: Ward, people: Cast) -> None:
    await note(ward, "Talked for half an hour.\nThursday again.")
    assert ward.last(WORKER) == say("en", "note.kept", label="C-01")

    await press(ward, "case:1:notes")
    assert lines(ward) == ["1  16:00 · Lin: Talked for half an hour. Thursday again."]
    await press(ward, "note:1")

    assert lines(ward) == ["Mar 2 16:00 · Lin", "Talked for half an hour.", "Thursday again."]
    assert ("noted", people.worker, people.amina, "note") in looks(ward)


async def test_a_colleague_adds_to_a_note_and_nobody_changes_it(ward: Ward) -> None:
    mei = await second_worker(ward)
    await note(ward, "She sleeps badly.")
    await ward.tap(SECOND, "note:1", forged=True)
    await press(ward, "note:add:1", SECOND)

    await ward.text(SECOND, "Better since Tuesday.")

    kept = notes(ward)
    assert [(each.said, each.adds_to) for each in kept] == [
        ("She sleeps badly.", None),
        ("Better since Tuesday.", 1),
    ]
    assert kept[1].author_id == mei
    await ward.tap(SECOND, "note:1", forged=True)
    assert lines(ward, SECOND)[-1] == "Better since Tuesday."


async def test_a_note_is_for_no_other_programme_and_no_family(ward: Ward) -> None:
    await worker_elsewhere(ward)
    await note(ward, "She sleeps badly.")
    before = dump(ward)

    for data in ("note:1", "note:add:1", "note:new:1", "case:1:notes"):
        await ward.tap(ELSEWHERE, data, forged=True)
        assert ward.last(ELSEWHERE) == say("en", "refusal.old_button"), data
        await ward.tap(AMINA, data, forged=True)
        assert ward.last(AMINA) == say("en", "refusal.not_for_you"), data

    assert dump(ward) == before


@pytest.mark.parametrize("text", ["x" * 601, "\u200b"], ids=["long", "empty"])
async def test_a_note_that_is_none_is_asked_for_again(ward: Ward, text: str) -> None:
    await note(ward, text)

    assert notes(ward) == []
    assert ward.buttons(WORKER) == ["draft:cancel"]
    await ward.text(WORKER, "She sleeps badly.")
    assert len(notes(ward)) == 1


async def test_the_place_is_kept_with_its_days_and_a_move_ends_the_one_before(
    ward: Ward, people: Cast
) -> None:
    await open_card(ward)
    await press(ward, "case:1:place")
    await press(ward, "where:1:ward")
    await press(ward, "where:1:bed")
    await ward.text(WORKER, "12")
    await ward.pass_time(days=3)
    await press(ward, "where:1:isolation")
    await ward.pass_time(days=4)

    await press(ward, "where:1:home")

    assert lines(ward) == [
        "C-01: where the child is",
        "Since Mar 9: Home",
        "Mar 5 – Mar 9: Isolation, bed 12",
        "Mar 2 – Mar 5: Ward, bed 12",
    ]
    assert [(each.place, each.said_by) for each in places(ward)] == [
        ("ward", people.worker),
        ("isolation", people.worker),
        ("home", people.worker),
    ]
    assert (await open_card(ward))[3] == "Child: Home since Mar 9"


async def test_a_family_that_rests_for_the_hospital_says_where_it_is_and_says_when_it_is_home(
    ward: Ward, people: Cast
) -> None:
    await ward.text(AMINA, "/pause")
    await press(ward, "pause:hospital", AMINA)
    await press(ward, "pause:hospital:3", AMINA)
    assert [(each.place, each.said_by) for each in places(ward)] == [("ward", None)]
    await open_card(ward)
    await press(ward, "case:1:place")
    assert lines(ward)[1] == "Since Mar 2: Ward (they said so)"

    await ward.until(local(4, 12))
    await press(ward, "return:yes", AMINA)
    assert ward.buttons(AMINA) == ["here:home", "here:ward"]
    await press(ward, "here:home", AMINA)

    assert ward.last(AMINA) == say("en", "place.told.home")
    assert [(each.place, each.until is None) for each in places(ward)] == [("ward", False), ("home", True)]


async def test_any_other_rest_says_nothing_of_a_place(ward: Ward) -> None:
    await ward.text(OTHER, "/pause")
    await press(ward, "pause:hard_days", OTHER)
    await press(ward, "pause:hard_days:3", OTHER)
    await press(ward, "return:yes", OTHER)

    assert places(ward) == []
    assert ward.buttons(OTHER) == []


async def test_the_same_place_told_twice_is_one(ward: Ward) -> None:
    await open_card(ward)
    await press(ward, "case:1:place")
    await press(ward, "where:1:ward")
    await press(ward, "where:1:ward")

    assert len(places(ward)) == 1


async def test_places_are_in_the_export_with_their_days_and_without_the_bed(
    ward: Ward, people: Cast, database: Database, tmp_path: Path
) -> None:
    await open_card(ward)
    await press(ward, "case:1:place")
    await press(ward, "where:1:bed")
    await ward.text(WORKER, "bed-12")
    await ward.pass_time(days=1)
    await ward.tap(WORKER, "where:1:home", forged=True)

    chosen = load(database_url=database.url, keys=cast.KEYS, data_dir=tmp_path)
    made = list(write_answers(chosen, tmp_path / "out", local(9, 9)))

    assert (tmp_path / "out" / "places.csv", 2) in made
    assert (tmp_path / "out" / "places.csv").read_text().splitlines() == [
        "person,place,since,until,said_by",
        f"{people.amina},ward,2026-03-02,2026-03-03,worker",
        f"{people.amina},home,2026-03-03,,worker",
    ]


@pytest.mark.parametrize("data", ["where:1:moon", "here:moon", "where:99:home"])
async def test_a_place_that_there_is_not_is_refused(ward: Ward, data: str) -> None:
    before = dump(ward)
    user = AMINA if data.startswith("here") else WORKER

    await ward.tap(user, data, forged=True)

    assert ward.last(user) == say("en", "refusal.old_button")
    assert dump(ward) == before
