"""Reminders of a session: when they come, on what they ride, what they say, and to whom they do not come."""

from datetime import time

from icalendar import Calendar
from sqlalchemy import select, update

from db.models import Arm, Enrolment, Kind, Rsvp
from tests.journeys.days import answer, ends, local, newest, set_person
from tests.journeys.group import due, families, meetings, plan, told
from tests.journeys.newcomers import say, set_language
from tests.journeys.ward import AMINA, WORKER, Cast, Ward


def rsvps(ward: Ward) -> list[tuple[int, str, str | None]]:
    """Who said what about coming."""
    query = select(Rsvp.person_id, Rsvp.answer, Rsvp.reason).order_by(Rsvp.person_id)
    return [tuple(row) for row in ward.ask(lambda s: s.execute(query).all())]


def files(ward: Ward, user: int) -> list[Calendar]:
    """The calendar files in a chat, read back."""
    shown = [message["document"] for message in ward.box.chat(user) if "document" in message]
    stored = [ward.box.world.files.find(document["file_id"]) for document in shown]
    return [Calendar.from_ical(each.upload.data) for each in stored if each is not None]


async def test_the_day_before_it_rides_on_the_check_in_and_is_one_message(ward: Ward, people: Cast) -> None:
    await plan(ward)
    await ward.until(local(8, 15))
    heard = len(ward.said(AMINA))
    assert due(ward, people.amina)["0/24h"].due_at == local(9, 19, 40)

    await ward.until(local(9, 19, 30))

    assert ward.said(AMINA)[heard:] == [ward.last(AMINA)]
    assert ward.last(AMINA).startswith(
        "1. Meeting each other\ntomorrow, Tue 10 Mar, 14:30 · 90 minutes\nRoom 3"
    )
    assert "1 of 3" in ward.last(AMINA)
    asked = newest(ward, people.amina).id
    assert ward.buttons(AMINA)[:3] == [f"rsvp:1:{said}:{asked}" for said in ("coming", "maybe", "cannot")]
    assert told(ward, people.amina) == [("24h", "skipped:rides"), ("2h", "pending")]


async def test_one_tap_on_it_is_noted_and_the_question_stays(ward: Ward, people: Cast) -> None:
    await plan(ward)
    await ward.until(local(8, 15))
    await ward.until(local(9, 19, 30))

    asked = newest(ward, people.amina).id
    await ward.tap(AMINA, f"rsvp:1:coming:{asked}")

    assert rsvps(ward) == [(people.amina, "coming", None)]
    assert ward.last(AMINA).startswith("Noted: you will come.")
    assert f"answer:{asked}:micro.mood:3" in ward.buttons(AMINA)
    await ward.until(local(10, 12, 30))
    assert ward.last(AMINA).startswith(
        "The group meets soon:\n1. Meeting each other\ntoday, Tue 10 Mar, 14:30"
    )
    assert ward.last(AMINA).endswith("You said you will come. See you there.")


async def test_whoever_answers_the_check_in_first_is_asked_after_it(ward: Ward, people: Cast) -> None:
    await plan(ward)
    await ward.until(local(8, 15))
    await ward.until(local(9, 19, 30))
    await answer(ward, newest(ward, people.amina).id, mood=3, load=2, contact=0)

    assert "Will you come?" not in ward.last(AMINA)
    assert ward.buttons(AMINA)[:3] == ["rsvp:1:coming", "rsvp:1:maybe", "rsvp:1:cannot"]
    await ward.tap(AMINA, "rsvp:1:maybe")
    assert rsvps(ward) == [(people.amina, "maybe", None)]


async def test_without_a_check_in_that_day_it_comes_by_itself_with_a_calendar_file(
    ward: Ward, people: Cast
) -> None:
    await plan(ward, day="2026-03-12")
    await ward.until(local(10, 15))

    await ward.until(local(11, 14, 30))

    assert ward.last(AMINA).startswith("The group meets soon:")
    assert ward.last(AMINA).endswith("Will you come?")
    (calendar,) = files(ward, AMINA)
    event = calendar.walk("VEVENT")[0]
    assert (calendar["method"], event["sequence"], event["dtstart"].dt) == ("REQUEST", 0, local(12, 14, 30))
    assert (str(event["summary"]), str(event["location"])) == ("Group session 1", "Room 3")
    await ward.tap(AMINA, "rsvp:1:coming")
    assert ward.last(AMINA).endswith("Noted: you will come. I remind you two hours before.")
    assert ward.buttons(AMINA) == ["calendar:1", "rsvp:1:ask"]


