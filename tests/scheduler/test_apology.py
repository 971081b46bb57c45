"""The apology for an update that was set aside is owed like any word: a crash or an outage delays it."""

from datetime import timedelta

from db.session import Database
from tests.journeys.newcomers import say
from tests.journeys.test_unheard_poison import UNREADABLE, dead, message
from tests.journeys.ward import AMINA, Cast, Ward, open_ward
from tests.scheduler.test_inbox import unshown, until


async def test_an_outage_during_the_apology_delays_it(ward: Ward) -> None:
    ward.box.faults.add("sendMessage", "502", times=6, chat_id=AMINA)

    await ward.box.push(message(AMINA, **UNREADABLE))
    await ward.quiet()

    assert ward.said(AMINA)[-1] == say("en", "broken.sorry")
    assert len(dead(ward)) == 1


async def test_an_apology_that_a_crash_interrupts_is_said_after_the_next_start(
    database: Database, people: Cast
) -> None:
    async with open_ward(database) as first:
        await first.text(AMINA, "/help")
        first.box.faults.add("sendMessage", "hang", times=1, chat_id=AMINA)
        await first.box.push(message(AMINA, **UNREADABLE))
        for _ in range(4):  # let the pauses between the attempts pass
            await until(lambda: first.clock.next_wake() is not None)
            first.clock.advance_to(first.clock.next_wake() or first.clock.now())
        await until(lambda: first.bot.throttle.busy)
        assert (dead(first), unshown(first)) == ([], 1)
        at = first.clock.now()

    async with open_ward(database, at + timedelta(minutes=1)) as second:
        assert second.said(AMINA)[-1] == say("en", "broken.sorry")
        assert len(dead(second)) == 1
