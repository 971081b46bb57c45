"""A check-in, from its sending to the closing words."""

from datetime import timedelta

from sqlalchemy import select

from db.models import Alert, Answer, CheckIn, Delivery, Kind, Score
from tests.journeys.ward import AMINA, WORKER, Ward

HALF_PAST_SEVEN = timedelta(hours=3, minutes=30)


async def asked(ward: Ward) -> None:
    """Let the planner plan, then let the evening of MONDAY come."""
    await ward.beat()
    await ward.until(ward.clock.now() + HALF_PAST_SEVEN)


async def test_a_checkin_arrives_at_the_chosen_hour_and_not_before(ward: Ward) -> None:
    before = len(ward.said(AMINA))
    await ward.beat()
    await ward.pass_time(hours=3, minutes=29)
    assert len(ward.said(AMINA)) == before

    await ward.pass_time(minutes=1)

    assert "How are you feeling right now?" in ward.last(AMINA)
    assert ward.buttons(AMINA) == [*(f"answer:1:micro.mood:{value}" for value in range(1, 6)), "later:1"]


async def test_a_tap_turns_the_question_into_the_next_one(ward: Ward) -> None:
    await asked(ward)
    shown = len(ward.said(AMINA))

    await ward.tap(AMINA, "answer:1:micro.mood:3")

    assert len(ward.said(AMINA)) == shown, "the message was edited in place"
    assert "How much pressure" in ward.last(AMINA)
    assert ward.last(AMINA).startswith("2 of 3")


async def test_three_taps_are_stored_raw_and_scored_and_thanked_for(ward: Ward) -> None:
    await asked(ward)
    for tap in ("micro.mood:4", "micro.load:2", "micro.contact:0"):
        await ward.tap(AMINA, f"answer:1:{tap}")

    assert ward.last(AMINA) == "Noted. Thank you for telling me."
    answers = ward.ask(lambda s: s.execute(select(Answer.item, Answer.value).order_by(Answer.id)).all())
    assert [tuple(row) for row in answers] == [("mood", 4), ("load", 2), ("contact", 0)]
    scores = ward.ask(lambda s: dict(s.execute(select(Score.scale, Score.value)).all()))
    assert scores == {"mood": 4, "load": 2, "contact": 0}
    assert ward.ask(lambda s: s.scalar(select(CheckIn.progress).where(CheckIn.id == 1))) == "done"


async def test_as_soon_as_possible_reaches_the_worker_and_shows_whom_to_call(ward: Ward) -> None:
    await asked(ward)
    await ward.tap(AMINA, "answer:1:micro.mood:1")
    await ward.tap(AMINA, "answer:1:micro.load:4")

    await ward.tap(AMINA, "answer:1:micro.contact:2")
    await ward.beat()

    assert "000-0000" in ward.last(AMINA)
    assert "Nobody reads messages now" in ward.last(AMINA)
    assert (
        ward.last(WORKER)
        == "🟠 New alert, case 1. Please look before this working day ends, or first thing in the next."
    )
    assert ward.buttons(WORKER) == ["alert:take:1"]
    delivery = ward.ask(lambda s: s.scalar(select(Delivery).where(Delivery.kind == Kind.ALERT)))
    assert (delivery.priority, delivery.outcome) == (0, "sent")
    assert ward.ask(lambda s: s.scalar(select(Alert.reason))) == "contact"


async def test_back_shows_the_question_before_and_its_buttons_replace_the_answer(ward: Ward) -> None:
    await asked(ward)
    await ward.tap(AMINA, "answer:1:micro.mood:2")

    await ward.tap(AMINA, "back:1:micro.load")
    await ward.tap(AMINA, "change:1:micro.mood:5")

    assert "How much pressure" in ward.last(AMINA)
    assert ward.ask(lambda s: s.execute(select(Answer.value)).scalars().all()) == [5]


async def test_a_double_tap_counts_once_and_needs_no_explanation(ward: Ward) -> None:
    await asked(ward)
    first = ward.box.chat(AMINA)[-1]["message_id"]

    await ward.tap(AMINA, "answer:1:micro.mood:3")
    await ward.tap(AMINA, "answer:1:micro.mood:3", message_id=first, forged=True)

    assert ward.last(AMINA).startswith("2 of 3")
    assert ward.ask(lambda s: s.execute(select(Answer.value)).scalars().all()) == [3]


async def test_an_old_button_explains_itself_and_shows_the_question_at_hand(ward: Ward) -> None:
    await asked(ward)
    message = ward.box.chat(AMINA)[-1]["message_id"]
    await ward.tap(AMINA, "answer:1:micro.mood:3")

    await ward.tap(AMINA, "answer:1:micro.mood:1", message_id=message, forged=True)

    assert "That button was from before" in ward.last(AMINA)
    assert "How much pressure" in ward.last(AMINA)
    assert ward.ask(lambda s: s.execute(select(Answer.value)).scalars().all()) == [3]
