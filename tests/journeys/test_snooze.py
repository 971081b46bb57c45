"""Not now: a question comes back when the person says."""

from datetime import timedelta

from sqlalchemy import select

from db.models import CheckIn, Delivery, Kind
from tests.journeys.days import (
    answer,
    asked,
    asked_in_the_morning,
    ends,
    local,
    newest,
    state,
)
from tests.journeys.ward import AMINA, Cast, Ward


async def test_not_now_offers_the_times_that_still_fit(ward: Ward) -> None:
    await asked(ward)

    await ward.tap(AMINA, "later:1")

    assert ward.last(AMINA) == "Of course. When shall I ask again?"
    assert ward.buttons(AMINA) == ["later:1:30", "later:1:120", "later:1:240", "open:1"]


async def test_a_time_after_the_end_is_not_offered(ward: Ward, people: Cast) -> None:
    await asked_in_the_morning(ward, people.amina)
    question = newest(ward, people.amina).id
    await ward.until(local(5, 21, 30))

    await ward.tap(AMINA, f"later:{question}")

    assert ward.buttons(AMINA) == [f"later:{question}:30", f"open:{question}"]


async def test_shortly_before_the_end_there_is_no_later(ward: Ward, people: Cast) -> None:
    await asked_in_the_morning(ward, people.amina)
    question = newest(ward, people.amina).id
    await ward.until(local(5, 22, 45))

    await ward.tap(AMINA, f"later:{question}")

    assert ward.last(AMINA) == "Of course. I will leave it for today."
    assert ward.buttons(AMINA) == [f"open:{question}"]


async def test_it_comes_back_at_the_chosen_time_also_at_night(ward: Ward, people: Cast) -> None:
    await asked(ward)
    await ward.tap(AMINA, "later:1")
    await ward.tap(AMINA, "later:1:240")
    assert ward.last(AMINA) == "Fine. I will come back in 4 hours."
    shown = len(ward.said(AMINA))
    await ward.until(local(2, 23, 29))
    assert len(ward.said(AMINA)) == shown

    await ward.until(local(2, 23, 31))

    assert len(ward.said(AMINA)) == shown + 1
    assert "How are you feeling" in ward.last(AMINA)
    assert ends(ward, Kind.REMINDER, people.amina) == ["cancelled:snoozed", "sent"]


async def test_a_time_that_an_outage_has_carried_into_the_night_waits_for_the_morning(
    ward: Ward, people: Cast
) -> None:
    await asked(ward)
    await ward.tap(AMINA, "later:1")
    await ward.tap(AMINA, "later:1:240")

    await ward.until(local(3, 2))

    mine = select(Delivery.due_at).where(Delivery.state == "pending", Delivery.person_id == people.amina)
    assert ward.ask(lambda s: s.scalars(mine).all()) == [local(3, 7, 30)]


async def test_the_chosen_time_replaces_the_reminder(ward: Ward, people: Cast) -> None:
    await asked_in_the_morning(ward, people.amina)
    question = newest(ward, people.amina).id
    await ward.tap(AMINA, f"later:{question}")
    await ward.tap(AMINA, f"later:{question}:120")
    shown = len(ward.said(AMINA))

    await ward.until(local(5, 11))
    await ward.until(local(5, 16))

    assert len(ward.said(AMINA)) == shown + 1
    assert ends(ward, Kind.REMINDER, people.amina) == ["cancelled:snoozed", "sent"]


async def test_the_last_choice_counts(ward: Ward, people: Cast) -> None:
    await asked(ward)
    later = ward.box.chat(AMINA)[-1]["message_id"]
    await ward.tap(AMINA, "later:1")
    await ward.tap(AMINA, "later:1:30")

    await ward.tap(AMINA, "later:1:120", message_id=later)
    await ward.pass_time(hours=2, minutes=1)

    assert ends(ward, Kind.REMINDER, people.amina) == ["cancelled:snoozed", "cancelled:snoozed", "sent"]


async def test_an_old_offer_that_has_become_too_late_says_so(ward: Ward, people: Cast) -> None:
    await asked_in_the_morning(ward, people.amina)
    question = newest(ward, people.amina).id
    await ward.tap(AMINA, f"later:{question}")
    await ward.until(local(5, 20))
    await ward.tap(AMINA, f"later:{question}:240", forged=True)

    assert any(
        text.startswith("That would be too late; this one closes before then.") for text in ward.said(AMINA)
    )
    assert ward.ask(lambda s: s.scalars(select(CheckIn.snoozed_until).distinct()).all()) == [None]


async def test_a_time_that_was_never_offered_changes_nothing(ward: Ward) -> None:
    await asked(ward)

    await ward.tap(AMINA, "later:1:31", forged=True)

    assert ward.ask(lambda s: s.scalar(select(CheckIn.snoozed_until).where(CheckIn.id == 1))) is None


async def test_answering_after_all_calls_the_return_off(ward: Ward, people: Cast) -> None:
    await asked(ward)
    await ward.tap(AMINA, "later:1")
    await ward.tap(AMINA, "later:1:120")
    await ward.tap(AMINA, "open:1")
    await answer(ward, 1, mood=3, load=2, contact=0)
    shown = len(ward.said(AMINA))

    await ward.pass_time(hours=2)

    assert len(ward.said(AMINA)) == shown
    assert ends(ward, Kind.REMINDER, people.amina) == ["cancelled:snoozed", "cancelled:answered"]


async def test_a_snooze_on_a_closed_question_is_told_so(ward: Ward) -> None:
    await asked(ward)
    await ward.pass_time(hours=15)

    await ward.tap(AMINA, "later:1")

    assert state(ward, 1) == ("closed", "unopened")
    assert ward.last(AMINA) == "This one is closed. There is nothing to catch up on."


async def test_a_snoozed_question_stays_open_until_it_has_come_back(ward: Ward, people: Cast) -> None:
    await asked_in_the_morning(ward, people.amina)
    question = newest(ward, people.amina)
    await ward.until(local(5, 22))
    await ward.tap(AMINA, f"later:{question.id}")
    await ward.tap(AMINA, f"later:{question.id}:30")

    await ward.pass_time(minutes=30)

    assert "How are you feeling" in ward.last(AMINA)
    assert state(ward, question.id) == ("sent", None)
    assert question.expires_at is not None
    assert question.expires_at - question.sent_at == timedelta(hours=14)
