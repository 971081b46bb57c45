"""Rest: pause with a reason, stop, and come back."""

from datetime import time

import pytest
from sqlalchemy import select

from db.models import CheckIn, Kind, Pause, Subscription
from tests.journeys.days import answer, asked, ends, local, newest, set_person, state
from tests.journeys.ward import AMINA, OTHER, Cast, Ward


async def rest(ward: Ward, days: int = 7, reason: str = "hospital") -> None:
    """Ask for a rest, say why, and for how long."""
    await ward.text(AMINA, "/pause")
    await ward.tap(AMINA, f"pause:{reason}")
    await ward.tap(AMINA, f"pause:{reason}:{days}")


async def stop(ward: Ward) -> None:
    """Stop, and be sure."""
    await ward.text(AMINA, "/stop")
    await ward.tap(AMINA, "stop:yes")


async def test_a_pause_is_kept_with_its_reason_and_its_days(ward: Ward, people: Cast) -> None:
    await rest(ward, 3, "procedure")

    assert ward.last(AMINA).startswith("Fine. No questions for 3 days.")
    assert ward.buttons(AMINA) == ["return:yes", "help"]
    pause = ward.ask(lambda s: s.scalars(select(Pause)).one())
    assert (pause.person_id, pause.reason, pause.ended_at) == (people.amina, "procedure", None)
    assert (pause.until - pause.since).days == 3


async def test_the_open_question_is_closed_as_paused_and_its_reminder_called_off(
    ward: Ward, people: Cast
) -> None:
    set_person(ward, people.amina, asked_at=time(17))
    await ward.beat()
    await ward.until(local(2, 17))
    assert state(ward, 1) == ("sent", None)

    await rest(ward)

    assert state(ward, 1) == ("closed", "paused:hospital")
    assert set(ends(ward, Kind.REMINDER, people.amina)) <= {"cancelled:paused"}


async def test_nothing_is_asked_meanwhile_and_what_is_missing_says_why(ward: Ward, people: Cast) -> None:
    await ward.beat()
    await rest(ward, 7)
    shown = len(ward.said(AMINA))

    for day in (2, 5, 8):
        await ward.until(local(day, 19, 30))

    assert len(ward.said(AMINA)) == shown
    assert ends(ward, Kind.CHECKIN, people.amina) == ["withheld:paused"] * 3
    query = select(CheckIn.progress, CheckIn.closed_because).where(CheckIn.person_id == people.amina)
    assert set(ward.ask(lambda s: map(tuple, s.execute(query).all()))) == {("closed", "paused:hospital")}
    assert ends(ward, Kind.CHECKIN, people.other)[0] == "sent"


async def test_what_was_already_queued_is_called_off(ward: Ward, people: Cast) -> None:
    await ward.beat()
    await ward.bot.tick.plan(local(2, 19, 30))
    assert ends(ward, Kind.CHECKIN, people.amina) == ["pending"]

    await rest(ward)

    assert ends(ward, Kind.CHECKIN, people.amina) == ["cancelled:paused"]
    assert state(ward, 1) == ("closed", "paused:hospital")


async def test_a_rest_ends_by_itself(ward: Ward, people: Cast) -> None:
    await rest(ward, 3)

    await ward.until(local(5, 16, 1))
    await ward.until(local(5, 19, 30))

    assert "How are you feeling" in ward.last(AMINA)
    pause = ward.ask(lambda s: s.scalars(select(Pause)).one())
    assert pause.ended_at is not None
    assert pause.ended_at >= pause.until


async def test_i_am_back_ends_it_at_once(ward: Ward, people: Cast) -> None:
    await rest(ward, 14)
    await ward.until(local(4, 12))

    await ward.tap(AMINA, "return:yes")
    await ward.beat()
    await ward.until(local(5, 19, 30))

    assert "How are you feeling" in ward.last(AMINA)
    pause = ward.ask(lambda s: s.scalars(select(Pause)).one())
    assert pause.ended_at is not None
    assert pause.ended_at < pause.until


async def test_whoever_comes_back_is_not_asked_twice_on_one_day(ward: Ward, people: Cast) -> None:
    await asked(ward)
    await answer(ward, 1, mood=3, load=2, contact=0)
    await rest(ward)
    await ward.tap(AMINA, "return:yes")

    await ward.beat()
    await ward.pass_time(hours=1)

    assert ends(ward, Kind.CHECKIN, people.amina) == ["sent"]
    assert newest(ward, people.amina).id == 1


async def test_a_second_pause_says_that_it_rests_already(ward: Ward) -> None:
    await rest(ward)

    await ward.text(AMINA, "/pause")

    assert ward.last(AMINA) == "It is resting already; no questions will come."
    assert ward.buttons(AMINA) == ["return:yes"]


async def test_help_stays_while_the_questions_rest(ward: Ward) -> None:
    await rest(ward)

    await ward.tap(AMINA, "help")
    await ward.beat()

    assert "000-0000" in ward.last(AMINA)
    assert ends(ward, Kind.ALERT) == ["sent"]


@pytest.mark.parametrize("data", ["pause:holiday", "pause:holiday:3", "pause:hospital:4"])
async def test_a_reason_or_a_length_that_was_never_offered_changes_nothing(ward: Ward, data: str) -> None:
    await ward.tap(AMINA, data, forged=True)

    assert ward.last(AMINA) == "This button is too old to use."
    assert ward.ask(lambda s: s.scalars(select(Pause)).all()) == []


async def test_stopping_asks_once_and_staying_changes_nothing(ward: Ward, people: Cast) -> None:
    await ward.text(AMINA, "/stop")
    await ward.tap(AMINA, "stop:no")

    assert ward.last(AMINA) == "Fine. Everything stays as it was."
    await asked(ward)
    assert ends(ward, Kind.CHECKIN, people.amina) == ["sent"]


async def test_after_a_stop_nothing_is_asked_any_more(ward: Ward, people: Cast) -> None:
    await asked(ward)
    await stop(ward)
    shown = len(ward.said(AMINA))

    await ward.until(local(5, 19, 30))
    await ward.until(local(9, 19, 30))

    assert len(ward.said(AMINA)) == shown
    assert state(ward, 1) == ("closed", "stopped")
    mine = select(Subscription.next_at).where(Subscription.person_id == people.amina)
    assert ward.ask(lambda s: s.scalars(mine).all()) == [None, None]
    assert ends(ward, Kind.CHECKIN, people.other) != []


async def test_whoever_stopped_comes_back_by_start(ward: Ward) -> None:
    await stop(ward)
    await ward.text(AMINA, "/start")
    assert ward.buttons(AMINA) == ["return:yes"]

    await ward.tap(AMINA, "return:yes")
    await ward.beat()
    await ward.until(local(2, 19, 30))

    assert "How are you feeling" in ward.last(AMINA)


async def test_a_pause_after_a_stop_offers_the_way_back(ward: Ward) -> None:
    await stop(ward)

    await ward.text(AMINA, "/pause")

    assert ward.last(AMINA) == "You had stopped. Would you like to come back?"
    assert ward.buttons(AMINA) == ["return:yes"]


async def test_a_pause_of_one_is_no_pause_of_another(ward: Ward) -> None:
    await rest(ward)

    await asked(ward)

    assert "How are you feeling" in ward.last(OTHER)
