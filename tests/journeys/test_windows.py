"""How long a check-in may be answered, and what a tap says afterwards."""

from datetime import date

from sqlalchemy import select

from db.models import Alert, Answer, Person, Programme
from tests import cast
from tests.journeys.days import answer, asked, local, newest, state
from tests.journeys.ward import AMINA, WORKER, Cast, Ward


async def test_a_checkin_that_nobody_opened_closes_after_fourteen_hours_and_says_why(ward: Ward) -> None:
    await asked(ward)
    await ward.until(local(3, 9, 29))
    assert state(ward, 1) == ("sent", None)

    await ward.until(local(3, 9, 30))

    assert state(ward, 1) == ("closed", "unopened")


async def test_the_weekly_one_stays_open_for_twenty_hours(ward: Ward, people: Cast) -> None:
    await ward.beat()
    await ward.until(local(8, 19, 30))
    weekly = newest(ward, people.amina)
    assert weekly.battery == "weekly"
    await ward.until(local(9, 15, 29))
    assert state(ward, weekly.id) == ("sent", None)

    await ward.until(local(9, 15, 30))

    assert state(ward, weekly.id) == ("closed", "unopened")


async def test_whoever_opened_it_gets_two_more_hours(ward: Ward) -> None:
    await asked(ward)
    await answer(ward, 1, mood=3)
    await ward.until(local(3, 11, 29))
    assert state(ward, 1) == ("opened", None)

    await ward.until(local(3, 11, 30))

    assert state(ward, 1) == ("closed", "unfinished")


async def test_it_is_never_closed_on_somebody_who_is_answering(ward: Ward) -> None:
    await asked(ward)
    await answer(ward, 1, mood=3)
    await ward.until(local(3, 11, 20))
    await answer(ward, 1, load=2)
    await ward.until(local(3, 12, 19))
    assert state(ward, 1) == ("opened", None)

    await answer(ward, 1, contact=0)

    assert state(ward, 1) == ("done", None)
    assert ward.last(AMINA) == "Noted. Thank you for telling me."


async def test_answers_given_before_it_closed_are_kept(ward: Ward) -> None:
    await asked(ward)
    await answer(ward, 1, mood=2)

    await ward.until(local(3, 12))

    assert ward.ask(lambda s: s.scalars(select(Answer.value)).all()) == [2]


async def test_a_late_tap_is_told_kindly_and_shown_the_way_to_the_present_one(
    ward: Ward, people: Cast
) -> None:
    await asked(ward)
    old = ward.box.chat(AMINA)[-1]["message_id"]
    await ward.until(local(5, 19, 30))
    present = newest(ward, people.amina)

    await ward.tap(AMINA, "answer:1:micro.mood:3", message_id=old)

    told = next(each for each in ward.box.chat(AMINA) if each["message_id"] == old)
    assert told["text"] == "This one is closed. There is nothing to catch up on."
    await ward.tap(AMINA, f"open:{present.id}")
    assert any("How are you feeling" in text for text in ward.said(AMINA))
    assert ward.ask(lambda s: s.scalars(select(Answer.value)).all()) == []


async def test_a_late_tap_without_a_newer_one_offers_nothing(ward: Ward) -> None:
    await asked(ward)
    await ward.until(local(3, 12))

    await ward.tap(AMINA, "answer:1:micro.mood:3")

    assert ward.last(AMINA) == "This one is closed. There is nothing to catch up on."
    assert ward.buttons(AMINA) == []


async def test_a_tap_that_comes_before_telegram_answered_the_sender_counts(ward: Ward) -> None:
    """The message is on the phone, its outcome not yet in the database: killed, or timed out in between."""
    ward.box.faults.add("sendMessage", "drop_after_accept", chat_id=AMINA)
    await asked(ward)
    assert state(ward, 1) == ("planned", None)

    await answer(ward, 1, mood=3)

    assert ward.last(AMINA).startswith("2 of 3")
    shown = len(ward.said(AMINA))
    await ward.pass_time(seconds=30)
    assert len(ward.said(AMINA)) == shown, "what was tapped has arrived: it is not sent again"
    await ward.until(local(3, 11, 30))
    assert state(ward, 1) == ("closed", "unfinished")


async def test_an_abandoned_checkin_has_already_raised_its_alert(ward: Ward, people: Cast) -> None:
    def a_heavy_day_before(session):
        person, programme = (
            session.get_one(Person, people.amina),
            session.get_one(Programme, people.programme),
        )
        earlier = cast.checkin(session, person, programme, day=date(2026, 2, 27), progress="done")
        cast.answer(session, earlier, "load", 5)

    ward.change(a_heavy_day_before)
    await asked(ward)
    mine = newest(ward, people.amina).id
    await answer(ward, mine, mood=1, load=5)

    await ward.beat()
    await ward.until(local(3, 12))

    assert state(ward, mine) == ("closed", "unfinished")
    assert ward.ask(lambda s: s.execute(select(Alert.reason, Alert.tier)).all()) == [("load", "amber")]
    assert "New alert, case 1" in ward.last(WORKER)
