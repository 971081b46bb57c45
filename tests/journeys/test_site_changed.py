"""Typed at the machine while the bot runs: families read what a site is now, also in what was waiting."""

import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import time

import pytest

from bot.commands.flags import Hours
from bot.commands.invites import withdraw
from bot.commands.site import Wishes, change
from db import programmes
from db.models import Role
from tests import cast
from tests.journeys.newcomers import (
    NEWCOMER,
    SECOND,
    STEPS,
    arrive,
    known,
    say,
    sure,
    walk,
)
from tests.journeys.ward import AMINA, WORKER, Ward

NOTHING = Wishes(None, None, None, None, None, None, None)
PHONE = "021-5555 0133"


@pytest.fixture(autouse=True)
def _at_the_machine(database_url: str) -> Iterator[None]:
    """The settings of the machine on which the commands are typed: the ward's own database and keys."""
    before = dict(os.environ)
    os.environ.update(RESPITE_DATABASE_URL=database_url, RESPITE_KEYS=cast.KEYS)
    yield
    os.environ.clear()
    os.environ.update(before)


def set_site(ward: Ward, **wishes: object) -> None:
    """`respite site set`, at the hour of the ward."""
    change(None, replace(NOTHING, **wishes), ward.clock.now(), sure=True)  # type: ignore[arg-type]


def take_back(ward: Ward, token: str) -> None:
    """`respite invites withdraw`, at the hour of the ward."""
    invite = ward.ask(lambda session: programmes.invite_of(session, token))
    assert invite is not None
    withdraw(invite.id, ward.clock.now())


async def test_the_next_crisis_card_has_the_new_duty_hours(ward: Ward) -> None:
    await ward.tap(AMINA, "help")
    assert "Before 17:30 today" in ward.last(AMINA)

    set_site(ward, duty_hours=Hours(time(8), time(20)))
    await ward.tap(AMINA, "help")
    assert "Before 20:00 today" in ward.last(AMINA)

    set_site(ward, duty_hours=Hours(time(8), time(15)), duty_days="1357")
    await ward.tap(AMINA, "help")
    assert "Nobody reads messages now" in ward.last(AMINA)
    assert "on Wednesday, 08:00" in ward.last(AMINA)


async def test_the_next_crisis_card_has_the_new_phone(ward: Ward) -> None:
    await ward.tap(AMINA, "help")
    assert PHONE not in ward.last(AMINA)

    set_site(ward, ward_phone=PHONE)
    await ward.tap(AMINA, "help")

    assert PHONE in ward.last(AMINA)


async def test_what_waits_to_be_sent_has_the_new_phone(ward: Ward) -> None:
    set_site(ward, ward_phone="021-5555 0100")
    await arrive(ward, ward.invite(asks_first=True))
    await walk(ward, *STEPS.values())
    await ward.beat()
    await ward.tap(WORKER, "admit:no:1")

    set_site(ward, ward_phone=PHONE)
    await ward.beat()

    assert ward.last(NEWCOMER) == say("en", "admission.no", phone=PHONE)


@pytest.mark.parametrize("asks_first", [False, True], ids=["link", "poster"])
async def test_an_invite_that_was_taken_back_opens_nothing_and_says_what_an_expired_one_says(
    ward: Ward, asks_first: bool
) -> None:
    token = ward.invite(asks_first=asks_first)
    take_back(ward, token)

    for user, language in ((NEWCOMER, "en"), (SECOND, "zh-Hans")):
        await arrive(ward, token, user, speaks=language.lower())
        assert ward.said(user) == [say(language, "invite.expired")]
        assert known(ward, user) is None


async def test_a_link_for_staff_that_was_taken_back_opens_nothing(ward: Ward) -> None:
    token = ward.invite(Role.ADMIN, programme_id=None)
    take_back(ward, token)

    await arrive(ward, token)

    assert ward.last(NEWCOMER) == say("en", "invite.expired")
    assert known(ward) is None


async def test_who_waits_behind_a_poster_that_was_taken_back_is_still_a_workers_to_decide(ward: Ward) -> None:
    token = ward.invite(asks_first=True, cap=5)
    await arrive(ward, token)
    await walk(ward, *STEPS.values())
    await ward.beat()

    take_back(ward, token)
    await ward.tap(WORKER, "admit:yes:1")
    await ward.beat()

    assert sure(ward).standing == "active"
    assert ward.last(WORKER) == "Let in as C-03. They have been told."


@pytest.mark.parametrize(("asks_first", "stands"), [(False, "active"), (True, "waiting")])
async def test_who_had_begun_to_join_goes_on_to_the_end(ward: Ward, asks_first: bool, stands: str) -> None:
    token = ward.invite(asks_first=asks_first)
    await arrive(ward, token)
    await walk(ward, STEPS["language"])

    take_back(ward, token)
    await walk(ward, *list(STEPS.values())[1:])

    assert sure(ward).standing == stands
