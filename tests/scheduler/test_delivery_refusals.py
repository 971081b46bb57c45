"""What Telegram refuses for good: the worker hears of a chat that is shut, a moved one is followed, our own
faults in the markup cost nobody their message."""

import logging
from datetime import timedelta

import pytest
from telegram.error import ChatMigrated

from bot.wire.sender import meaning
from content.message import Button, Message
from db import deliveries, outbox
from db.models import Delivery, Kind, Person, Role, SiteRow
from flows import broadcast
from handlers.render import render_plainly
from scheduler.settling import Ended, Outcome, settle
from tests import cast
from tests.journeys.days import asked, ends, local, set_person
from tests.journeys.ward import AMINA, OTHER, WORKER, Cast, Ward

SHUT = "C-01 cannot be reached here any more"


def told(ward: Ward) -> int:
    """How often the worker was told that Amina cannot be reached."""
    return sum(SHUT in text for text in ward.said(WORKER))


async def test_a_worker_is_told_once_that_a_family_cannot_be_reached(ward: Ward, people: Cast) -> None:
    ward.box.faults.add("sendMessage", "403", chat_id=AMINA)
    await asked(ward)
    assert ends(ward, Kind.CHECKIN, people.amina) == ["failed:blocked"]

    await ward.pass_time(seconds=1)
    await ward.until(local(5, 19, 30))

    assert told(ward) == 1
    assert ends(ward, Kind.CHECKIN, people.amina)[-1] == "skipped:unreachable"
    assert not any("Amina" in text for text in ward.said(WORKER))


async def test_what_is_too_large_is_refused_and_not_taken_for_lost(ward: Ward, people: Cast) -> None:
    ward.box.faults.add("sendMessage", "413", chat_id=AMINA)
    await asked(ward)

    assert ends(ward, Kind.CHECKIN, people.amina) == ["failed:too_large"]
    assert told(ward) == 0


async def test_whoever_writes_again_and_is_lost_again_is_told_of_again(ward: Ward, people: Cast) -> None:
    for _ in range(2):
        await ward.box.block(AMINA)
        await ward.quiet()
        await ward.pass_time(minutes=1)
        await ward.box.unblock(AMINA)
        await ward.quiet()
        await ward.text(AMINA, "/help")

    assert told(ward) == 2


async def test_at_night_the_worker_sleeps_and_of_who_is_back_by_morning_nothing_is_told(
    ward: Ward, people: Cast
) -> None:
    await ward.until(local(2, 22, 0))
    await ward.box.block(AMINA)
    await ward.quiet()
    await ward.box.block(OTHER)
    await ward.quiet()
    await ward.pass_time(minutes=1)
    assert "cannot be reached" not in ward.last(WORKER)
    await ward.box.unblock(AMINA)
    await ward.quiet()

    await ward.until(local(3, 7, 30))

    assert told(ward) == 0
    assert sum("C-02 cannot be reached" in text for text in ward.said(WORKER)) == 1
    assert ends(ward, Kind.UNREACHABLE) == ["skipped:reachable", "sent"]


async def test_of_whoever_stopped_nothing_is_told(ward: Ward, people: Cast) -> None:
    set_person(ward, people.amina, standing="stopped")

    await ward.box.block(AMINA)
    await ward.quiet()
    await ward.pass_time(minutes=1)

    assert ends(ward, Kind.UNREACHABLE) == []


async def test_of_a_worker_the_site_hears_if_nobody_else_is_there(ward: Ward, people: Cast) -> None:
    ward.box.add_person(user_id=3001, first_name="Wu", language_code="en")
    ward.change(lambda s: cast.admin(s, s.get_one(SiteRow, 1), chat=3001, language="en").id)

    await ward.box.block(WORKER)
    await ward.quiet()
    await ward.pass_time(minutes=1)

    assert any("W-01 cannot be reached" in text for text in ward.said(3001))


