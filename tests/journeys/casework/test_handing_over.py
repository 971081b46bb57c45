"""Who looks after whom: assigned, handed over during leave, and the family knows who writes to it."""

import pytest
from sqlalchemy import select

from db.models import Assignment, Kind, Leave, Programme, SiteRow
from tests import cast
from tests.journeys.casework.desk import (
    families,
    give,
    letters,
    lines,
    looks,
    open_card,
    owed,
    pass_on,
    press,
)
from tests.journeys.days import ends, local, set_person
from tests.journeys.newcomers import NEWCOMER, dump, join, say, sure
from tests.journeys.newcomers import SECOND as ANOTHER
from tests.journeys.staff import ELSEWHERE, SECOND, second_worker, worker_elsewhere
from tests.journeys.ward import AMINA, WORKER, Cast, Ward


def first_workers(ward: Ward) -> dict[int, int]:
    """Who is whose first worker now, by the family's number."""
    rows = ward.ask(lambda s: s.scalars(select(Assignment).where(Assignment.ended_at.is_(None))).all())
    return {row.person_id: row.worker_id for row in rows}


def leaves(ward: Ward) -> list[Leave]:
    """Every leave."""
    return list(ward.ask(lambda s: s.scalars(select(Leave).order_by(Leave.id)).all()))


async def go_away(ward: Ward, stand_in: int, *days: str) -> None:
    """Enter a leave from one day until another, as written."""
    await ward.text(WORKER, "/leave")
    await press(ward, "leave:new")
    await press(ward, f"leave:who:{stand_in}")
    for day in days:
        await ward.text(WORKER, day)
    await press(ward, "leave:yes")


async def test_a_new_family_goes_to_whoever_has_the_fewest_and_hears_her_name(
    ward: Ward, people: Cast
) -> None:
    mei = await second_worker(ward)
    give(ward, 1, people.worker)

    await join(ward)

    assert first_workers(ward)[sure(ward, NEWCOMER).id] == mei
    assert "Mei" in ward.last(NEWCOMER)
    give(ward, 2, mei)
    await join(ward, ANOTHER)
    assert first_workers(ward)[sure(ward, ANOTHER).id] == people.worker


async def test_handing_a_family_over_is_written_down_and_the_family_is_told(ward: Ward, people: Cast) -> None:
    mei = await second_worker(ward)
    give(ward, 1, people.worker)
    await open_card(ward)
    await press(ward, "assign:1")
    assert ward.buttons(WORKER) == [f"assign:1:{mei}", "case:1"]

    await press(ward, f"assign:1:{mei}")
    await ward.beat()

    assert first_workers(ward)[people.amina] == mei
    assert ward.last(AMINA) == say("en", "handover.assigned", name="Mei")
    assert ("assigned", people.worker, people.amina, f"to worker {mei}") in looks(ward)
    assert (await open_card(ward, 2))[5] == say("en", "case.nobodys")


async def test_during_a_leave_the_stand_in_reads_and_the_family_is_told_from_when_until_when(
    ward: Ward, people: Cast
) -> None:
    mei = await second_worker(ward)
    give(ward, 1, people.worker)
    await go_away(ward, mei, "3-4", "3-6")
    assert [(str(each.since), str(each.until), each.stand_in_id) for each in leaves(ward)] == [
        ("2026-03-04", "2026-03-06", mei)
    ]
    assert ends(ward, Kind.HANDOVER, people.amina) == ["pending", "pending"]

    await ward.until(local(4, 9, 1))
    assert ward.last(AMINA) == say("en", "handover.stand_in", name="Lin", stand_in="Mei", until="Mar 6")
    told = await pass_on(ward, "Hello.")
    assert told == say("en", "word.passed", name="Mei", when="today before 17:30")
    await ward.beat()
    assert ward.last(SECOND) == say("en", "letter.written", label="C-01")
    await press(ward, "letters:1", SECOND)
    assert ward.last(SECOND).endswith("Hello.")

    await ward.until(local(7, 9, 1))
    assert ward.last(AMINA) == say("en", "handover.back", name="Lin")
    await pass_on(ward, "Welcome back.")
    assert letters(ward)[-1].worker_id == people.worker
    await ward.tap(SECOND, "letter:2", forged=True)
    assert ward.last(SECOND) == say("en", "letter.not_yours", label="C-01")


async def test_a_stand_in_from_another_programme_sees_the_families_only_meanwhile(
    ward: Ward, people: Cast
) -> None:
    ana = await worker_elsewhere(ward)
    give(ward, 1, people.worker)
    await go_away(ward, ana, "3-3", "3-4")
    await ward.text(ELSEWHERE, "/families")
    assert lines(ward, ELSEWHERE) == [say("en", "list.nobody")]

    await ward.until(local(3, 10))
    await ward.text(ELSEWHERE, "/families")
    assert [line.split()[1] for line in lines(ward, ELSEWHERE)] == ["C-01", "C-02"]
    await press(ward, "case:1", ELSEWHERE)
    assert lines(ward, ELSEWHERE)[0] == "C-01 · Amina"

    await ward.until(local(5, 10))
    await ward.tap(ELSEWHERE, "case:1", forged=True)
    assert ward.last(ELSEWHERE) == say("en", "refusal.old_button")


async def test_a_stand_in_takes_the_alerts_of_whom_she_stands_in_for(ward: Ward, people: Cast) -> None:
    ana = await worker_elsewhere(ward)
    await go_away(ward, ana, "3-2", "3-3")
    await ward.tap(AMINA, "help", forged=True)
    await ward.beat()

    await ward.tap(ELSEWHERE, "alert:take:1", forged=True)

    assert ward.last(ELSEWHERE).startswith("Case 1 is yours.")


