"""A worker runs the programme from her phone: she plans its sessions, moves one, calls one off, adds one."""

import pytest
from sqlalchemy import select

from db.models import Enrolment, Meets, Programme
from tests.journeys.days import local
from tests.journeys.group import due, meetings, plan, told
from tests.journeys.newcomers import NEWCOMER, join, say, set_language, sure
from tests.journeys.staff import SECOND, second_worker, worker_elsewhere
from tests.journeys.ward import AMINA, OTHER, WORKER, Cast, Ward

STARTS = [local(10, 14, 30), local(17, 14, 30), local(20, 14, 30), local(24, 14, 30), local(27, 14, 30)]


async def test_six_sessions_are_planned_in_six_answers(ward: Ward) -> None:
    await plan(ward)

    assert [one.starts_at for one in meetings(ward)] == [*STARTS, local(31, 14, 30)]
    assert {(one.place, one.capacity, one.minutes) for one in meetings(ward)} == {("Room 3", 12, 90)}
    assert ward.last(WORKER).startswith(
        "Spring group\n2 families take part\n\n1. Tue 10 Mar, 14:30 · Meeting each other\n\n2. Tue 17 Mar"
    )
    assert ward.buttons(WORKER)[:2] == ["sess:show:1", "sess:show:2"]


async def test_the_same_in_chinese_and_in_ones_own_words(ward: Ward) -> None:
    set_language(ward, WORKER, "zh-Hans")
    await ward.text(WORKER, "/programme")
    assert ward.last(WORKER).endswith("还没有排活动。")
    await ward.tap(WORKER, "prog:plan:1")
    await ward.tap(WORKER, "plan:template:caregivers")
    await ward.text(WORKER, "3月10日")
    await ward.text(WORKER, "下午2点半")
    await ward.text(WORKER, "三号活动室")
    await ward.text(WORKER, "12")
    assert "家长小组，14:30，三号活动室，名额：12\n1. 3月10日 周二 · 彼此认识" in ward.last(WORKER)
    await ward.tap(WORKER, "plan:sure:yes")

    assert [one.starts_at for one in meetings(ward)][:5] == STARTS
    assert ward.last(WORKER).startswith("Spring group\n2家参加\n\n第1次 3月10日 周二 14:30 · 彼此认识")


@pytest.mark.parametrize(
    ("step", "written", "key"),
    [
        (1, "soon", "plan.day.unclear"), (1, "2026-03-01", "plan.day.unclear"),
        (1, "31.2.", "plan.day.unclear"), (2, "25:00", "plan.hour.unclear"), (2, "noon", "plan.hour.unclear"),
        (4, "many", "plan.room.unclear"), (4, "0", "plan.room.unclear"),
    ],
)  # fmt: skip
async def test_what_cannot_be_understood_is_asked_again(
    ward: Ward, step: int, written: str, key: str
) -> None:
    answers = ["caregivers", "2026-03-10", "14:30", "Room 3"]
    await ward.text(WORKER, "/programme")
    await ward.tap(WORKER, "prog:plan:1")
    await ward.tap(WORKER, "plan:template:caregivers")
    for answer in answers[1:step]:
        await ward.text(WORKER, answer)

    await ward.text(WORKER, written)

    assert ward.last(WORKER).startswith(say("en", key))
    assert meetings(ward) == []


async def test_planning_can_be_stopped_and_an_old_step_changes_nothing(ward: Ward) -> None:
    await ward.text(WORKER, "/programme")
    await ward.tap(WORKER, "prog:plan:1")
    await ward.tap(WORKER, "plan:template:caregivers")
    await ward.tap(WORKER, "plan:template:children", forged=True)
    assert "On which day?" in ward.last(WORKER)

    await ward.tap(WORKER, "plan:day:stop")

    assert ward.last(WORKER) == "Nothing was changed."
    await ward.tap(WORKER, "plan:sure:yes", forged=True)
    assert meetings(ward) == []


async def test_a_moved_session_withdraws_what_waits_and_everybody_hears_and_is_asked_anew(
    ward: Ward, people: Cast
) -> None:
    await plan(ward)
    await ward.until(local(9, 9))
    assert told(ward, people.amina) == [("24h", "pending"), ("2h", "pending")]
    await ward.tap(AMINA, "rsvp:1:coming", forged=True)

    await ward.tap(WORKER, "sess:move:1", forged=True)
    await ward.text(WORKER, "2026-03-11")
    await ward.tap(WORKER, "plan:hour:16:00")
    assert "Session 1 moves to Wed 11 Mar, 16:00." in ward.last(WORKER)
    await ward.tap(WORKER, "plan:sure:yes")
    assert ward.last(WORKER).startswith("Done. 2 families will be told.")
    await ward.beat()

    assert told(ward, people.amina, "session:1/0/%") == [
        ("24h", "cancelled:moved"), ("2h", "cancelled:moved"),
    ]  # fmt: skip
    await ward.until(local(9, 16))
    assert told(ward, people.amina, "session:1/1/%") == [
        ("moved", "sent"), ("24h", "pending"), ("2h", "pending"),
    ]  # fmt: skip
    assert ward.last(AMINA).startswith("Session 1 has a new time:\n1. Meeting each other\nWed 11 Mar, 16:00")
    assert ward.buttons(AMINA) == ["rsvp:1:coming", "rsvp:1:maybe", "rsvp:1:cannot"]
    assert "No answer yet: C-01, C-02" in ward.last(WORKER)


