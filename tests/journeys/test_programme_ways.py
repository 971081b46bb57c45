"""Every screen of a programme leads on: to its families, back where it came from, to what was noted."""

import pytest
from sqlalchemy import select

from db.models import AuditEvent, Enrolment
from tests.journeys.childrens import make
from tests.journeys.days import local
from tests.journeys.group import hold, meetings, plan
from tests.journeys.newcomers import STEPS, arrive, say, set_language, sure, walk
from tests.journeys.staff import SECOND, second_worker
from tests.journeys.ward import WORKER, Cast, Ward


@pytest.mark.parametrize("language", ["en", "zh-Hans"])
async def test_a_worker_invites_families_with_words_that_can_be_passed_on(ward: Ward, language: str) -> None:
    set_language(ward, WORKER, language)
    await make(ward)
    await ward.tap(WORKER, "prog:invite:2")

    how, pass_on = ward.said(WORKER)[-2:]
    title = "Activities for children" if language == "en" else "儿童活动"
    assert title in how
    assert say(language, "prog.pass_on", who="Lin", title=title, link="") == pass_on.partition("https://")[0]
    await arrive(ward, pass_on.rpartition("start=")[2])
    await walk(ward, *STEPS.values(), "join:relation:mother", "join:age:0-7", "join:childname:skip")
    await walk(ward, "join:guardian:yes")

    place = ward.ask(lambda s: s.scalars(select(Enrolment).where(Enrolment.person_id == sure(ward).id)).one())
    assert (place.programme_id, place.label) == (2, "C-03")
    written = ward.ask(lambda s: s.scalars(select(AuditEvent).where(AuditEvent.act == "invited")).all())
    assert (written[-1].actor_id, written[-1].about) == (3, "caregiver, programme 2, 30 uses")


async def test_nobody_invites_into_a_programme_of_others(ward: Ward) -> None:
    await make(ward)
    await second_worker(ward)
    await ward.tap(SECOND, "prog:invite:2", forged=True)

    assert ward.last(SECOND) == say("en", "refusal.old_button")


async def test_a_programme_says_how_many_families_take_part(ward: Ward) -> None:
    await plan(ward)
    assert ward.last(WORKER).startswith("Spring group\n2 families take part\n\n1. Tue 10 Mar")
    await make(ward)
    assert ward.last(WORKER).startswith(
        f"Activities for children 2026-03-10\n{say('en', 'prog.no_families')}"
    )


async def test_from_one_of_several_programmes_a_tap_leads_to_all(ward: Ward) -> None:
    await plan(ward)
    assert "prog:show:0" not in ward.buttons(WORKER)
    await make(ward)
    await ward.tap(WORKER, "prog:show:0")

    assert ward.buttons(WORKER) == ["prog:show:1", "prog:show:2", "prog:plan:0"]
    await ward.text(WORKER, "/sessions")
    both = ward.last(WORKER)
    assert both.index("\n\nActivities for children 2026-03-10\n\n") < both.index("\n\nSpring group\n\n")


@pytest.mark.parametrize(
    ("begins", "leaves", "way"),
    [
        ("sess:move:1", "plan:day:stop", "sess:show:1"),
        ("prog:extra:1", "plan:theme:stop", "prog:show:1"),
        ("prog:plan:0", "plan:template:stop", "prog:show:0"),
    ],
)
async def test_what_was_left_leads_back_to_where_it_began(
    ward: Ward, begins: str, leaves: str, way: str
) -> None:
    await plan(ward)
    await ward.tap(WORKER, begins, forged=True)
    await ward.tap(WORKER, leaves)

    assert (ward.last(WORKER), ward.buttons(WORKER)) == (say("en", "plan.stopped"), [way])
    await ward.tap(WORKER, way)
    assert "10 Mar, 14:30" in ward.last(WORKER) or begins == "prog:plan:0"


async def test_moving_says_which_session_and_that_nobody_had_to_be_told(ward: Ward) -> None:
    await make(ward)
    await ward.tap(WORKER, "sess:move:1", forged=True)
    assert ward.last(WORKER).startswith("Step 1 of 3 · 1. Tue 10 Mar, 10:00")
    for written in ("2026-03-12", "10:00"):
        await ward.text(WORKER, written)
    await ward.tap(WORKER, "plan:sure:yes")

    assert ward.last(WORKER).startswith(say("en", "plan.told_nobody"))


