"""What was heard is kept, applied once and in order, and shown, whatever happens in between."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from db import inbox
from db.models import Alert, Answer, Heard
from db.people import chat_index
from db.session import Database
from tests.journeys.days import answer, asked
from tests.journeys.ward import AMINA, OTHER, WORKER, Cast, Ward, open_ward


def answers(ward: Ward) -> list[tuple[str, int | None]]:
    """What Amina answered, oldest first."""
    rows = ward.ask(lambda s: s.execute(select(Answer.item, Answer.value).order_by(Answer.id)).all())
    return [(item, value) for item, value in rows]


def unshown(ward: Ward) -> int:
    """How many updates are not shown yet, or were given up."""
    return ward.ask(lambda s: s.scalar(select(func.count()).where(Heard.shown_at.is_(None)))) or 0


async def until(holds) -> None:
    """Wait in real time for what another task does."""
    for _ in range(5000):
        if holds():
            return
        await asyncio.sleep(0.001)
    raise AssertionError("it does not come to that")


@pytest.mark.parametrize("confirmed", [False, True])
async def test_an_update_handed_over_twice_takes_effect_once(ward: Ward, confirmed: bool) -> None:
    await asked(ward)
    ward.box.faults.duplicate_updates(2, confirmed=confirmed)

    await ward.tap(AMINA, "help", forged=True)
    await ward.text(AMINA, "hello")

    assert ward.ask(lambda s: s.scalar(select(func.count()).select_from(Alert))) == 1
    assert sum("I am a program" in text for text in ward.said(AMINA)) == 1
    assert unshown(ward) == 0


async def test_updates_that_come_newest_first_are_applied_in_order(ward: Ward) -> None:
    await asked(ward)
    ward.box.faults.out_of_order()

    await ward.box.tap(AMINA, "answer:1:micro.mood:3")
    await ward.box.tap(AMINA, "answer:1:micro.load:2", forged=True)
    await ward.quiet()

    assert answers(ward) == [("mood", 3), ("load", 2)]
    assert ward.last(AMINA).startswith("3 of 3")


async def test_what_was_applied_but_not_shown_is_shown_after_a_restart_and_not_applied_again(
    database: Database, people: Cast
) -> None:
    async with open_ward(database) as first:
        await first.text(AMINA, "/help")
        await asked(first)
        first.box.faults.add("editMessageText", "hang", times=99)
        await first.box.tap(AMINA, "answer:1:micro.mood:3")
        await until(lambda: answers(first))
        at = first.clock.now()

    async with open_ward(database, at + timedelta(minutes=1)) as second:
        assert second.last(AMINA).startswith("2 of 3"), "shown anew, for this chat has lost the old message"
        assert answers(second) == [("mood", 3)]
        assert unshown(second) == 0
        assert second.buttons(AMINA)[0] == "answer:1:micro.load:1"


async def test_an_alarm_whose_words_could_not_be_shown_is_raised_once(
    database: Database, people: Cast
) -> None:
    async with open_ward(database) as first:
        for user in (AMINA, WORKER):
            await first.text(user, "/help")
        first.box.faults.add("sendMessage", "hang", times=99, chat_id=AMINA)
        await first.box.tap(AMINA, "help")
        await until(lambda: first.ask(lambda s: s.scalar(select(Alert.id))))
        at = first.clock.now()

    async with open_ward(database, at) as second:
        await second.beat()
        assert "000-0000" in second.last(AMINA)
        assert [text for text in second.said(WORKER) if "New alert" in text] == [
            "🔴 New alert, case 1. Please look at once."
        ]
        assert second.ask(lambda s: s.scalar(select(func.count()).select_from(Alert))) == 1


async def test_what_was_stored_but_not_applied_is_applied_after_a_restart(
    database: Database, people: Cast
) -> None:
    message = {
        "message_id": 1,
        "date": 1_772_438_400,
        "chat": {"id": AMINA, "type": "private", "first_name": "Amina"},
        "from": {"id": AMINA, "is_bot": False, "first_name": "Amina", "language_code": "en"},
        "text": "hello",
    }
    row = {"update_id": 900, "chat_key": chat_index(AMINA), "payload": {"update_id": 900, "message": message}}
    async with open_ward(database) as first:
        at = first.clock.now()
    with database.begin() as session:
        assert inbox.store(session, 1000, [row], at) != 0

    async with open_ward(database, at) as second:
        assert "I am a program" in second.last(AMINA)
        assert unshown(second) == 0


@pytest.mark.parametrize("kind", ["502", "drop", "429"])
async def test_an_outage_that_outlasts_all_patience_loses_no_reply(ward: Ward, kind: str) -> None:
    await asked(ward)
    ward.box.faults.add("editMessageText", kind, times=40, retry_after=20)

    await answer(ward, 1, mood=3)

    assert ward.last(AMINA).startswith("2 of 3")
    assert unshown(ward) == 0
    assert ward.ask(lambda s: s.scalar(select(func.count()).where(Heard.dead_at.is_not(None)))) == 0


async def test_a_slow_chat_holds_up_no_other(ward: Ward) -> None:
    await ward.pass_time(seconds=10)
    ward.box.faults.add("sendMessage", "slow", chat_id=AMINA, seconds=0.5)
    before = len(ward.said(OTHER))

    await ward.box.text(AMINA, "hello")
    await ward.box.text(OTHER, "hello")
    waiting = select(Heard.chat_key).where(Heard.shown_at.is_(None))
    await until(lambda: len(ward.said(OTHER)) > before and unshown(ward) == 1)

    assert ward.ask(lambda s: s.scalar(waiting)) == chat_index(AMINA)
    await ward.quiet()
    assert unshown(ward) == 0


async def test_what_was_shown_keeps_its_number_but_not_its_words(ward: Ward) -> None:
    await ward.text(AMINA, "words that nobody else may read")

    rows = ward.ask(lambda s: s.scalars(select(Heard)).all())

    assert {(row.payload, row.reply) for row in rows} == {(None, None)}
    assert len({row.update_id for row in rows}) == len(rows)


async def test_after_a_week_the_numbers_are_forgotten_too(ward: Ward) -> None:
    await ward.pass_time(days=7, minutes=1)

    await ward.bot.tick.retain(ward.clock.now())

    assert ward.ask(lambda s: s.scalar(select(func.count()).select_from(Heard))) == 0
