"""Staff come in by three steps: language, name, zone."""

import pytest
from sqlalchemy import select

from db.models import Consent, Enrolment, Role, Subscription
from tests.journeys.newcomers import NEWCOMER, answers, arrive, say, sure, walk
from tests.journeys.ward import Ward

PATH = ("join:language:en", "Dr. <Wu> & sons", "join:zone:keep")


@pytest.mark.parametrize(
    ("role", "programme", "labels", "asks"),
    [
        (Role.SOCIAL_WORKER, 1, ["W-02"], ["digest"]),
        (Role.MEDICAL_WORKER, 1, ["M-01"], []),
        (Role.ADMIN, None, [], []),
    ],
)
async def test_staff_come_in_by_three_steps_to_their_own_welcome(
    ward: Ward, role: Role, programme: int | None, labels: list[str], asks: list[str]
) -> None:
    token = ward.invite(role, programme_id=programme)
    await arrive(ward, token)
    await walk(ward, *PATH)

    assert ward.last(NEWCOMER) == say("en", f"hello.{role}")
    person = sure(ward)
    assert (person.role, person.standing, person.called) == (role, "active", "Dr. <Wu> & sons")
    found = ward.ask(
        lambda s: [
            s.scalars(select(column).where(column.class_.person_id == person.id)).all()
            for column in (Enrolment.label, Subscription.asks, Consent.version)
        ]
    )
    assert found == [labels, asks, []]
    assert await answers(ward, NEWCOMER, ward.text(NEWCOMER, f"/start {token}")) == [
        say("en", f"hello.{role}")
    ]


async def test_staff_may_write_their_city_as_the_last_step(ward: Ward) -> None:
    await arrive(ward, ward.invite(Role.SOCIAL_WORKER), speaks="zh-hans")

    await walk(ward, "join:language:zh-Hans", "林", "伦敦")

    assert ward.last(NEWCOMER) == say("zh-Hans", "hello.social_worker")
    assert (sure(ward).zone, sure(ward).standing) == ("Europe/London", "active")


async def test_the_first_digest_comes_on_monday_at_eight_where_the_worker_is(ward: Ward) -> None:
    await arrive(ward, ward.invite(Role.SOCIAL_WORKER))
    await walk(ward, "join:language:en", "Wu", "London")
    await ward.beat()

    person = sure(ward)
    next_at = ward.ask(
        lambda s: s.scalar(select(Subscription.next_at).where(Subscription.person_id == person.id))
    )
    assert next_at is not None
    assert next_at.isoformat() == "2026-03-09T08:00:00+00:00"


async def test_a_worker_who_is_still_joining_gets_no_digest(ward: Ward) -> None:
    await arrive(ward, ward.invite(Role.SOCIAL_WORKER))
    await walk(ward, "join:language:en")

    said = await answers(ward, NEWCOMER, ward.text(NEWCOMER, "/digest"))

    assert said == [f"{say('en', 'help.joining')}\n\n{say('en', 'join.called_staff')}"]
