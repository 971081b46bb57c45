"""Invites: what opens the door, what does not and why, and what a token never does."""

import asyncio
from datetime import timedelta

from sqlalchemy import func, select

from db.models import Enrolment, Person, Role, SiteRow
from db.session import Session
from tests import cast
from tests.journeys.newcomers import (
    NEWCOMER,
    SECOND,
    STEPS,
    answers,
    arrive,
    known,
    say,
    sure,
    uses_left,
    walk,
)
from tests.journeys.ward import AMINA, STRANGER, WORKER, Ward

CLOSED = ("invite.unknown", "invite.expired", "invite.used_up")


def another_programme(ward: Ward) -> int:
    """A second programme at the same site."""
    return ward.change(lambda s: cast.programme(s, s.get_one(SiteRow, 1), name="Autumn group").id)


def another_site(ward: Ward) -> tuple[int, int]:
    """A second site with a programme: their ids."""

    def build(session: Session) -> tuple[int, int]:
        site = cast.site(session, name="Another ward", language="en")
        return site.id, cast.programme(session, site).id

    return ward.change(build)


async def test_without_an_invite_the_door_stays_closed_and_says_what_to_do(ward: Ward) -> None:
    said = await answers(ward, STRANGER, ward.text(STRANGER, "/start"))

    assert said == [say("en", "refusal.stranger")]
    assert "Please ask for one; if it is urgent, go to the nurse." in said[0]
    assert known(ward, STRANGER) is None


async def test_an_invite_that_opens_nothing_says_why(ward: Ward) -> None:
    tokens = ["not-an-invite", ward.invite(lasts=timedelta(hours=1)), ward.invite(uses=0)]
    await ward.pass_time(hours=1)
    for user, language in ((NEWCOMER, "en"), (SECOND, "zh-Hans")):
        ward.box.add_person(user_id=user, first_name="Grace", language_code=language.lower())
        said = [(await answers(ward, user, ward.text(user, f"/start {token}"))) for token in tokens]

        assert said == [[say(language, key)] for key in CLOSED]
        assert known(ward, user) is None


async def test_an_invite_is_good_until_its_last_moment_and_for_each_of_its_uses(ward: Ward) -> None:
    token = ward.invite(uses=2, lasts=timedelta(hours=1))
    await ward.pass_time(minutes=59)

    await arrive(ward, token)
    await arrive(ward, token, user=SECOND)

    assert uses_left(ward) == [0]
    assert (sure(ward).standing, sure(ward, SECOND).standing) == ("joining", "joining")


async def test_of_two_people_racing_for_the_last_use_exactly_one_gets_in(ward: Ward) -> None:
    token = ward.invite(uses=1)
    for user in (NEWCOMER, SECOND):
        ward.box.add_person(user_id=user, first_name="Grace", language_code="en")

    await asyncio.gather(*(ward.box.open_link(user, token) for user in (NEWCOMER, SECOND)))
    await ward.quiet()

    said = sorted(ward.last(user) for user in (NEWCOMER, SECOND))
    assert said == sorted([say("en", "invite.used_up"), say("en", "join.language")])
    assert [known(ward, user) is None for user in (NEWCOMER, SECOND)].count(True) == 1
    assert uses_left(ward) == [0]


async def test_two_who_finish_at_the_same_moment_get_a_label_each(ward: Ward) -> None:
    for user in (NEWCOMER, SECOND):
        await arrive(ward, ward.invite(), user)
        await walk(ward, *list(STEPS.values())[:-1], user=user)

    await asyncio.gather(*(ward.box.tap(user, data="join:shared:no") for user in (NEWCOMER, SECOND)))
    await ward.quiet()

    labels = ward.ask(
        lambda s: s.scalars(select(Enrolment.label).where(Enrolment.role == Role.CAREGIVER)).all()
    )
    assert sorted(labels) == ["C-01", "C-02", "C-03", "C-04"]
    assert all("All set" in ward.last(user) for user in (NEWCOMER, SECOND))


async def test_an_invite_to_elsewhere_says_so_to_somebody_who_is_in(ward: Ward) -> None:
    site, there = another_site(ward)
    tokens = {
        "invite.already_in": ward.invite(programme_id=another_programme(ward)),
        "invite.other_role": ward.invite(Role.SOCIAL_WORKER),
        "invite.unknown": "not-an-invite",
    }
    for key, token in tokens.items():
        assert await answers(ward, AMINA, ward.text(AMINA, f"/start {token}")) == [say("en", key)]
    abroad = ward.invite(site_id=site, programme_id=there)
    assert await answers(ward, AMINA, ward.text(AMINA, f"/start {abroad}")) == [
        say("en", "invite.already_in")
    ]

    assert uses_left(ward) == [30, 1, 30]
    places = select(func.count()).select_from(Enrolment).where(Enrolment.person_id == sure(ward, AMINA).id)
    assert ward.ask(lambda s: s.scalar(places)) == 1


async def test_an_invite_to_elsewhere_says_so_to_somebody_who_is_joining(ward: Ward) -> None:
    await arrive(ward, ward.invite())
    await walk(ward, STEPS["language"], STEPS["consent"])
    elsewhere = ward.invite(programme_id=another_programme(ward))

    said = await answers(ward, NEWCOMER, ward.text(NEWCOMER, f"/start {elsewhere}"))

    assert said == [f"{say('en', 'invite.already_in')}\n\n{say('en', 'join.called')}"]
    assert uses_left(ward) == [29, 30]


async def test_ones_own_invite_is_recognised_even_when_it_is_used_up_and_over(ward: Ward) -> None:
    token = ward.invite(uses=1, lasts=timedelta(hours=1))
    await arrive(ward, token)
    await walk(ward, *STEPS.values())
    await ward.pass_time(hours=2)

    said = await answers(ward, NEWCOMER, ward.text(NEWCOMER, f"/start {token}"))

    assert said == [say("en", "hello.caregiver")]


async def test_a_token_never_appears_in_what_the_bot_says(ward: Ward) -> None:
    tokens = [
        ward.invite(),
        ward.invite(uses=0),
        ward.invite(Role.ADMIN, programme_id=None),
        "madeUpToken-123",
    ]
    await arrive(ward, tokens[0])
    await walk(ward, *STEPS.values())
    for user in (NEWCOMER, AMINA, WORKER, STRANGER):
        for token in tokens:
            await ward.text(user, f"/start {token}")
            await ward.text(user, token)

    said = [text for user in (NEWCOMER, AMINA, WORKER, STRANGER) for text in ward.said(user)]
    calls = [str(call["params"]) for call in ward.box.calls if call["method"] != "getUpdates"]
    assert len(said) > 24
    assert [token for token in tokens for text in (*said, *calls) if token in text] == []


async def test_whose_telegram_speaks_neither_language_begins_in_that_of_the_site(ward: Ward) -> None:
    site, programme = another_site(ward)

    await arrive(ward, ward.invite(site_id=site, programme_id=programme), speaks="de")

    assert sure(ward).language == "en"
    assert (
        ward.ask(lambda s: s.scalar(select(Person.zone).where(Person.id == sure(ward).id))) == "Asia/Shanghai"
    )
