"""What goes first: an alarm before a pile of questions, and no chat in the way of another."""

import asyncio

from sqlalchemy import select

from db.models import CheckIn, Kind, Person, Priority, Programme, SiteRow
from tests import cast
from tests.journeys.ward import AMINA, WORKER, Cast, Ward

PILE = 60
FIRST = 7001


def pile_up(ward: Ward) -> None:
    """A pile of families whose questions are due now."""
    for user in range(FIRST, FIRST + PILE):
        ward.box.add_person(user_id=user, first_name="Synthetic", language_code="en")

    def add(session):
        site, group = session.get_one(SiteRow, 1), session.get_one(Programme, 1)
        for user in range(FIRST, FIRST + PILE):
            person = cast.caregiver(session, site, group, label=f"C-{user}", chat=user, language="en")
            asked = cast.checkin(session, person, group, progress="planned", sent_at=None, expires_at=None)
            cast.delivery(session, person, subject=f"checkin:{user}", about_id=asked.id)

    ward.change(add)


def an_alarm(ward: Ward, people: Cast, number: int = 1) -> None:
    """An alert that rings now."""

    def add(session):
        amina, worker = session.get_one(Person, people.amina), session.get_one(Person, people.worker)
        group = session.get_one(Programme, people.programme)
        alert = cast.alert(session, amina, group, cause=f"help:{number}")
        cast.delivery(
            session,
            worker,
            kind=Kind.ALERT,
            subject=f"alert:{alert.id}/ring1",
            about_id=alert.id,
            priority=Priority.SAFETY,
            due_at=ward.clock.now(),
        )

    ward.change(add)


def sent_to(ward: Ward, since: int) -> list[int]:
    """Whom the bot has written to, in order."""
    calls = [call for call in ward.box.calls[since:] if call["method"] == "sendMessage" and call["ok"]]
    return [int(call["params"]["chat_id"]) for call in calls]


async def test_an_alarm_goes_before_a_pile_of_questions(ward: Ward, people: Cast) -> None:
    before = len(ward.box.calls)
    pile_up(ward)
    an_alarm(ward, people)

    await ward.beat()

    sent = sent_to(ward, before)
    assert sent.index(WORKER) == 0
    assert sorted(sent[1:]) == list(range(FIRST, FIRST + PILE))


async def test_an_alarm_that_is_raised_in_the_middle_of_a_pile_overtakes_it(ward: Ward, people: Cast) -> None:
    before = len(ward.box.calls)
    pile_up(ward)
    pile = asyncio.ensure_future(ward.bot.tick.deliver(ward.clock.now()))
    await ward._until(lambda: len(sent_to(ward, before)) >= 10)
    an_alarm(ward, people)

    alarm = asyncio.ensure_future(ward.bot.tick.deliver(ward.clock.now()))
    await ward._until(lambda: pile.done() and alarm.done())

    sent = sent_to(ward, before)
    assert 10 <= sent.index(WORKER) <= 16, "a second's worth is 28"
    assert sorted(set(sent)) == [WORKER, *range(FIRST, FIRST + PILE)]
    assert len(sent) == PILE + 1, "called twice at a time, the loop sends nothing twice"


async def test_a_chat_that_telegram_has_halted_is_in_nobodys_way(ward: Ward, people: Cast) -> None:
    """Fifteen alarms for one worker, whose chat takes nothing for five minutes."""
    ward.box.faults.add("sendMessage", "429", times=15, chat_id=WORKER, retry_after=300)
    for number in range(15):
        an_alarm(ward, people, number)
    held = asyncio.ensure_future(ward.bot.tick.deliver(ward.clock.now()))
    for _ in range(200):
        await asyncio.sleep(0.001)
    pile_up(ward)
    before = len(ward.box.calls)

    started = ward.clock.now()
    others = asyncio.ensure_future(ward.bot.tick.deliver(ward.clock.now()))
    await ward._until(lambda: len(sent_to(ward, before)) == PILE)

    assert sorted(sent_to(ward, before)) == list(range(FIRST, FIRST + PILE))
    assert (ward.clock.now() - started).total_seconds() < 30
    ward.box.faults.clear()
    await ward._until(lambda: held.done() and others.done())
    await ward.pass_time(minutes=6)
    assert sum("New alert" in text for text in ward.said(WORKER)) == 15


async def test_the_pile_respects_the_bots_own_pace(ward: Ward) -> None:
    pile_up(ward)
    started = ward.clock.now()

    await ward.beat()

    assert 2.0 <= (ward.clock.now() - started).total_seconds() <= 4.0
    assert set(ward.ask(lambda s: s.scalars(select(CheckIn.progress)).all())) == {"sent"}
    assert ward.last(AMINA)
