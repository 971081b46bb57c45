"""After a session: who was there, a word for who was not, the worker's note, and the end of the group."""

import pytest
from sqlalchemy import select

from db import sessions
from db.models import Attendance, Meets, SessionNote
from tests.journeys.days import local
from tests.journeys.group import families, hold, meetings, place_of, plan, told
from tests.journeys.newcomers import say, set_language
from tests.journeys.ward import AMINA, WORKER, Cast, Ward


def came(ward: Ward) -> dict[int, tuple[bool, int]]:
    """By person whether they came, and for how many minutes."""
    rows = ward.ask(lambda s: s.scalars(select(Attendance)).all())
    return {row.person_id: (row.came, row.minutes) for row in rows}


def note(ward: Ward) -> SessionNote:
    """The one note that was written."""
    return ward.ask(lambda s: s.scalars(select(SessionNote)).one())


async def test_the_worker_is_asked_when_it_is_over(ward: Ward, people: Cast) -> None:
    await plan(ward)
    await ward.until(local(9, 9))

    await ward.until(local(10, 16))

    assert ward.last(WORKER) == "1. Tue 10 Mar, 14:30\nWho was there?"
    assert ward.buttons(WORKER) == ["here:1:show"]


async def test_twelve_are_marked_in_one_message_and_fourteen_taps_at_most(ward: Ward, people: Cast) -> None:
    new = await families(ward, 10)
    await plan(ward)
    for user in (AMINA, 1002, *range(3101, 3109)):
        await ward.tap(user, "rsvp:1:coming", forged=True)
    await ward.until(local(10, 16))
    shown = len(ward.said(WORKER))

    await ward.tap(WORKER, "here:1:show")
    rows = ward.buttons(WORKER)
    assert len(rows) == 12 + 2
    await ward.tap(WORKER, f"here:1:{place_of(ward, people.amina)}")
    await ward.tap(WORKER, f"here:1:{place_of(ward, new[9])}")
    await ward.tap(WORKER, "here:1:done")

    assert len(ward.said(WORKER)) == shown
    assert ward.last(WORKER).startswith("1. Tue 10 Mar, 14:30\n10 of 12 were there.\nNot there:\nC-01")
    marks = came(ward)
    assert marks[people.amina] == (False, 0)
    assert marks[new[9]] == (True, 90)
    assert meetings(ward)[0].state == Meets.HELD


async def test_all_here_is_one_tap_and_a_name_turns_back(ward: Ward, people: Cast) -> None:
    await plan(ward)
    await ward.until(local(10, 16))
    await ward.tap(WORKER, "here:1:show", forged=True)
    await ward.tap(WORKER, "here:1:all")
    await ward.tap(WORKER, f"here:1:{place_of(ward, people.other)}")

    assert came(ward) == {people.amina: (True, 90), people.other: (False, 0)}
    assert ward.ask(sessions.dose) == [], "what is marked counts once it is said to be done"
    await ward.tap(WORKER, "here:1:done")
    assert ward.ask(sessions.dose) == [
        (people.amina, people.programme, 1, 1, 90),
        (people.other, people.programme, 1, 0, 0),
    ]


async def test_a_mark_can_be_corrected_and_the_dose_follows(ward: Ward, people: Cast) -> None:
    await plan(ward)
    await hold(ward, came=(people.amina,))
    await ward.tap(WORKER, "here:1:show")
    await ward.tap(WORKER, f"here:1:{place_of(ward, people.other)}")
    await ward.tap(WORKER, "here:1:done")

    assert [row.attended for row in ward.ask(sessions.dose)] == [1, 1]
    assert told(ward, people.other, "%opinion") == [("opinion", "pending")]


async def test_it_cannot_be_marked_before_it_begins_or_once_it_is_called_off(ward: Ward) -> None:
    await plan(ward)
    await ward.tap(WORKER, "here:1:show", forged=True)
    assert ward.last(WORKER) == say("en", "attendance.not_yet")

    await ward.tap(WORKER, "sess:drop:1", forged=True)
    await ward.until(local(10, 16))
    for data in ("here:1:show", "here:1:all", "here:1:done"):
        await ward.tap(WORKER, data, forged=True)
    assert came(ward) == {}