async def test_a_session_that_is_called_off_is_told_to_everybody_and_reminds_nobody(
    ward: Ward, people: Cast
) -> None:
    await plan(ward)
    await ward.until(local(9, 9))

    await ward.tap(WORKER, "sess:cancel:1", forged=True)
    await ward.tap(WORKER, "sess:drop:1")
    await ward.beat()
    await ward.until(local(10, 17))

    assert ward.last(AMINA).startswith("Session 1 (tomorrow, Tue 10 Mar, 14:30) does not take place.")
    assert told(ward, people.amina) == [
        ("cancelled", "sent"), ("24h", "cancelled:cancelled"), ("2h", "cancelled:cancelled"),
    ]  # fmt: skip
    assert told(ward, people.worker) == []
    await ward.tap(AMINA, "rsvp:1:coming", forged=True)
    assert ward.last(AMINA) == say("en", "rsvp.over")
    assert meetings(ward)[0].state == Meets.CANCELLED


async def test_a_new_programme_begins_in_the_week_of_its_first_session(ward: Ward) -> None:
    await plan(ward)
    await ward.tap(WORKER, "prog:plan:0")
    for answer in ("plan:template:children", "plan:day:2026-03-12", "plan:hour:10:00"):
        await ward.tap(WORKER, answer)
    await ward.text(WORKER, "Playroom")
    await ward.tap(WORKER, "plan:room:8")
    await ward.tap(WORKER, "plan:sure:yes")

    made = ward.ask(lambda s: s.get_one(Programme, 2))
    assert (made.name, made.starts_on.isoformat()) == ("Activities for children 2026-03-12", "2026-03-09")
    assert [one.number for one in meetings(ward) if one.programme_id == 2] == [1, 2, 3, 4, 5, 6]
    await ward.text(WORKER, "/programme")
    assert ward.buttons(WORKER) == ["prog:show:1", "prog:show:2", "prog:plan:0"]


async def test_a_colleague_is_added_and_then_works_in_it(ward: Ward) -> None:
    await second_worker(ward)
    await worker_elsewhere(ward)
    await plan(ward)

    await ward.tap(WORKER, "prog:with:1")
    join = [data for data in ward.buttons(WORKER) if data.startswith("prog:join")]
    assert len(join) == 1, "Mei works here already, Ana does not"
    await ward.tap(WORKER, join[0])

    assert ward.last(WORKER).startswith("Ana works in it now.")
    staff = select(Enrolment.label).where(Enrolment.programme_id == 1, Enrolment.role == "social_worker")
    assert sorted(ward.ask(lambda s: s.scalars(staff).all())) == ["W-01", "W-02", "W-03"]
    await ward.text(SECOND, "/sessions")
    assert ward.last(SECOND).startswith("These sessions are to come:\n\n1. Tue 10 Mar, 14:30")


async def test_a_reunion_is_one_more_session_and_not_the_farewell(ward: Ward) -> None:
    await plan(ward)
    await ward.tap(WORKER, "prog:extra:1")
    await ward.tap(WORKER, "plan:theme:reunion")
    await ward.text(WORKER, "2026-05-12")
    await ward.text(WORKER, "15:00")
    await ward.text(WORKER, "Garden")
    await ward.tap(WORKER, "plan:sure:yes")

    assert (meetings(ward)[-1].number, meetings(ward)[-1].key) == (7, "reunion")
    assert "7. Tue 12 May, 15:00" in ward.last(WORKER)


async def test_nobody_runs_a_programme_of_others(ward: Ward, people: Cast) -> None:
    await plan(ward)
    await worker_elsewhere(ward)
    elsewhere = 2003

    for data in (
        "prog:show:1", "prog:plan:1", "prog:extra:1", "prog:with:1", "prog:week:1", "prog:join:1:3",
        "sess:show:1", "sess:move:1", "sess:cancel:1", "sess:drop:1", "here:1:show", "here:1:all",
        "here:1:done", "here:1:1", "makeup:1:1", "note:1:begin",
    ):  # fmt: skip
        await ward.tap(elsewhere, data, forged=True)
        assert ward.last(elsewhere) == say("en", "refusal.old_button"), data
        for user in (AMINA, OTHER):
            await ward.tap(user, data, forged=True)
            assert ward.last(user) == say("en", "refusal.not_for_you"), data
    assert [one.state for one in meetings(ward)] == [Meets.PLANNED] * 6


async def test_whoever_joins_late_hears_of_the_session_that_is_near(ward: Ward, people: Cast) -> None:
    await plan(ward)
    await ward.until(local(9, 9))
    await join(ward)
    await ward.beat()

    assert set(due(ward, sure(ward, NEWCOMER).id)) == {"0/24h", "0/2h"}