async def test_markup_that_telegram_cannot_read_is_logged_and_sent_once_without(
    ward: Ward, people: Cast, caplog: pytest.LogCaptureFixture
) -> None:
    def queue(session):
        how = {"programme_id": people.programme, "role": Role.CAREGIVER}
        broadcast.queue(session, ward.clock.now(), texts={"en": "<b>Friday</b> at <i>ten, 2 &lt; 3"}, **how)

    ward.change(queue)
    with caplog.at_level(logging.ERROR):
        await ward.beat()

    assert ward.last(AMINA) == ward.last(OTHER) == "Friday at ten, 2 < 3"
    assert ends(ward, Kind.BROADCAST) == ["sent", "sent"]
    assert ["markup" in record.message for record in caplog.records] == [True, True]
    assert "Friday" not in caplog.text


async def test_what_is_refused_without_markup_too_has_failed(ward: Ward, people: Cast) -> None:
    words = "Bad Request: can't parse entities: unexpected end tag"
    ward.box.faults.add("sendMessage", "400", times=2, chat_id=AMINA, description=words)

    await asked(ward)

    assert ends(ward, Kind.CHECKIN, people.amina) == ["failed:bad_request"]
    assert len([call for call in ward.box.calls if call["params"].get("chat_id") == str(AMINA)]) >= 2


def test_without_markup_the_words_stay_and_so_do_the_buttons() -> None:
    message = Message('<b>A</b> <a href="https://t.me">B</a> 1 < 2 &amp; <Amina>', ((Button("x", "y"),),))

    plain = render_plainly(message)

    assert plain["text"] == "A B 1 < 2 & <Amina>"
    assert plain["parse_mode"] is None
    assert plain["reply_markup"].inline_keyboard[0][0].callback_data == "y"


def test_a_moved_chat_is_followed_and_the_message_is_tried_there(database) -> None:
    with database.begin() as session:
        site = cast.site(session)
        person = cast.caregiver(session, site, cast.programme(session, site))
        row = cast.delivery(session, person)
        owed = deliveries.due(session, cast.MONDAY, 1)[0]
        outbox.claim(session, [row.id], cast.MONDAY)

        settle(session, [Ended(owed, meaning(ChatMigrated(-1009)), cast.MONDAY)])

    with database.begin() as session:
        assert session.get_one(Person, person.id).chat == "-1009"
        again = deliveries.due(session, cast.MONDAY, 1)
        assert [(each.id, each.chat) for each in again] == [(row.id, "-1009")]


def test_a_chat_that_moves_for_ever_is_given_up(database) -> None:
    with database.begin() as session:
        site = cast.site(session)
        person = cast.caregiver(session, site, cast.programme(session, site))
        row = cast.delivery(session, person, attempts=9)
        owed = deliveries.due(session, cast.MONDAY, 1)[0]
        outbox.claim(session, [row.id], cast.MONDAY)

        settle(session, [Ended(owed, Outcome("moved", chat=-1009), cast.MONDAY)])

        row = session.get_one(Delivery, row.id, populate_existing=True)
        assert row.outcome == "failed:moved"


async def test_what_follows_from_a_send_may_fail_and_the_send_stands(ward: Ward, people: Cast) -> None:
    """The zone is one that nobody knows, so no hour for a reminder can be found."""
    await ward.beat()
    await ward.bot.tick.plan(local(2, 19, 30))
    row = ward.ask(lambda session: deliveries.due(session, local(2, 19, 30), 1))[0]
    set_person(ward, people.amina, zone="Nowhere/At_all")

    def end(session):
        outbox.claim(session, [row.id], local(2, 19, 30))
        settle(session, [Ended(row, Outcome("sent", message_id=5), local(2, 19, 30))])

    ward.change(end)

    set_person(ward, people.amina, zone="Asia/Shanghai")
    await ward.until(local(2, 19, 30) + timedelta(minutes=10))
    assert ends(ward, Kind.CHECKIN, people.amina) == ["sent"]
    assert not any("How are you feeling" in text for text in ward.said(AMINA)), "it is not sent again"
