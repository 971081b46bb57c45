"""`respite programme`: the allocation list, what joining asks, and the rolls of a programme."""

import csv
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select, text

from db import allotments
from db.models import Allotment, Arm, Programme, SiteRow
from tests import cast


@pytest.fixture
def listed(tmp_path):
    def listed(*arms, heading="arm", name="list.csv"):
        path = tmp_path / name
        path.write_text("\n".join([heading, *arms]) + "\n", "utf-8")
        return path

    return listed


def test_a_list_is_added_in_its_order_and_no_arm_can_be_read_from_the_database(respite, house, listed):
    result = respite("programme", "allocation", 1, listed("waitlist", "Intervention", "waitlist"))
    more = respite("programme", "allocation", 1, listed("intervention", name="more.csv"))

    assert "3 places added (1 intervention, 2 waitlist), 3 are left" in result.stdout
    assert "1 places added (1 intervention), 4 are left" in more.stdout
    with house.session() as session:
        stored = session.execute(text("SELECT arm FROM allotments")).scalars().all()
        arms = session.scalars(select(Allotment.arm).order_by(Allotment.place)).all()
    assert arms == ["waitlist", "intervention", "waitlist", "intervention"]
    assert len({bytes(arm) for arm in stored}) == 4
    assert not any(b"waitlist" in bytes(arm) or b"intervention" in bytes(arm) for arm in stored)


def test_without_a_file_it_tells_how_many_are_left(respite, house, listed):
    assert "has no allocation list" in respite("programme", "allocation", 1).stdout
    respite("programme", "allocation", 1, listed("waitlist", "intervention"))

    said = respite("programme", "allocation", 1).stdout

    assert said == "programme 1: 2 places are left; so far nobody yet\n"


@pytest.mark.parametrize(
    ("rows", "heading", "said"),
    [
        (["waitlist", "placebo"], "arm", "row 3 has no arm that is known"),
        (["none"], "arm", "it must hold arms"),
        ([], "arm", "it must hold arms"),
        (["waitlist"], "group", "no column is called arm"),
    ],
)
def test_a_list_that_is_not_right_adds_nothing(respite, house, listed, rows, heading, said):
    result = respite("programme", "allocation", 1, listed(*rows, heading=heading))

    assert (result.exit_code, said in result.stderr) == (2, True)
    with house.session() as session:
        assert session.scalars(select(Allotment)).all() == []


def test_there_is_no_list_for_a_programme_that_is_not(respite, house, listed):
    result = respite("programme", "allocation", 9, listed("waitlist"))

    assert (result.exit_code, result.stderr) == (2, "there is no programme 9\n")


def test_places_are_used_in_turn_and_once_also_by_many_at_a_time(database):
    arms = [Arm.WAITLIST, Arm.INTERVENTION, Arm.INTERVENTION, Arm.WAITLIST] * 3
    with database.begin() as session:
        programme = cast.programme(session, cast.site(session))
        allotments.add(session, programme, arms)
        programme_id = programme.id

    def take(_):
        with database.begin() as session:
            return allotments.take(session, programme_id, cast.MONDAY)

    with ThreadPoolExecutor(4) as pool:
        taken = list(pool.map(take, range(len(arms) + 2)))

    assert sorted(arm for arm in taken if arm) == sorted(arms)
    assert taken.count(None) == 2
    with database.read() as session:
        assert allotments.left(session, programme_id) == 0


def test_what_joining_asks_is_chosen_for_each_programme(respite, house):
    assert "nothing more than usual" in respite("programme", "joining", 1).stdout

    said = respite("programme", "joining", 1, "--child", "--needs").stdout

    assert said == "programme 1: joining asks about the child and needs\n"
    with house.session() as session:
        programme = session.get_one(Programme, 1)
        assert (programme.asks_child, programme.asks_needs) == (True, True)
    assert "about needs" in respite("programme", "joining", 1, "--no-child").stdout


def test_the_rolls_say_who_takes_part_and_why_something_is_missing(respite, house, tmp_path):
    with house.session() as session:
        programme = session.get_one(Programme, 1)
        site = session.get_one(SiteRow, programme.site_id)
        person = cast.caregiver(session, site, programme, label="C-09")
        for n, because in enumerate(("paused:hospital", "bereaved", None)):
            asked = cast.checkin(session, person, programme, day=cast.MONDAY.date().replace(day=2 + n))
            asked.progress = "closed" if because else "done"
            asked.closed_because = because

    respite("programme", "families", 1, "--out", tmp_path / "families.csv")
    said = respite("programme", "missing", 1, "--out", tmp_path / "missing.csv").stdout

    with (tmp_path / "families.csv").open(newline="") as file:
        assert [row["label"] for row in csv.DictReader(file)] == ["C-09"]
    with (tmp_path / "missing.csv").open(newline="") as file:
        assert [row["missing"] for row in csv.DictReader(file)] == ["paused:hospital", "bereaved", ""]
    assert "(rows: 3)" in said