async def test_after_an_outage_over_both_reminders_only_the_later_one_comes(ward: Ward, people: Cast) -> None:
    await plan(ward, day="2026-03-12")
    await ward.until(local(10, 15))

    await ward.until(local(12, 12, 35))

    assert told(ward, people.amina, "session:1/%") == [("24h", "expired"), ("2h", "sent")]
    assert ward.last(AMINA).endswith("Will you come?")


async def test_move_and_cancellation_reach_the_phones_calendar_under_the_same_number(
    ward: Ward, people: Cast
) -> None:
    await plan(ward, day="2026-03-12")
    await ward.until(local(10, 15))
    await ward.until(local(11, 14, 30))
    await ward.tap(WORKER, "sess:move:1", forged=True)
    await ward.text(WORKER, "2026-03-13")
    await ward.text(WORKER, "16:00")
    await ward.tap(WORKER, "plan:sure:yes")
    await ward.beat()
    await ward.tap(WORKER, "sess:cancel:1", forged=True)
    await ward.tap(WORKER, "sess:drop:1")
    await ward.beat()

    calendars = files(ward, AMINA)
    events = [calendar.walk("VEVENT")[0] for calendar in calendars]
    assert [str(calendar["method"]) for calendar in calendars] == ["REQUEST", "REQUEST", "CANCEL"]
    assert [event["sequence"] for event in events] == [0, 1, 2]
    assert len({str(event["uid"]) for event in events}) == 1
    assert [event["dtstart"].dt for event in events] == [local(12, 14, 30), local(13, 16), local(13, 16)]
    assert str(events[2]["status"]) == "CANCELLED"


async def test_who_cannot_come_says_why_and_hears_no_reminder_but_of_a_move(ward: Ward, people: Cast) -> None:
    await plan(ward, day="2026-03-12")
    await ward.text(AMINA, "/sessions")
    assert "1. Meeting each other" in ward.last(AMINA)
    await ward.tap(AMINA, "rsvp:1:ask")
    await ward.tap(AMINA, "rsvp:1:cannot")
    assert "rsvp:1:hospital" in ward.buttons(AMINA)
    await ward.tap(AMINA, "rsvp:1:hospital")
    assert rsvps(ward) == [(people.amina, "cannot", "hospital")]

    await ward.until(local(10, 15))
    await ward.until(local(11, 14, 30))
    assert ("24h", "skipped:cannot") in told(ward, people.amina)
    await ward.tap(WORKER, "sess:show:1", forged=True)
    assert "Cannot: C-01 (child in hospital)\nNo answer yet: C-02" in ward.last(WORKER)

    await ward.tap(WORKER, "sess:move:1")
    await ward.text(WORKER, "2026-03-12")
    await ward.text(WORKER, "16:00")
    await ward.tap(WORKER, "plan:sure:yes")
    await ward.beat()
    assert ward.last(AMINA).startswith("Session 1 has a new time:")


async def test_a_reminder_moves_ahead_of_the_quiet_hours(ward: Ward, people: Cast) -> None:
    set_person(ward, people.amina, asked_at=time(8))
    await plan(ward, day="2026-03-12", hour="08:30")
    await ward.until(local(10, 9))

    owed = due(ward, people.amina)

    assert owed["0/2h"].due_at == local(11, 21, 15)
    assert owed["0/24h"].due_at == local(11, 8, 30)


async def test_it_comes_in_the_time_of_where_a_family_is(ward: Ward, people: Cast) -> None:
    set_person(ward, people.amina, zone="Europe/London")
    await plan(ward, day="2026-03-12", hour="19:30")
    await ward.until(local(10, 20))
    await ward.until(local(11, 19, 30))

    assert "tomorrow, Thu 12 Mar, 11:30 (at the ward: 19:30)" in ward.last(AMINA)


async def test_every_seat_taken_is_said_and_kept_as_a_perhaps(ward: Ward, people: Cast) -> None:
    await plan(ward, room="1")
    await ward.tap(1002, "rsvp:1:coming", forged=True)

    await ward.tap(AMINA, "rsvp:1:coming", forged=True)

    assert ward.last(AMINA).endswith(say("en", "rsvp.noted.full"))
    assert rsvps(ward) == [(people.amina, "maybe", "full"), (people.other, "coming", None)]