@pytest.mark.parametrize(("day", "said"), [("2026-03-10", False), ("2026-03-12", True)])
async def test_before_she_agrees_a_worker_sees_what_falls_on_a_weekend(
    ward: Ward, day: str, *, said: bool
) -> None:
    set_language(ward, WORKER, "zh-Hans")
    await ward.text(WORKER, "/programme")
    await ward.tap(WORKER, "prog:plan:1")
    await ward.tap(WORKER, "plan:template:caregivers")
    for written in (day, "14:30", "三号活动室", "12"):
        await ward.text(WORKER, written)

    assert ("其中2次在周末" in ward.last(WORKER)) == said


async def test_a_session_nobody_marked_says_so_and_one_without_families_cannot_be(ward: Ward) -> None:
    await make(ward)
    await ward.until(local(10, 12))
    await ward.tap(WORKER, "sess:show:1", forged=True)
    assert say("en", "session.state.over") in ward.last(WORKER)
    await ward.tap(WORKER, "here:1:show")

    assert (ward.last(WORKER), ward.buttons(WORKER)) == (say("en", "attendance.nobody"), ["sess:show:1"])


async def test_a_note_can_be_gone_back_in_left_and_written_anew(ward: Ward, people: Cast) -> None:
    await plan(ward)
    await hold(ward)
    await ward.tap(WORKER, "note:1:begin")
    assert ward.last(WORKER).startswith("Step 1 of 8 · 1. Tue 10 Mar, 14:30")
    for tapped in ("note:1:go", "note:1:mood:1", "note:1:back", "note:1:mood:3"):
        await ward.tap(WORKER, tapped)
    for name, level in (("part", 2), ("support", 2), ("strain", 1)):
        await ward.tap(WORKER, f"note:1:{name}:{level}")
    await ward.text(WORKER, "Many spoke.")
    await ward.tap(WORKER, "note:1:back")
    assert "Written so far: Many spoke." in ward.last(WORKER)
    for _ in range(3):
        await ward.tap(WORKER, "note:1:skip")

    assert say("en", "session_note.anew") in words_on(ward)
    await ward.tap(WORKER, "note:1:begin")
    await ward.tap(WORKER, "note:1:go")
    assert [text for text in words_on(ward) if text.startswith("✓")] == ["✓ Open"]
    await ward.tap(WORKER, "note:1:stop")
    assert ward.last(WORKER).startswith(say("en", "session_note.stopped"))
    await ward.tap(WORKER, "sess:show:1")
    assert say("en", "chapter.done", done=5, of=5) in ward.last(WORKER)
    assert "Many spoke" not in ward.last(WORKER)


def words_on(ward: Ward) -> list[str]:
    """The words on the buttons of the worker's newest message."""
    message = [each for each in ward.box.chat(WORKER) if each["from"]["is_bot"]][-1]
    return [button["text"] for row in message["reply_markup"]["inline_keyboard"] for button in row]


async def test_before_it_is_done_one_answer_can_be_said_anew_and_the_others_stay(ward: Ward) -> None:
    await ward.text(WORKER, "/programme")
    await ward.tap(WORKER, "prog:plan:1")
    await ward.tap(WORKER, "plan:template:caregivers")
    for said in ("2026-03-10", "14:30", "Room 3", "12"):
        await ward.text(WORKER, said)
    assert ward.buttons(WORKER)[1:5] == [
        "plan:sure:day", "plan:sure:hour", "plan:sure:place", "plan:sure:room",
    ]  # fmt: skip

    await ward.tap(WORKER, "plan:sure:place")
    await ward.text(WORKER, "Room 5")
    await ward.tap(WORKER, "plan:sure:hour")
    await ward.tap(WORKER, "plan:hour:16:00")
    assert "16:00, Room 5, seats: 12\n1. Tue 10 Mar" in ward.last(WORKER)
    await ward.tap(WORKER, "plan:sure:yes")

    assert [one.place for one in meetings(ward)] == ["Room 5"] * 6
