"""What has stopped, who waits and what comes when: the code comes first, but never before a death is told."""

import pytest
from sqlalchemy import select

from db.models import Halt, Kind, Person, Programme, Role, SiteRow, Standing
from tests import cast
from tests.journeys.days import ends
from tests.journeys.families import standings
from tests.journeys.ward import WORKER, Cast, Ward


def asks_for_code(ward: Ward) -> bool:
    """Whether the newest message leads to the second factor."""
    return "factor:noted" in ward.buttons(WORKER)


async def tell_of_a_death(ward: Ward) -> None:
    """The command, then two taps."""
    await ward.text(WORKER, "/change C-01")
    await ward.tap(WORKER, "halt:ask:1:bereaved")
    await ward.tap(WORKER, "halt:do:1:bereaved")


async def test_a_death_is_told_in_two_taps_and_without_a_code(ward: Ward, people: Cast) -> None:
    await tell_of_a_death(ward)

    assert standings(ward, people) == ["bereaved", "active"]
    assert not asks_for_code(ward)


@pytest.mark.parametrize("step", ["words", "send", "keeper", "undo", "open"])
async def test_what_follows_a_death_asks_for_the_code(ward: Ward, people: Cast, step: str) -> None:
    await tell_of_a_death(ward)

    await ward.box.tap(WORKER, data=f"halt:{step}:1", forged=True)
    await ward.quiet()

    assert asks_for_code(ward)
    assert ward.ask(lambda s: s.scalars(select(Halt.words_at)).all()) == [None]
    assert ends(ward, Kind.CARE) == []


async def test_the_words_go_on_once_the_code_is_typed(ward: Ward, people: Cast, code) -> None:
    await tell_of_a_death(ward)
    await ward.tap(WORKER, "halt:words:1")
    await ward.tap(WORKER, "factor:noted")
    await ward.text(WORKER, code())
    await ward.tap(WORKER, "halt:send:1")
    await ward.beat()

    assert ends(ward, Kind.CARE) == ["sent"]


async def test_a_familys_plan_comes_after_the_code_and_is_written_down(
    ward: Ward, people: Cast, code, deeds
) -> None:
    await ward.text(WORKER, "/plan C-01")
    assert asks_for_code(ward)
    await ward.beat()
    assert ends(ward, Kind.PLAN) == []

    await ward.tap(WORKER, "factor:noted")
    await ward.text(WORKER, code())
    await ward.beat()

    assert ends(ward, Kind.PLAN) == ["sent"]
    assert deeds("looked")[-1] == (people.worker, "looked", people.amina, "plan")


async def test_a_link_for_the_other_caregiver_comes_after_the_code(ward: Ward, people: Cast, code) -> None:
    await ward.text(WORKER, "/partner C-01")
    assert asks_for_code(ward)
    await ward.tap(WORKER, "factor:noted")
    await ward.text(WORKER, code())

    assert "?start=" in ward.last(WORKER)


async def test_nobody_is_let_in_before_the_code(ward: Ward, people: Cast) -> None:
    def wait(session) -> tuple[int, int]:
        site, programme = session.get_one(SiteRow, people.site), session.get_one(Programme, people.programme)
        newcomer = cast.person(session, site, chat=3001, role=Role.CAREGIVER, standing=Standing.WAITING)
        return newcomer.id, cast.admission(session, newcomer, programme).id

    newcomer, number = ward.change(wait)
    await ward.box.tap(WORKER, data=f"admit:yes:{number}", forged=True)
    await ward.quiet()

    assert asks_for_code(ward)
    assert ward.ask(lambda s: s.get_one(Person, newcomer).standing) == Standing.WAITING
