"""The one reminder: half-way, by day, and only to those who need it."""

from datetime import time, timedelta

from sqlalchemy import select

from db.models import Delivery, Kind, Person
from tests import cast
from tests.journeys.days import answer, asked_in_the_morning, ends, local, newest, set_person
from tests.journeys.ward import AMINA, Cast, Ward

GENTLY = "When it suits you, you can go on from here. If not, that is fine."


async def test_one_reminder_comes_half_way_and_no_second(ward: Ward, people: Cast) -> None:
    await asked_in_the_morning(ward, people.amina)
    before = len(ward.said(AMINA))
    await ward.until(local(5, 15, 59))
    assert len(ward.said(AMINA)) == before

    await ward.until(local(5, 16))
    await ward.until(local(5, 22, 59))

    assert len(ward.said(AMINA)) == before + 1
    assert ward.last(AMINA).startswith(GENTLY)
    assert "How are you feeling" in ward.last(AMINA)
    assert ends(ward, Kind.REMINDER, people.amina) == ["sent"]


async def test_the_reminder_of_an_evening_question_waits_for_the_morning(ward: Ward, people: Cast) -> None:
    await ward.beat()
    await ward.until(local(8, 19, 30))
    weekly = newest(ward, people.amina)

    due = ward.ask(lambda s: s.scalars(select(Delivery.due_at).where(Delivery.about_id == weekly.id)).all())

    assert due == [local(8, 19, 30), local(9, 7, 30)]


async def test_whoever_is_asked_at_the_usual_hour_is_reminded_the_next_morning(
    ward: Ward, people: Cast
) -> None:
    await ward.beat()
    await ward.until(local(2, 19, 30) + timedelta(seconds=40))

    await ward.until(local(3, 7, 30))

    assert ward.last(AMINA).startswith(GENTLY)
    assert ends(ward, Kind.REMINDER, people.amina) == ["sent"]


async def test_nobody_is_reminded_of_a_question_that_is_about_to_close(ward: Ward, people: Cast) -> None:
    """Asked at half past five the window closes at 07:30, when the quiet hours end."""
    set_person(ward, people.amina, asked_at=time(17, 30))
    await ward.beat()

    await ward.until(local(2, 17, 30) + timedelta(seconds=40))

    assert ends(ward, Kind.REMINDER, people.amina) == []


async def test_whoever_has_answered_is_not_reminded(ward: Ward, people: Cast) -> None:
    await asked_in_the_morning(ward, people.amina)
    await answer(ward, newest(ward, people.amina).id, mood=3, load=2, contact=0)
    shown = len(ward.said(AMINA))

    await ward.until(local(5, 16))

    assert len(ward.said(AMINA)) == shown
    assert ends(ward, Kind.REMINDER, people.amina) == ["cancelled:answered"]


async def test_a_reminder_that_was_not_called_off_in_time_still_stays_unsent(
    ward: Ward, people: Cast
) -> None:
    await asked_in_the_morning(ward, people.amina)
    question = newest(ward, people.amina).id
    await answer(ward, question, mood=3, load=2, contact=0)
    how = {"kind": Kind.REMINDER, "subject": "of another process", "about_id": question}
    ward.change(lambda session: cast.delivery(session, session.get_one(Person, people.amina), **how))

    await ward.beat()

    assert ends(ward, Kind.REMINDER, people.amina) == ["cancelled:answered", "skipped:answered"]


async def test_whoever_stopped_in_the_middle_goes_on_at_the_first_open_question(
    ward: Ward, people: Cast
) -> None:
    await asked_in_the_morning(ward, people.amina)
    await answer(ward, newest(ward, people.amina).id, mood=3)

    await ward.until(local(5, 16))

    assert ward.last(AMINA).startswith(f"{GENTLY}\n\n2 of 3")
    await answer(ward, newest(ward, people.amina).id, load=2, contact=0)
    assert ward.last(AMINA) == "Noted. Thank you for telling me."


async def test_whoever_is_answering_at_this_moment_is_left_in_peace(ward: Ward, people: Cast) -> None:
    await asked_in_the_morning(ward, people.amina)
    await ward.until(local(5, 15, 55))
    await answer(ward, newest(ward, people.amina).id, mood=3)
    shown = len(ward.said(AMINA))

    await ward.until(local(5, 16))

    assert len(ward.said(AMINA)) == shown
    assert ends(ward, Kind.REMINDER, people.amina) == ["skipped:answering"]


async def test_a_closed_question_is_not_brought_up_again(ward: Ward, people: Cast) -> None:
    await asked_in_the_morning(ward, people.amina)
    shown = len(ward.said(AMINA))

    await ward.until(local(5, 23))

    assert len(ward.said(AMINA)) == shown
    assert ends(ward, Kind.REMINDER, people.amina) == ["cancelled:closed"]


async def test_a_question_that_missed_its_hour_does_not_wake_anybody(ward: Ward, people: Cast) -> None:
    await ward.beat()

    await ward.until(local(3, 3))

    assert ends(ward, Kind.CHECKIN, people.amina) == ["pending"]
    await ward.until(local(3, 7, 30))
    assert "How are you feeling" in ward.last(AMINA)


async def test_an_hour_that_the_person_chose_is_kept_also_late_in_the_evening(
    ward: Ward, people: Cast
) -> None:
    set_person(ward, people.amina, asked_at=time(22, 30))
    await ward.beat()

    await ward.until(local(2, 22, 30))

    assert ends(ward, Kind.CHECKIN, people.amina) == ["sent"]
