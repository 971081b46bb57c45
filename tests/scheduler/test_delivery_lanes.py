"""Many in the air, few in hand: what waits stays in the database; a broken transaction repeats nothing."""

import asyncio
from collections.abc import Callable

import pytest

from bot.wire.sender import Sender
from db.models import Kind, Programme, Role, SiteRow
from flows import broadcast
from scheduler import settling
from scheduler.delivery import LANES, DeliveryLoop
from scheduler.kinds import MANNERS
from scheduler.preparing import look
from scheduler.renderers import RENDERERS
from tests import cast
from tests.journeys.days import asked, ends, local
from tests.journeys.ward import AMINA, OTHER, Cast, Ward, open_ward, settle_in
from tests.scheduler.test_delivery_faults import questions

CROWD = 150


class Broken(RuntimeError):
    """The database is away."""


class Failing:
    """Acts of which chosen ones fail, each time they are counted up to a number of theirs."""

    def __init__(self, ward: Ward, function: Callable[..., object], *numbers: int) -> None:
        self._acts, self._function, self._numbers, self._count = ward.bot.acts, function, numbers, 0

    async def __call__(self, function, /, *args, **kwargs):
        if function is self._function:
            self._count += 1
            if self._count in self._numbers:
                raise Broken
        return await self._acts(function, *args, **kwargs)


async def no_digest(owed, now):
    raise AssertionError("no digest is due")


def loop(ward: Ward, acts, *, pays: bool = False) -> DeliveryLoop:
    """A delivery loop of the ward's bot with other acts."""
    return DeliveryLoop(acts, Sender(ward.bot.app.bot, ward.bot.throttle, ward.clock, pays=pays), no_digest)


async def delivered(ward: Ward, loop: DeliveryLoop) -> None:
    """Let a loop deliver what is due, to its end."""
    delivering = asyncio.ensure_future(loop.deliver(ward.clock.now()))
    await ward._until(delivering.done)
    await delivering


def say(ward: Ward, people: Cast) -> None:
    """Queue a broadcast to the caregivers."""
    how = {"programme_id": people.programme, "role": Role.CAREGIVER, "texts": {"en": "Friday."}}
    ward.change(lambda session: broadcast.queue(session, ward.clock.now(), **how))


def test_every_kind_has_its_manner_and_its_renderer() -> None:
    assert set(MANNERS) == set(RENDERERS) == set(Kind)
    assert all(manner.tries_when_unknown >= 1 for manner in MANNERS.values())


async def test_of_a_great_pile_only_a_handful_waits_in_line(sqlite_database) -> None:
    with sqlite_database.begin() as session:
        people = settle_in(session)
    async with open_ward(sqlite_database) as ward:
        pile_up(ward, people)
        sending = asyncio.ensure_future(ward.bot.tick.deliver(ward.clock.now()))
        most = 0

        def watched() -> bool:
            nonlocal most
            most = max(most, ward.bot.throttle.waiting)
            return most > 0 and len(ends_sent(ward)) >= 40

        await ward._until(watched)
        assert 0 < most <= LANES
        sending.cancel()
        await asyncio.gather(sending, return_exceptions=True)


def pile_up(ward: Ward, people: Cast) -> None:
    """Many families more, and a broadcast to all."""

    def add(session):
        site, group = session.get_one(SiteRow, 1), session.get_one(Programme, 1)
        for user in range(7001, 7001 + CROWD):
            cast.caregiver(session, site, group, label=f"C-{user}", chat=user, language="en")

    for user in range(7001, 7001 + CROWD):
        ward.box.add_person(user_id=user, first_name="Synthetic", language_code="en")
    ward.change(add)
    say(ward, people)


def ends_sent(ward: Ward) -> list[str]:
    """The broadcasts that were sent."""
    return [end for end in ends(ward, Kind.BROADCAST) if end == "sent"]


async def test_an_end_that_cannot_be_written_is_not_sent_again_until_its_lease_is_over(
    ward: Ward, people: Cast
) -> None:
    await ward.beat()
    await ward.bot.tick.plan(local(2, 19, 30))
    ward.clock.advance_to(local(2, 19, 30))

    await delivered(ward, loop(ward, Failing(ward, settling.settle, 1, 2)))
    await ward.beat()

    assert (questions(ward), questions(ward, OTHER)) == (1, 1)
    assert sorted(set(ends(ward, Kind.CHECKIN))) == ["sending"]
    await ward.pass_time(minutes=3)
    assert ends(ward, Kind.CHECKIN) == ["sent", "sent"]
    assert questions(ward) == 2, "nobody could know that it had arrived"


async def test_a_look_that_fails_cuts_off_nothing_that_is_in_the_air(ward: Ward, people: Cast) -> None:
    say(ward, people)

    with pytest.raises(Broken):
        await delivered(ward, loop(ward, Failing(ward, look, 2)))

    assert ends(ward, Kind.BROADCAST) == ["sent", "sent"]


@pytest.mark.parametrize("pays", [True, False])
async def test_who_pays_says_so_to_telegram_and_nobody_else_does(
    ward: Ward, people: Cast, pays: bool
) -> None:
    say(ward, people)

    await delivered(ward, loop(ward, ward.bot.acts, pays=pays))

    calls = [call["params"] for call in ward.box.calls if call["params"].get("text") == "Friday."]
    assert len(calls) == 2
    assert all(("allow_paid_broadcast" in params) == pays for params in calls)


async def test_a_question_to_a_halted_chat_is_put_off_and_holds_no_lane(ward: Ward, people: Cast) -> None:
    ward.box.faults.add("sendMessage", "429", chat_id=AMINA, retry_after=60)
    await asked(ward)
    say(ward, people)

    await ward.beat()
    assert ends(ward, Kind.BROADCAST) == ["pending", "sent"], "the loop did not wait for the chat"

    await ward.pass_time(seconds=61)
    assert ends(ward, Kind.BROADCAST) == ["sent", "sent"]
