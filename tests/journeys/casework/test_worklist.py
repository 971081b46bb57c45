"""The worklist: whom to turn to first, seven to a screen, by case label."""

from datetime import timedelta

import pytest

from db.models import Pause, Programme, Role
from tests import cast
from tests.journeys.casework.desk import (
    LEAD,
    NURSE,
    families,
    give,
    labelled,
    lines,
    newest,
    open_card,
    pass_on,
    press,
    staff,
)
from tests.journeys.days import set_person
from tests.journeys.newcomers import dump, say
from tests.journeys.staff import SECOND, second_worker, worker_elsewhere
from tests.journeys.ward import AMINA, WORKER, Cast, Ward


async def test_an_all_quiet_list_says_so_in_one_line(ward: Ward) -> None:
    await ward.text(WORKER, "/today")

    assert lines(ward) == [say("en", "list.quiet")]
    assert ward.buttons(WORKER) == ["list:all:mine:0"]


async def test_all_families_are_shown_seven_to_a_page_and_the_pages_turn(ward: Ward) -> None:
    families(ward, 8)
    await ward.text(WORKER, "/families")
    assert [line.split()[1] for line in lines(ward)] == [f"C-{n:02d}" for n in range(1, 8)]

    await press(ward, "list:all:mine:1")

    assert [line.split()[1] for line in lines(ward)] == ["C-08", "C-09", "C-10"]
    assert [button["text"] for button in newest(ward)["reply_markup"]["inline_keyboard"][1]] == ["‹", "2/2"]
    await press(ward, "list:all:mine:0")
    assert lines(ward)[0].split()[1] == "C-01"


async def test_the_most_pressing_stands_first_with_what_and_since_when(ward: Ward, people: Cast) -> None:
    places = families(ward, 5)
    now = ward.clock.now()

    def happen(session):
        programme = session.get_one(Programme, 1)
        found = labelled(session)
        quiet, paused, wished = found["C-03"], found["C-04"], found["C-05"]
        for days in (6, 4):
            cast.checkin(
                session, quiet, programme, day=(now - timedelta(days=days)).date(), progress="closed"
            )
        since, until = now - timedelta(days=1), now + timedelta(days=3)
        session.add(Pause(person_id=paused.id, reason="hospital", since=since, until=until))
        asked = cast.checkin(session, wished, programme, day=now.date(), progress="done", opened_at=now)
        cast.answer(session, asked, "contact", 1, answered_at=now - timedelta(hours=1))
        amina, other = found["C-01"], found["C-02"]
        cast.alert(session, amina, programme, tier="amber", raised_at=now)
        cast.alert(session, other, programme, tier="red", reason="help", raised_at=now - timedelta(hours=1))

    ward.change(happen)
    await ward.text(WORKER, "/today")

    assert [line.split("  ")[1].split(" · ")[:2] for line in lines(ward)] == [
        ["C-02", say("en", "sign.overdue")],
        ["C-01", say("en", "sign.amber")],
        ["C-05", say("en", "sign.wish")],
        ["C-03", say("en", "sign.quiet")],
        ["C-04", say("en", "sign.paused")],
    ]
    assert lines(ward)[0].endswith("since 15:00")
    assert len(places) == 5


async def test_a_family_that_wrote_stands_there_until_it_is_answered_or_needs_no_answer(ward: Ward) -> None:
    await pass_on(ward, "Could you call the ward for me?")
    await ward.text(WORKER, "/today")
    assert lines(ward) == [f"1  C-01 · {say('en', 'sign.written')} · since 16:00"]

    await press(ward, "case:1")
    await press(ward, "letters:1")
    await press(ward, "letter:1:done")

    await ward.text(WORKER, "/today")
    assert lines(ward) == [say("en", "list.quiet")]


