"""The digest on its way: Monday at eight, on request, and after a failure."""

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime
from multiprocessing import active_children

import pytest

from bot.wire.sender import Sender
from content.message import Message
from db.deliveries import Owed
from db.models import Asks, Kind, Person, Programme
from db.session import Database
from scheduler.tick import Tick
from tests import cast
from tests.journeys.days import answer, asked, ends, local, set_person, set_site
from tests.journeys.ward import AMINA, WORKER, Cast, Ward, open_ward, settle_in


def subscribe(ward: Ward, people: Cast) -> None:
    """Lin is sent a digest each week, as joining leaves it."""

    def add(session):
        worker, group = session.get_one(Person, people.worker), session.get_one(Programme, people.programme)
        cast.subscription(session, worker, group, asks=Asks.DIGEST, battery=None, next_day=None)

    ward.change(add)


@pytest.fixture
async def alone(sqlite_url: str) -> AsyncIterator[tuple[Ward, Cast]]:
    """A ward on one kind of database, for what takes seconds of real time and knows no database."""
    database = Database(sqlite_url)
    with database.begin() as session:
        people = settle_in(session)
    async with open_ward(database) as ward:
        for user in (AMINA, WORKER):
            await ward.text(user, "/help")
        yield ward, people
    database.close()


async def test_it_comes_on_monday_at_eight_and_on_request_with_the_page_where_the_site_wants_it(
    ward: Ward, people: Cast
) -> None:
    subscribe(ward, people)
    await asked(ward)
    await answer(ward, 1, mood=3, load=2, contact=0)
    shown = len(ward.said(WORKER))
    await ward.until(local(9, 7, 59))
    assert len(ward.said(WORKER)) == shown

    await ward.until(local(9, 8))

    assert len(ward.said(WORKER)) == shown + 1
    assert ward.last(WORKER).startswith("Week 10 · Mar 2 – 8")
    assert "1 of 2" in ward.last(WORKER)
    assert "document" not in ward.box.chat(WORKER)[-1]
    assert ends(ward, Kind.DIGEST) == ["sent"]

    set_site(ward, pdf_by_chat=True)
    await ward.text(WORKER, "/digest")
    assert ward.last(WORKER) == "It is being prepared and comes in a moment."
    await ward.beat()

    document = ward.box.chat(WORKER)[-1]["document"]
    assert document["file_name"] == "digest-2026-W11.pdf"
    assert document["mime_type"] == "application/pdf"
    assert "Amina" not in ward.last(WORKER)
    assert ends(ward, Kind.DIGEST) == ["sent", "sent"]


async def test_asked_for_at_night_it_comes_at_once(alone: tuple[Ward, Cast]) -> None:
    ward, _ = alone
    await ward.until(local(3, 3))

    await ward.text(WORKER, "/digest")
    await ward.beat()

    assert ends(ward, Kind.DIGEST) == ["sent"]


async def test_a_digest_that_cannot_be_composed_now_is_put_off_and_comes_later(
    alone: tuple[Ward, Cast],
) -> None:
    ward, people = alone
    await ward.text(WORKER, "/digest")
    set_person(ward, people.worker, role="caregiver")
    await ward.beat()
    assert ends(ward, Kind.DIGEST) == ["pending"]
    set_person(ward, people.worker, role="social_worker")

    await ward.pass_time(seconds=3)

    assert ends(ward, Kind.DIGEST) == ["sent"]


async def test_a_digest_in_the_making_holds_up_no_alarm(alone: tuple[Ward, Cast]) -> None:
    ward, _ = alone
    made = asyncio.Event()

    async def slowly(owed: Owed, now: datetime) -> Message:
        await made.wait()
        return Message("The digest.")

    tick = Tick(ward.bot.acts, Sender(ward.bot.app.bot, ward.bot.throttle, ward.clock), slowly)
    await ward.text(WORKER, "/digest")
    digest = asyncio.ensure_future(tick.deliver(ward.clock.now()))
    await ward.tap(AMINA, "help")

    alarm = asyncio.ensure_future(tick.deliver(ward.clock.now()))
    await ward._until(alarm.done)

    assert (ends(ward, Kind.ALERT), ends(ward, Kind.DIGEST)) == (["sent"], ["pending"])
    made.set()
    await ward._until(digest.done)
    assert ends(ward, Kind.DIGEST) == ["sent"]


async def test_a_digest_whose_child_is_killed_comes_from_a_new_child(alone: tuple[Ward, Cast]) -> None:
    """Whoever runs out of memory kills the child; the row is put back, and the bot goes on."""
    ward, _ = alone
    await ward.text(WORKER, "/digest")
    digest = asyncio.ensure_future(ward.bot.tick.deliver(ward.clock.now()))
    await ward._until(lambda: bool(active_children()))
    for child in active_children():
        child.kill()
    await ward._until(digest.done)
    assert ends(ward, Kind.DIGEST) == ["pending"]

    await ward.pass_time(minutes=10)

    assert ends(ward, Kind.DIGEST) == ["sent"]
