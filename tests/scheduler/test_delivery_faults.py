"""What Telegram and the network do on a bad day, and what becomes of the messages."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from db import outbox
from db.models import Delivery, Kind
from db.session import Database
from tests.journeys.days import answer, asked, ends, local, state
from tests.journeys.ward import AMINA, OTHER, WORKER, Cast, Ward, open_ward, settle_in

MOOD = "How are you feeling right now?"


def questions(ward: Ward, user: int = AMINA) -> int:
    """How many messages on the phone ask the first question."""
    return sum(MOOD in text for text in ward.said(user))


def the_row(ward: Ward, person: int, kind: Kind = Kind.CHECKIN) -> Delivery:
    """The one delivery of a kind to a person."""
    query = select(Delivery).where(Delivery.person_id == person, Delivery.kind == kind)
    return ward.ask(lambda session: session.scalars(query).one())


async def test_a_flood_wait_is_kept_to_the_second_and_costs_no_try(ward: Ward, people: Cast) -> None:
    ward.box.faults.add("sendMessage", "429", chat_id=AMINA, retry_after=7)
    await asked(ward)
    assert (questions(ward), questions(ward, OTHER)) == (0, 1), "only the one chat is halted"
    await ward.pass_time(seconds=6)
    assert questions(ward) == 0

    await ward.pass_time(seconds=1.1)

    assert questions(ward) == 1
    assert (the_row(ward, people.amina).outcome, the_row(ward, people.amina).attempts) == ("sent", 1)


@pytest.mark.parametrize("kind", ["500", "502", "html"])
async def test_while_telegram_is_down_a_message_waits_and_then_arrives_once(ward: Ward, kind: str) -> None:
    ward.box.faults.add("sendMessage", kind, times=3, chat_id=AMINA)
    await asked(ward)

    for seconds in (3, 11, 61):
        assert questions(ward) == 0
        await ward.pass_time(seconds=seconds)

    assert questions(ward) == 1
    assert ends(ward, Kind.CHECKIN) == ["sent", "sent"]


async def test_a_long_outage_of_telegram_burns_no_message_and_blames_nobody(ward: Ward, people: Cast) -> None:
    ward.box.faults.add("sendMessage", "502", times=1000, chat_id=AMINA)
    await asked(ward)
    for _ in range(15):
        await ward.pass_time(minutes=6)
    assert ends(ward, Kind.CHECKIN, people.amina) == ["pending"]
    ward.box.faults.clear()

    await ward.pass_time(minutes=6)

    assert questions(ward) == 1


async def test_an_alarm_outlives_an_outage_of_any_length(ward: Ward) -> None:
    ward.box.faults.add("sendMessage", "502", times=1000, chat_id=WORKER)
    await ward.tap(AMINA, "help")
    for _ in range(15):
        await ward.pass_time(minutes=6)
    ward.box.faults.clear()

    await ward.pass_time(minutes=6)

    assert set(ends(ward, Kind.ALERT)) == {"sent"}


async def test_what_outlived_its_window_in_an_outage_expires(ward: Ward, people: Cast) -> None:
    ward.box.faults.add("sendMessage", "502", times=1000, chat_id=AMINA)
    await asked(ward)

    await ward.until(local(3, 9, 31))

    assert ends(ward, Kind.CHECKIN, people.amina) == ["expired"]
    assert state(ward, 1) == ("closed", "not_sent")


@pytest.mark.parametrize("kind", ["drop", "drop_after_accept", "cut_json"])
async def test_after_a_lost_answer_the_message_comes_again_at_most_once(ward: Ward, kind: str) -> None:
    ward.box.faults.add("sendMessage", kind, chat_id=AMINA)
    await asked(ward)

    await ward.pass_time(seconds=3)
    await ward.pass_time(hours=1)

    assert questions(ward) == (1 if kind == "drop" else 2)
    assert ends(ward, Kind.CHECKIN) == ["sent", "sent"]


async def test_answers_lost_again_and_again_never_bring_a_third_message(ward: Ward, people: Cast) -> None:
    ward.box.faults.add("sendMessage", "drop_after_accept", times=20, chat_id=AMINA)
    await asked(ward)

    for _ in range(8):
        await ward.pass_time(minutes=6)

    assert questions(ward) == 2
    assert ends(ward, Kind.CHECKIN, people.amina) == ["unknown"]
    await answer(ward, 1, mood=3)
    assert state(ward, 1) == ("opened", None), "it may be on the phone, so its window is open"


async def test_an_alarm_is_repeated_until_telegram_says_that_it_arrived(ward: Ward) -> None:
    ward.box.faults.add("sendMessage", "drop_after_accept", times=3, chat_id=WORKER)
    await ward.tap(AMINA, "help")

    for _ in range(6):
        await ward.pass_time(minutes=1)

    assert sum("case 1" in text for text in ward.said(WORKER)) == 4
    assert ends(ward, Kind.ALERT) == ["sent", "sent"]  # and once more after five minutes, for nobody took it


async def test_an_answer_that_never_comes_is_given_up_and_the_message_comes_again_once(
    sqlite_url: str,
) -> None:
    """A real wait, for as long as the transport has patience; so on one database only."""
    database = Database(sqlite_url)
    with database.begin() as session:
        settle_in(session)
    async with open_ward(database) as ward:
        ward.box.faults.add("sendMessage", "hang_after_accept", chat_id=AMINA)
        await asked(ward)
        await ward.pass_time(seconds=3)

        assert questions(ward) == 2
        assert ends(ward, Kind.CHECKIN) == ["sent", "sent"]
    database.close()


async def test_a_token_that_telegram_refuses_is_not_the_persons_fault(ward: Ward, people: Cast) -> None:
    ward.box.faults.add("sendMessage", "401", chat_id=AMINA)
    await asked(ward)
    assert ends(ward, Kind.CHECKIN, people.amina) == ["pending"]

    await ward.pass_time(seconds=3)

    assert questions(ward) == 1


@pytest.mark.parametrize("restarted", [True, False])
async def test_what_was_in_the_air_when_the_sender_died_is_taken_up(
    ward: Ward, people: Cast, restarted: bool
) -> None:
    await ward.beat()
    await ward.bot.tick.plan(local(2, 19, 30))
    row = the_row(ward, people.amina).id
    ward.change(lambda session: outbox.claim(session, [row], local(2, 19, 30)))
    ward.clock.advance_to(local(2, 19, 30))
    if restarted:
        assert await ward.bot.tick.recover(ward.clock.now(), alone=True) == 1
    await ward.beat()
    assert questions(ward) == (1 if restarted else 0)

    await ward.pass_time(minutes=3)

    assert questions(ward) == 1
    assert ends(ward, Kind.CHECKIN, people.amina) == ["sent"]


async def test_what_is_too_late_is_not_sent_even_if_nobody_has_swept(ward: Ward, people: Cast) -> None:
    await ward.beat()
    await ward.bot.tick.plan(local(2, 19, 30))
    ward.clock.advance_to(local(3, 9, 30) + timedelta(seconds=1))

    await ward.bot.tick.deliver(ward.clock.now())

    assert questions(ward) == 0
    assert ends(ward, Kind.CHECKIN) == ["expired", "expired"]
    assert state(ward, 1) == ("closed", "not_sent")
