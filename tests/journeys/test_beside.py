"""Where nobody can be rung by Telegram, the second channel is called in the same moment and once for it."""

from collections.abc import AsyncIterator

import pytest
from sqlalchemy import select

from db.models import Leave, Page, Person
from flows import access
from tests.journeys.days import local, set_person, set_site
from tests.journeys.second_channel import Desk, Mailbox, listening
from tests.journeys.staff import ADMIN, SECOND, an_admin, second_worker
from tests.journeys.ward import AMINA, WORKER, Cast, Ward

WAITS, SEEN_WITHOUT = "Case 1 waits for somebody", "Case 1: a phone has seen whom to call without a code"


@pytest.fixture
async def called(database, people: Cast) -> AsyncIterator[tuple[Ward, Mailbox, Desk]]:
    """A ward on Tuesday morning, the mailbox of its team, and who takes its webhook."""
    async with listening(database, local(3, 9)) as (ward, mailbox, desk):
        for user in (AMINA, WORKER):
            await ward.text(user, "/help")
        yield ward, mailbox, desk


def mails(mailbox: Mailbox) -> list[str]:
    """The first line of each mail."""
    return [message.get_content().split("\n")[0] for message in mailbox.took]


def outcomes(ward: Ward) -> list[tuple[str, str | None]]:
    """How every call ended, by channel."""
    rows = ward.ask(lambda s: s.execute(select(Page.channel, Page.outcome).order_by(Page.id)).all())
    return [(channel, outcome) for channel, outcome in rows]


async def taken(ward: Ward) -> None:
    """Lin has Amina's alert; the site asks for a code, and she types none."""
    set_site(ward, second_factor=True)
    await ward.tap(AMINA, "help", forged=True)
    await ward.beat()
    await ward.tap(WORKER, "alert:take:1")


@pytest.mark.parametrize("data", ["help", "contact"])
async def test_where_everybody_is_out_of_reach_it_goes_with_the_alert(
    called, people: Cast, data: str
) -> None:
    ward, mailbox, _ = called
    set_person(ward, people.worker, unreachable_at=local(3, 8))

    await ward.tap(AMINA, data, forged=True)
    assert outcomes(ward) == [("mail", None), ("webhook", None)], "owed in the act itself, before any beat"
    await ward.beat()
    await ward.pass_time(seconds=61)
    await ward.pass_time(minutes=2)

    assert len(mails(mailbox)) == 1, "what the ladder asks after a minute is this one"
    assert mails(mailbox)[0].startswith(WAITS)
    assert "could not tell anybody" not in str(ward.said(AMINA))


async def test_where_the_last_one_turns_out_to_have_blocked_it_goes_at_once(called) -> None:
    ward, mailbox, _ = called
    ward.box.faults.add("sendMessage", "403", chat_id=WORKER)

    await ward.tap(AMINA, "help", forged=True)
    await ward.beat()
    assert mails(mailbox) == []
    await ward.pass_time(seconds=2)

    assert len(mails(mailbox)) == 1


async def test_while_somebody_else_can_be_rung_no_mail_goes(called) -> None:
    ward, mailbox, _ = called
    await an_admin(ward)
    ward.box.faults.add("sendMessage", "403", chat_id=WORKER)

    await ward.tap(AMINA, "help", forged=True)
    await ward.beat()
    await ward.pass_time(seconds=2)
    await ward.pass_time(minutes=4)

    assert mails(mailbox) == []


async def test_where_all_are_away_they_are_rung_and_the_mail_goes_too(called, people: Cast) -> None:
    ward, mailbox, _ = called
    today = local(3, 12).date()
    ward.change(lambda s: s.add(Leave(site_id=1, person_id=people.worker, since=today, until=today)))

    await ward.tap(AMINA, "help", forged=True)
    await ward.beat()
    await ward.pass_time(minutes=4)

    assert ward.buttons(WORKER) == ["alert:take:1"], "a holiday is no reason to stay unheard"
    assert len(mails(mailbox)) == 1


