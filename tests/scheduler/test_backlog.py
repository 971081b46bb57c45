"""A backlog of any size takes bounded memory, keeps the order of each chat, and crowds nobody out."""

import asyncio

import pytest
from sqlalchemy import select

from bot.wire.backlog import IN_HAND, PER_CHAT, Backlog
from db import dead_letters, inbox
from db.inbox import Waiting
from db.models import Heard
from db.people import chat_index
from tests.journeys.test_unheard_poison import dead
from tests.journeys.ward import AMINA, OTHER, Ward
from tests.scheduler.test_inbox import unshown, until

BOT_ID = 1000


def rows(user: int, numbers: range) -> list[dict[str, object]]:
    """Raw updates of one person, who writes one number after the other."""
    person = {"id": user, "is_bot": False, "first_name": "Amina", "language_code": "en"}
    chat = {"id": user, "type": "private", "first_name": "Amina"}
    return [
        {
            "update_id": number,
            "chat_key": chat_index(user),
            "payload": {
                "update_id": number,
                "message": {
                    "message_id": number, "from": person, "chat": chat, "date": 1772438400, "text": "hello"
                },
            },
        }
        for number in numbers
    ]  # fmt: skip


def row(number: int, chat: bytes = b"amina") -> Waiting:
    return Waiting(number, number, chat, None, None)


def test_one_chat_has_a_handful_in_memory_and_the_rest_stays_in_the_database() -> None:
    backlog = Backlog()

    needs_somebody = [backlog.add(row(number)) for number in range(1, 101)]

    assert needs_somebody == [True] + [False] * 99
    assert backlog.size == PER_CHAT
    assert backlog.left(b"amina") == (PER_CHAT, 100)
    assert backlog.loaded == 100


def test_what_stayed_is_taken_in_by_handfuls_until_nothing_is_left() -> None:
    backlog = Backlog()
    for number in range(1, 31):
        backlog.add(row(number))
    for _ in range(PER_CHAT):
        backlog.done(b"amina")

    backlog.refill(b"amina", [row(number) for number in range(21, 31)], upto=30)

    assert backlog.left(b"amina") is None
    assert backlog.first(b"amina") == row(21)
    assert backlog.size == 10


def test_what_comes_during_the_look_is_looked_for_once_more() -> None:
    backlog = Backlog()
    for number in range(1, 23):
        backlog.add(row(number))
    for _ in range(PER_CHAT):
        backlog.done(b"amina")
    backlog.add(row(23))

    backlog.refill(b"amina", [row(21), row(22)], upto=22)

    assert backlog.left(b"amina") == (22, 23)


async def test_nothing_is_loaded_while_all_of_them_have_their_fill() -> None:
    backlog = Backlog()
    for number in range(IN_HAND):
        backlog.add(row(number, b"%d" % number))

    with pytest.raises(TimeoutError):
        await asyncio.wait_for(backlog.room(), 0.01)
    backlog.done(b"7")
    await asyncio.wait_for(backlog.room(), 1)


async def test_a_flood_from_one_chat_is_shown_whole_and_in_order_with_few_in_memory(ward: Ward) -> None:
    flood, others = rows(AMINA, range(901, 991)), rows(OTHER, range(991, 993))
    ward.change(lambda session: inbox.store(session, BOT_ID, [*flood, *others], ward.clock.now()))
    order: list[int] = []
    most = 0

    await ward.bot.dispatcher.look_again()
    async with asyncio.TaskGroup() as group:
        resting = group.create_task(ward.quiet())
        while not resting.done():
            most = max(most, ward.bot.dispatcher.in_hand)
            order += [number for number in shown_ones(ward) if number not in order]
            await asyncio.sleep(0.005)

    assert unshown(ward) == 0
    assert PER_CHAT <= most <= PER_CHAT + len(others)
    of_amina = [number for number in order if number in range(901, 991)]
    assert of_amina == sorted(of_amina)
    assert sum("program" in text for text in ward.said(AMINA)) == 90


def shown_ones(ward: Ward) -> list[int]:
    """The numbers of the flood that have been shown so far."""
    shown = select(Heard.update_id).where(Heard.shown_at.is_not(None), Heard.update_id > 900)
    return list(ward.ask(lambda session: session.scalars(shown).all()))


async def test_a_dead_letter_that_is_tried_again_is_taken_up_by_the_bot_at_work(ward: Ward) -> None:
    ward.box.faults.add(method="sendMessage", kind="400", times=5, description="Bad Request: our own bug")
    await ward.text(AMINA, "/help")
    assert len(dead(ward)) == 1
    before = len(ward.said(AMINA))

    ward.change(lambda session: dead_letters.retry(session, None))
    await ward.bot.dispatcher.look_again()
    await ward.quiet()

    assert dead(ward) == []
    assert unshown(ward) == 0
    assert len(ward.said(AMINA)) == before + 1


async def test_a_dead_letter_is_taken_up_while_another_chat_is_at_work(ward: Ward) -> None:
    ward.box.faults.add(method="sendMessage", kind="400", times=5, description="Bad Request: our own bug")
    await ward.text(AMINA, "/help")
    await ward.pass_time(minutes=1)
    ward.change(lambda session: dead_letters.retry(session, None))
    ward.box.faults.add(method="sendMessage", kind="slow", times=1, chat_id=OTHER, seconds=0.6)
    before = len(ward.said(AMINA))

    await ward.box.text(OTHER, "/help")
    await until(lambda: ward.bot.dispatcher.in_hand == 1)
    await ward.bot.dispatcher.look_again()
    await until(lambda: len(ward.said(AMINA)) == before + 1)
    assert ward.bot.dispatcher.in_hand >= 1, "the other chat is still at work"

    await ward.quiet()
    assert unshown(ward) == 0


async def test_a_row_number_that_is_used_anew_is_heard_all_the_same(ward: Ward) -> None:
    await ward.text(AMINA, "/help")
    await ward.pass_time(days=8)
    await ward.bot.tick.retain(ward.clock.now())  # SQLite begins again at 1 once the table is empty

    await ward.text(AMINA, "/help")

    assert unshown(ward) == 0


async def test_a_dead_letter_that_was_dropped_is_as_good_as_shown(ward: Ward) -> None:
    ward.box.faults.add(method="sendMessage", kind="400", times=5, description="Bad Request: our own bug")
    await ward.text(AMINA, "/help")

    assert ward.change(lambda session: dead_letters.drop(session, None, ward.clock.now())) == 1
    await ward.bot.dispatcher.look_again()
    await ward.quiet()

    assert (dead(ward), unshown(ward)) == ([], 0)
    with ward.database.read() as session:
        left = session.connection().exec_driver_sql("SELECT count(payload), count(reply) FROM inbox").one()
    assert tuple(left) == (0, 0)
    await ward.pass_time(days=8)
    await ward.bot.tick.retain(ward.clock.now())
    with ward.database.read() as session:
        assert session.connection().exec_driver_sql("SELECT count(*) FROM inbox").scalar() == 0