async def test_who_got_clearly_worse_is_seen_until_a_worker_turns_to_them(ward: Ward, people: Cast) -> None:
    now = ward.clock.now()

    def happen(session):
        amina = labelled(session)["C-01"]
        programme = session.get_one(Programme, 1)
        for days, value in ((35, 3), (1, 19)):
            when = now - timedelta(days=days)
            asked = cast.checkin(
                session, amina, programme, day=when.date(), battery="phq8_gad7", progress="done"
            )
            asked.opened_at = when
            cast.score(session, asked, "total", value, instrument="gad7", scored_at=when)

    ward.change(happen)
    await ward.text(WORKER, "/today")
    assert lines(ward)[0].split(" · ")[1] == say("en", "sign.worse")

    await press(ward, "case:1")
    await press(ward, "case:1:notes")
    await press(ward, "note:new:1")
    await ward.text(WORKER, "Talked for half an hour.")

    await ward.text(WORKER, "/today")
    assert lines(ward) == [say("en", "list.quiet")]


async def test_ones_own_families_come_first_and_colleagues_are_a_tap_away(ward: Ward, people: Cast) -> None:
    mei = await second_worker(ward)
    give(ward, 1, people.worker)
    give(ward, 2, mei)

    await ward.text(WORKER, "/families")
    assert [line.split()[1] for line in lines(ward)] == ["C-01"]
    await press(ward, "list:all:everybody:0")
    assert [line.split()[1] for line in lines(ward)] == ["C-01", "C-02"]

    await ward.text(SECOND, "/families")
    assert [line.split()[1] for line in lines(ward, SECOND)] == ["C-02"]


async def test_a_colleagues_family_with_an_open_alert_is_on_every_list(ward: Ward, people: Cast) -> None:
    mei = await second_worker(ward)
    give(ward, 1, mei)
    await ward.tap(AMINA, "help", forged=True)

    await ward.text(WORKER, "/today")

    assert lines(ward)[0].split(" · ")[:2] == ["1  C-01", say("en", "sign.red")]


async def test_no_line_of_a_list_carries_a_name(ward: Ward, people: Cast) -> None:
    set_person(ward, people.amina, called="Grandmother Zhao")
    await ward.text(WORKER, "/families")

    assert "Zhao" not in str(newest(ward))


async def test_a_nurse_sees_where_the_children_are_and_nothing_else(ward: Ward) -> None:
    await staff(ward, NURSE, Role.MEDICAL_WORKER, label="M-01")
    await pass_on(ward, "I cannot sleep.")
    await ward.text(NURSE, "/families")
    assert lines(ward, NURSE) == ["1  C-01 · not known", "2  C-02 · not known"]

    await press(ward, "case:1:place", NURSE)
    await press(ward, "where:1:isolation", NURSE)

    assert "Amina" not in ward.last(NURSE)
    assert ward.last(NURSE).splitlines()[1] == "Since Mar 2: Isolation"
    for screen in ("", ":answers", ":notes", ":alerts", ":consent"):
        await ward.tap(NURSE, f"case:1{screen}", forged=True)
        assert ward.last(NURSE) == say("en", "refusal.old_button"), screen


async def test_a_lead_sees_who_needs_a_look_and_opens_nobody(ward: Ward) -> None:
    await staff(ward, LEAD, Role.LEAD)
    await pass_on(ward, "Could you call?")

    await ward.text(LEAD, "/today")

    assert lines(ward, LEAD)[0].split(" · ")[:2] == ["1  C-01", say("en", "sign.written")]
    assert not [data for data in ward.buttons(LEAD) if data.startswith("case:")]
    await ward.tap(LEAD, "case:1", forged=True)
    assert ward.last(LEAD) == say("en", "refusal.not_for_you")


async def test_a_worker_of_another_programme_sees_her_own_families_alone(ward: Ward) -> None:
    await worker_elsewhere(ward)
    before = dump(ward)

    await ward.text(2003, "/families")

    assert lines(ward, 2003) == [say("en", "list.nobody")]
    assert dump(ward) == before


@pytest.mark.parametrize("data", ["list:all:mine:9", "list:today:mine:7"])
async def test_a_page_that_is_not_there_any_more_is_the_last_one(ward: Ward, data: str) -> None:
    await ward.text(WORKER, "/families")

    await ward.tap(WORKER, data, forged=True)

    assert len(lines(ward)) in {1, 2}


async def test_the_card_leads_back_to_the_list(ward: Ward) -> None:
    await open_card(ward)

    await press(ward, "list:all:mine:0")

    assert [line.split()[1] for line in lines(ward)] == ["C-01", "C-02"]