async def test_who_missed_it_is_offered_a_word_once_and_gently(ward: Ward, people: Cast) -> None:
    await plan(ward)
    await ward.tap(AMINA, "rsvp:1:infection", forged=True)
    await hold(ward, came=(people.other,))
    assert "C-01 (infection risk)" in ward.last(WORKER)

    await ward.tap(WORKER, f"makeup:1:{place_of(ward, people.amina)}")
    await ward.beat()

    assert ward.last(AMINA) == (
        "We missed you in session 1, and that is all right. If you like, Lin can tell you what it was about."
    )
    assert ward.buttons(AMINA) == ["contact"]
    assert "C-01 (infection risk · a word was offered)" in ward.last(WORKER)
    await ward.tap(WORKER, f"makeup:1:{place_of(ward, people.amina)}", forged=True)
    assert told(ward, people.amina, "%makeup") == [("makeup", "sent")]


async def write_note(ward: Ward) -> None:
    """A whole note on the first session."""
    await ward.tap(WORKER, "note:1:begin")
    await ward.tap(WORKER, "note:1:step:2")
    await ward.tap(WORKER, "note:1:go")
    for data in ("note:1:mood:1", "note:1:part:3", "note:1:support:2", "note:1:strain:1"):
        await ward.tap(WORKER, data)
    await ward.text(WORKER, "The round worked.")
    await ward.text(WORKER, "Too little time.")
    await ward.tap(WORKER, "note:1:skip")


async def test_the_note_takes_seven_taps_and_two_lines(ward: Ward, people: Cast) -> None:
    await plan(ward)
    await hold(ward)

    await write_note(ward)

    kept = note(ward)
    assert (kept.done, kept.observed) == ([0, 1, 3, 4], {"mood": 1, "part": 3, "support": 2, "strain": 1})
    assert (kept.worked, kept.fell_short, kept.next) == ("The round worked.", "Too little time.", None)
    assert ward.last(WORKER).startswith("The note is kept: 1. Tue 10 Mar, 14:30")


async def test_a_note_that_is_written_again_takes_the_earlier_ones_place(ward: Ward) -> None:
    await plan(ward)
    await hold(ward)
    await write_note(ward)

    await ward.tap(WORKER, "note:1:begin")
    await ward.tap(WORKER, "note:1:go")
    for data in ("note:1:mood:3", "note:1:part:3", "note:1:support:3", "note:1:strain:1"):
        await ward.tap(WORKER, data)
    await ward.tap(WORKER, "note:1:skip")
    await ward.text(WORKER, "Enough time.")
    await ward.text(WORKER, "The same.")

    kept = note(ward)
    assert (kept.worked, kept.fell_short, kept.next) == ("The round worked.", "Enough time.", "The same.")
    assert kept.observed["mood"] == 3


@pytest.mark.parametrize("data", ["note:1:step:9", "note:1:mood:9", "note:1:strain:1", "note:1:skip"])
async def test_a_tap_that_the_note_does_not_wait_for_changes_nothing(ward: Ward, data: str) -> None:
    await plan(ward)
    await hold(ward)
    await ward.tap(WORKER, "note:1:begin")
    await ward.tap(WORKER, "note:1:go")

    await ward.tap(WORKER, data, forged=True)

    assert "How was the mood?" in ward.last(WORKER) or ward.last(WORKER) == say("en", "refusal.old_button")
    assert ward.ask(lambda s: s.scalars(select(SessionNote)).all()) == []


async def test_after_the_last_session_the_group_says_goodbye_and_asks_again_in_a_month(
    ward: Ward, people: Cast
) -> None:
    await plan(ward, day="2026-03-03")
    for number in range(1, 6):
        await hold(ward, number)
    assert told(ward, people.amina, "%farewell") == []

    await hold(ward, 6)
    assert "prog:extra:1" in ward.buttons(WORKER)  # a reunion, if they like

    assert told(ward, people.amina, "session:6/0/f%") == [("farewell", "pending")]
    await ward.pass_time(hours=21)
    assert ward.last(AMINA).startswith("The group has met for the last time. Thank you")
    assert ward.buttons(AMINA) == ["contact", "help"]
    await ward.pass_time(days=30)
    assert told(ward, people.amina, "%month%") == [("month1", "sent"), ("month2", "pending")]


async def test_a_whole_note_in_chinese(ward: Ward, people: Cast) -> None:
    set_language(ward, WORKER, "zh-Hans")
    await plan(ward)
    await hold(ward)
    assert ward.last(WORKER) == "第1次 3月10日 周二 14:30\n2人中来了2人。"

    await ward.tap(WORKER, "note:1:begin")

    assert ward.last(WORKER).endswith("计划里做了哪些？没做的点掉。")
    first = ward.box.chat(WORKER)[-1]["reply_markup"]["inline_keyboard"][0][0]
    assert first["text"] == "✓ 欢迎，互相认识"