async def test_pressed_again_it_is_not_sent_again(called, people: Cast) -> None:
    ward, mailbox, _ = called
    set_person(ward, people.worker, unreachable_at=local(3, 8))

    for _ in range(3):
        await ward.tap(AMINA, "help", forged=True)
        await ward.pass_time(seconds=30)

    assert len(mails(mailbox)) == 1


async def test_whom_to_call_seen_without_a_code_and_nobody_to_tell(called) -> None:
    ward, mailbox, _ = called
    await taken(ward)

    for _ in range(2):
        await ward.tap(WORKER, "alert:now:1", forged=True)
        await ward.beat()

    (text,) = mails(mailbox)
    assert text.startswith(SEEN_WITHOUT)
    assert "Amina" not in mailbox.took[0].as_string()
    assert "有人没输验证码" in mailbox.took[0].get_content()


async def test_who_had_to_be_told_cannot_be_rung_after_all(called) -> None:
    ward, mailbox, _ = called
    await an_admin(ward)
    await taken(ward)
    ward.box.faults.add("sendMessage", "403", chat_id=ADMIN)

    await ward.tap(WORKER, "alert:now:1")
    await ward.beat()
    assert mails(mailbox) == []
    await ward.pass_time(seconds=2)

    assert mails(mailbox)[0].startswith(SEEN_WITHOUT)


async def test_one_of_two_that_can_be_told_is_enough(called) -> None:
    ward, mailbox, _ = called
    await second_worker(ward)
    third = await an_admin(ward)
    set_person(ward, third, role="social_worker")
    ward.change(lambda s: access.places.take(s, s.get_one(Person, third), 1, local(3, 8)))
    await taken(ward)
    ward.box.faults.add("sendMessage", "403", chat_id=ADMIN)

    await ward.tap(WORKER, "alert:now:1")
    await ward.beat()
    await ward.pass_time(seconds=2)

    assert mails(mailbox) == []
    assert SEEN_WITHOUT in str(ward.said(SECOND))


async def test_whoever_had_it_has_gone_and_nobody_is_left(called, people: Cast) -> None:
    ward, mailbox, _ = called
    await taken(ward)

    ward.change(
        lambda s: access.revoke(s, s.get_one(Person, people.worker), actor_id=None, now=ward.clock.now())
    )
    await ward.beat()
    assert [text.startswith(WAITS) for text in mails(mailbox)] == [True]
    await ward.pass_time(seconds=61)
    await ward.pass_time(minutes=2)

    assert len(mails(mailbox)) == 1


async def test_the_family_is_told_where_the_mail_of_this_time_is_refused(called, people: Cast) -> None:
    """What reached Telegram before, when somebody had it, is no comfort now."""
    ward, mailbox, desk = called
    await taken(ward)
    mailbox.refuses += ["451 no"] * 20
    desk.answers += [500] * 20
    ward.box.faults.add("sendMessage", "403", chat_id=WORKER)

    ward.change(
        lambda s: access.revoke(s, s.get_one(Person, people.worker), actor_id=None, now=ward.clock.now())
    )
    for _ in range(4):
        await ward.pass_time(minutes=1)

    assert ward.last(AMINA).startswith("So far we could not tell anybody of the team.")


async def test_nothing_heard_of_it_and_nobody_to_ask(called, people: Cast) -> None:
    ward, mailbox, _ = called
    await taken(ward)
    await ward.until(local(3, 12, 59))
    ward.box.faults.add("sendMessage", "403", chat_id=WORKER)

    await ward.until(local(3, 13, 1))
    await ward.pass_time(seconds=2)

    assert [text.startswith(WAITS) for text in mails(mailbox)] == [True]


async def test_a_site_without_a_second_channel_has_nothing_that_waits(ward: Ward, people: Cast) -> None:
    set_person(ward, people.worker, unreachable_at=local(2, 8))

    await ward.tap(AMINA, "help", forged=True)
    await ward.beat()

    assert outcomes(ward) == [("mail", "skipped:no_channel"), ("webhook", "skipped:no_channel")]