async def test_without_a_stand_in_the_family_is_told_truly_when_it_is_read(ward: Ward, people: Cast) -> None:
    give(ward, 1, people.worker)
    await go_away(ward, 0, "3-3", "3-5")
    await ward.until(local(3, 9, 1))
    assert ward.last(AMINA) == say("en", "handover.away", name="Lin", until="Mar 5")

    told = await pass_on(ward, "It can wait.")

    assert told == say("en", "word.passed", name="Lin", when="on Friday, 08:30")
    await ward.beat()
    assert ends(ward, Kind.WRITTEN, people.worker) == ["pending"]


async def test_a_leave_that_is_ended_early_says_so_to_the_families_once(ward: Ward, people: Cast) -> None:
    mei = await second_worker(ward)
    give(ward, 1, people.worker)
    await go_away(ward, mei, "3-3", "3-12")
    await ward.until(local(3, 9, 1))
    await ward.until(local(5, 10))
    await ward.text(WORKER, "/leave")

    await press(ward, "leave:end:1")
    await ward.beat()
    assert ward.last(AMINA) == say("en", "handover.back", name="Lin")
    told = len(ward.said(AMINA))
    await ward.until(local(13, 9, 1))

    assert say("en", "handover.back", name="Lin") not in ward.said(AMINA)[told:]
    assert str(leaves(ward)[0].until) == "2026-03-04"


async def test_a_leave_that_never_began_leaves_no_trace(ward: Ward, people: Cast) -> None:
    mei = await second_worker(ward)
    give(ward, 1, people.worker)
    await go_away(ward, mei, "3-5", "3-6")
    await ward.text(WORKER, "/leave")
    await press(ward, "leave:end:1")
    heard = len(ward.said(AMINA))

    await ward.until(local(7, 10))

    assert leaves(ward) == []
    assert not [said for said in ward.said(AMINA)[heard:] if "Lin is" in said]
    assert set(ends(ward, Kind.HANDOVER, people.amina)) == {"skipped:over"}


@pytest.mark.parametrize(
    ("days", "told"),
    [
        (("yesterday",), "leave.no_day"),
        (("2-30",), "leave.no_day"),
        (("2020-01-01",), "leave.no_day"),
        (("3-9", "3-8"), "leave.no_day"),
    ],
)
async def test_a_day_that_cannot_be_is_asked_for_again(ward: Ward, days: tuple[str, ...], told: str) -> None:
    await ward.text(WORKER, "/leave")
    await press(ward, "leave:new")
    await press(ward, "leave:who:0")

    for day in days:
        await ward.text(WORKER, day)

    assert ward.last(WORKER).startswith(say("en", told))
    assert leaves(ward) == []


async def test_two_leaves_at_once_are_one_too_many(ward: Ward) -> None:
    await go_away(ward, 0, "3-9", "3-12")

    await go_away(ward, 0, "3-12", "3-14")

    assert ward.last(WORKER).startswith(say("en", "leave.overlaps"))
    assert len(leaves(ward)) == 1


async def test_nobody_ends_anothers_leave_or_stands_in_for_themselves(ward: Ward, people: Cast) -> None:
    await second_worker(ward)
    await go_away(ward, 0, "3-9", "3-12")
    before = dump(ward)

    await ward.tap(SECOND, "leave:end:1", forged=True)
    assert ward.last(SECOND) == say("en", "refusal.old_button")
    assert dump(ward) == before
    await ward.text(WORKER, "/leave")
    await press(ward, "leave:new")
    await ward.tap(WORKER, f"leave:who:{people.worker}", forged=True)

    assert ward.last(WORKER) == say("en", "refusal.old_button")


@pytest.mark.parametrize(
    "data", ["leave:since:2026-03-09", "leave:until:2026-03-09", "leave:yes", "leave:who:4"]
)
async def test_a_button_of_a_leave_that_is_not_being_entered_is_too_old(ward: Ward, data: str) -> None:
    before = dump(ward)

    await ward.tap(WORKER, data, forged=True)

    assert ward.last(WORKER) == say("en", "refusal.old_button")
    assert dump(ward) == before


async def test_a_family_is_handed_to_workers_of_its_programme_only(ward: Ward) -> None:
    ana = await worker_elsewhere(ward)
    before = dump(ward)

    await ward.tap(WORKER, f"assign:1:{ana}", forged=True)

    assert ward.last(WORKER) == say("en", "refusal.old_button")
    assert dump(ward) == before


async def test_a_family_that_stopped_is_not_told_who_is_away(ward: Ward, people: Cast) -> None:
    mei = await second_worker(ward)
    give(ward, 1, people.worker)
    set_person(ward, people.amina, standing="stopped", stopped_at=ward.clock.now())
    await ward.tap(WORKER, f"assign:1:{mei}", forged=True)

    await ward.beat()

    assert ends(ward, Kind.HANDOVER, people.amina) == ["skipped:gone"]
    assert len(owed(ward, Kind.HANDOVER)) == 1


async def test_a_worker_who_left_the_programme_is_nobodys_first_worker(ward: Ward, people: Cast) -> None:
    gone = ward.change(
        lambda s: cast.worker(s, s.get_one(SiteRow, 1), s.get_one(Programme, 1), label="W-09", chat=2999).id
    )
    give(ward, 1, gone)
    set_person(ward, gone, standing="stopped")

    assert (await open_card(ward))[5] == say("en", "case.nobodys")
    assert families(ward, 1)
