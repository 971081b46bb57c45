"""Who came to a session: whoever looks is written down, and a family may keep it to itself."""

import pytest
from sqlalchemy import select
from typer.testing import CliRunner

from bot.__main__ import app
from db.models import Attendance, AuditEvent
from tests import cast
from tests.journeys.days import local
from tests.journeys.group import hold, place_of, plan
from tests.journeys.ward import AMINA, OTHER, WORKER, Cast, Ward

LOOK = "programme:1 attendance 1"


def looks(ward: Ward) -> list[tuple[int | None, str]]:
    """Who looked at who came, by the audit record."""
    query = select(AuditEvent).where(AuditEvent.act == "looked", AuditEvent.about.like("%attendance%"))
    return ward.ask(lambda s: [(each.actor_id, each.about) for each in s.scalars(query)])


async def keep_back(ward: Ward, user: int = AMINA) -> None:
    """A family keeps from its social worker when it took part."""
    await ward.tap(user, "share:social_worker:attendance:no", forged=True)


async def test_whoever_opens_who_came_is_written_down_and_the_family_reads_it(
    ward: Ward, people: Cast
) -> None:
    await plan(ward)
    await ward.until(local(10, 16))
    assert looks(ward) == []

    await ward.tap(WORKER, "here:1:show", forged=True)
    assert looks(ward) == [(people.worker, LOOK)]
    await ward.tap(WORKER, "here:1:done")

    assert looks(ward) == [(people.worker, LOOK)] * 2
    await ward.text(AMINA, "/sharing")
    await ward.tap(AMINA, "seen")
    assert "your social worker Lin" in ward.last(AMINA)
    assert "who came to a session of your group" in ward.last(AMINA)


async def test_a_family_that_keeps_it_to_itself_is_counted_and_named_nowhere(
    ward: Ward, people: Cast
) -> None:
    await plan(ward)
    await keep_back(ward)
    await hold(ward, came=(people.other,))

    assert "1 of 2 were there." in ward.last(WORKER)
    assert "1 family keeps to itself whether it came." in ward.last(WORKER)
    assert "C-01" not in ward.last(WORKER)
    assert f"makeup:1:{place_of(ward, people.amina)}" not in ward.buttons(WORKER)

    await ward.tap(WORKER, "here:1:show")
    assert f"here:1:{place_of(ward, people.amina)}" not in ward.buttons(WORKER)
    assert f"here:1:{place_of(ward, people.other)}" in ward.buttons(WORKER)


@pytest.mark.parametrize("press", ["here:1:{}", "makeup:1:{}"])
async def test_by_a_forged_button_nothing_of_them_shows_or_changes(
    ward: Ward, people: Cast, press: str
) -> None:
    await plan(ward)
    await keep_back(ward)
    await hold(ward, came=(people.other,))

    await ward.tap(WORKER, press.format(place_of(ward, people.amina)), forged=True)

    assert ward.last(WORKER).startswith("This button is too old")
    mark = ward.ask(lambda s: s.scalars(select(Attendance).where(Attendance.person_id == people.amina)).one())
    assert (mark.came, mark.offered_at) == (False, None)


async def test_all_here_in_a_correction_leaves_them_as_they_are(ward: Ward, people: Cast) -> None:
    await plan(ward)
    await keep_back(ward)
    await hold(ward, came=(people.other,))
    await ward.tap(WORKER, "here:1:show")
    await ward.tap(WORKER, f"here:1:{place_of(ward, people.other)}")

    await ward.tap(WORKER, "here:1:all")

    marks = ward.ask(lambda s: dict(s.execute(select(Attendance.person_id, Attendance.came)).all()))
    assert marks == {people.amina: False, people.other: True}


async def test_it_takes_effect_in_the_next_look_and_so_does_the_way_back(ward: Ward, people: Cast) -> None:
    await plan(ward)
    await hold(ward, came=(people.other,))
    assert "C-01" in ward.last(WORKER)

    await keep_back(ward)
    await ward.tap(WORKER, "here:1:show")
    assert f"here:1:{place_of(ward, people.amina)}" not in ward.buttons(WORKER)

    await ward.tap(AMINA, "share:social_worker:attendance:yes", forged=True)
    await ward.tap(WORKER, "here:1:done", forged=True)
    assert "C-01" in ward.last(WORKER)


async def test_while_the_group_is_there_everybody_can_be_marked(ward: Ward, people: Cast) -> None:
    await plan(ward)
    await keep_back(ward)
    await ward.until(local(10, 16))

    await ward.tap(WORKER, "here:1:show", forged=True)

    assert f"here:1:{place_of(ward, people.amina)}" in ward.buttons(WORKER)
    assert "to itself" not in ward.last(WORKER)


async def test_the_export_leaves_out_how_often_they_came_where_research_may_not_know(
    ward: Ward, people: Cast, tmp_path
) -> None:
    await plan(ward)
    await hold(ward, came=(people.amina, people.other))
    await ward.tap(OTHER, "share:researcher:attendance:no", forged=True)
    env = {"RESPITE_DATABASE_URL": ward.database.url, "RESPITE_DATA_DIR": str(tmp_path)}

    said = CliRunner().invoke(
        app, ["scales", "answers", "--out", str(tmp_path / "out")], env=env | {"RESPITE_KEYS": cast.KEYS}
    )

    assert said.exit_code == 0, said.output
    lines = (tmp_path / "out" / "dose.csv").read_text("utf-8").splitlines()
    assert [line.split(",")[0] for line in lines[1:]] == [str(people.amina)]