async def test_on_a_shared_phone_only_a_message_is_waiting(ward: Ward, people: Cast) -> None:
    set_person(ward, people.amina, shares_phone=True)
    await plan(ward, day="2026-03-12")
    await ward.until(local(10, 15))
    await ward.until(local(11, 14, 30))

    assert ward.last(AMINA) == say("en", "checkin.waiting")
    assert files(ward, AMINA) == []
    await ward.tap(AMINA, "notice:1:24h")
    assert ward.last(AMINA).startswith("The group meets soon:")


async def test_a_pause_lets_the_questions_rest_and_not_the_group_a_stop_both(
    ward: Ward, people: Cast
) -> None:
    await plan(ward, day="2026-03-12")
    await ward.until(local(10, 15))
    for data in ("pause:hospital", "pause:hospital:14"):
        await ward.tap(AMINA, data, forged=True)
    await ward.text(1002, "/stop")
    await ward.tap(1002, "stop:yes")
    await ward.until(local(11, 14, 30))

    assert told(ward, people.amina)[0] == ("24h", "sent")
    assert set(told(ward, people.other)) == {("24h", "cancelled:stopped"), ("2h", "cancelled:stopped")}


async def test_who_waits_in_the_control_arm_is_asked_to_no_session(ward: Ward, people: Cast) -> None:
    wait = update(Enrolment).where(Enrolment.person_id == people.amina).values(arm=Arm.WAITLIST)
    ward.change(lambda s: s.execute(wait))
    await plan(ward, day="2026-03-12")
    await ward.until(local(10, 15))
    await ward.until(local(11, 14, 30))

    assert told(ward, people.amina)[0] == ("24h", "withheld:arm")
    await ward.text(AMINA, "/sessions")
    assert ward.last(AMINA) == say("en", "sessions.none")
    await ward.tap(WORKER, "sess:show:1", forged=True)
    assert "C-01" not in ward.last(WORKER)
    await ward.tap(AMINA, "rsvp:1:coming", forged=True)
    assert rsvps(ward) == []


async def test_the_week_before_it_is_said_only_where_the_worker_wants_it(ward: Ward, people: Cast) -> None:
    await plan(ward, day="2026-03-17")
    await ward.tap(WORKER, "prog:week:1")
    await ward.beat()
    await ward.until(local(10, 14, 30))

    assert told(ward, people.amina)[0] == ("7d", "sent")


async def test_a_reminder_that_comes_too_late_is_not_said(ward: Ward, people: Cast) -> None:
    await plan(ward, day="2026-03-12")
    await ward.until(local(10, 15))

    await ward.until(local(12, 15))

    assert set(told(ward, people.amina)) == {("24h", "expired"), ("2h", "expired")}


async def test_the_list_fills_for_the_worker(ward: Ward, people: Cast) -> None:
    await families(ward, 3)
    await plan(ward)
    for user, said in ((AMINA, "coming"), (1002, "maybe"), (3101, "coming"), (3102, "cannot")):
        await ward.tap(user, f"rsvp:1:{said}", forged=True)

    await ward.text(WORKER, "/sessions")

    assert "1. Tue 10 Mar, 14:30 · Meeting each other\ncoming 2/12 · maybe 1 · cannot 1" in ward.last(WORKER)
    await ward.tap(WORKER, "sess:show:1")
    assert "Coming: C-01, C-03\nMaybe: C-02\nCannot: C-04\nNo answer yet: C-05" in ward.last(WORKER)
    assert "Amina" not in ward.last(WORKER)


async def test_reminders_read_as_well_in_chinese(ward: Ward, people: Cast) -> None:
    set_language(ward, AMINA, "zh-Hans")
    await plan(ward, day="2026-03-12", place="三号活动室")
    await ward.until(local(10, 15))
    await ward.until(local(11, 14, 30))

    assert ward.last(AMINA) == (
        "小组活动快到了：\n第1次 彼此认识\n明天 3月12日 周四 14:30 · 90分钟\n三号活动室\n\n您来吗？"
    )
    assert ends(ward, Kind.SESSION, people.amina)[0] == "sent"
    assert meetings(ward)[0].zone == "Asia/Shanghai"
