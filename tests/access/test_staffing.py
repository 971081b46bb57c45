"""Staff come and go: at once, with what they had in hand, and written down."""

import pytest
from sqlalchemy import select

from db.models import Alert, Asks, Delivery, Enrolment, Kind, Person, Programme, Role, SiteRow, Subscription
from flows import access
from tests import cast
from tests.journeys.days import ends
from tests.journeys.newcomers import NEWCOMER, arrive, say, walk
from tests.journeys.staff import ADMIN, SECOND, an_admin, second_worker
from tests.journeys.staff import arrive as hire
from tests.journeys.ward import AMINA, WORKER, Cast, Ward

LEAD = 2005


async def a_lead(ward: Ward) -> int:
    """Qiao leads the site."""
    return await hire(
        ward, LEAD, "Qiao", lambda session, site, programme, **how: cast.lead(session, site, **how)
    )


def without_codes(ward: Ward) -> None:
    """Let this made-up site need no second factor: other tests are about it."""
    ward.change(lambda s: setattr(s.get_one(SiteRow, 1), "second_factor", False))


def revoke(ward: Ward, person: int) -> None:
    """End somebody's access as the command does."""
    ward.change(lambda s: access.revoke(s, s.get_one(Person, person), actor_id=None, now=ward.clock.now()))


def change_role(ward: Ward, person: int, role: Role, **how: int) -> None:
    """Give somebody another role as the command does."""
    ward.change(
        lambda s: access.change_role(
            s, s.get_one(Person, person), role, actor_id=None, now=ward.clock.now(), **how
        )
    )


async def test_whoever_was_let_go_is_a_stranger_at_their_very_next_act(ward: Ward, people: Cast) -> None:
    await ward.tap(AMINA, "help", forged=True)
    await ward.beat()

    revoke(ward, people.worker)

    for act in (ward.text(WORKER, "/digest"), ward.text(WORKER, "/help"), ward.tap(WORKER, "alert:take:1")):
        await act
        assert ward.last(WORKER) == say("en", "refusal.stranger")
    assert ward.ask(lambda s: s.scalars(select(Alert)).one()).state == "raised"


async def test_what_was_on_its_way_to_them_does_not_leave(ward: Ward, people: Cast) -> None:
    without_codes(ward)
    await ward.text(WORKER, "/digest")
    ward.box.faults.add("sendMessage", "429", chat_id=WORKER, retry_after=60)
    await ward.tap(AMINA, "contact", forged=True)
    shown = len(ward.said(WORKER))

    revoke(ward, people.worker)
    await ward.pass_time(minutes=5)

    assert len(ward.said(WORKER)) == shown
    assert set(ends(ward, Kind.ALERT, people.worker)) == {"cancelled:revoked"}
    assert set(ends(ward, Kind.DIGEST, people.worker)) == {"cancelled:revoked"}


async def test_the_alerts_they_had_ring_with_others(ward: Ward, people: Cast, deeds) -> None:
    second = await second_worker(ward)
    await ward.tap(AMINA, "help", forged=True)
    await ward.beat()
    await ward.tap(WORKER, "alert:take:1")
    rung = len(ward.said(SECOND))

    revoke(ward, people.worker)
    await ward.beat()

    assert ward.said(SECOND)[rung:] == [say("en", "alert.red", number=1)]
    await ward.tap(SECOND, "alert:take:1")
    assert ward.ask(lambda s: s.scalars(select(Alert)).one()).taken_by == second
    assert deeds("revoked") == [(None, "revoked", people.worker, "social_worker")]


async def test_an_alert_that_is_given_back_climbs_from_the_beginning(ward: Ward, people: Cast) -> None:
    """Its steps ring anew, also those that rang before it was taken."""
    await second_worker(ward)
    await ward.tap(AMINA, "help", forged=True)
    await ward.beat()
    await ward.pass_time(minutes=6)
    await ward.tap(WORKER, "alert:take:1")
    revoke(ward, people.worker)
    await ward.beat()
    rung = len(ward.said(SECOND))

    await ward.pass_time(minutes=6)

    assert ward.said(SECOND)[rung:] == [say("en", "alarm.still", number=1)]


async def test_an_alert_that_is_given_back_rings_whoever_is_left_once(ward: Ward, people: Cast) -> None:
    admin = await an_admin(ward)
    await ward.tap(AMINA, "help", forged=True)
    await ward.beat()
    await ward.tap(WORKER, "alert:take:1")

    revoke(ward, people.worker)
    await ward.beat()

    assert ends(ward, Kind.ALERT, admin) == ["sent"]


async def test_an_alert_that_rang_them_alone_rings_whoever_is_left(ward: Ward, people: Cast) -> None:
    admin = await an_admin(ward)
    await ward.tap(AMINA, "help", forged=True)
    await ward.beat()
    assert ends(ward, Kind.ALERT, admin) == []

    revoke(ward, people.worker)
    await ward.beat()

    assert ward.last(ADMIN) == say("en", "alert.red", number=1)


async def test_who_was_let_go_can_be_invited_again(ward: Ward, people: Cast) -> None:
    revoke(ward, people.worker)

    await ward.box.open_link(WORKER, ward.invite(Role.SOCIAL_WORKER))
    await ward.quiet()
    await walk(ward, "join:language:en", "Lin", "join:zone:keep", user=WORKER)

    assert ward.last(WORKER) == say("en", "hello.social_worker")


async def test_a_worker_who_becomes_the_lead_sees_the_site_and_leaves_the_programmes(
    ward: Ward, people: Cast, deeds
) -> None:
    without_codes(ward)

    change_role(ward, people.worker, Role.LEAD)

    places = ward.ask(
        lambda s: s.scalars(select(Enrolment.left_at).where(Enrolment.person_id == people.worker)).all()
    )
    assert None not in places
    await ward.text(WORKER, "/help")
    assert ward.last(WORKER) == say("en", "help.lead")
    await ward.text(WORKER, "/paper C-01")
    assert ward.last(WORKER) == say("en", "refusal.not_for_you")
    assert deeds("role_changed") == [
        (None, "role_changed", people.worker, "social_worker to lead"),
    ]


async def test_a_lead_who_becomes_a_worker_gets_a_place_and_a_digest(ward: Ward) -> None:
    lead = await a_lead(ward)

    change_role(ward, lead, Role.SOCIAL_WORKER)

    found = ward.ask(
        lambda s: (
            s.scalars(select(Enrolment.label).where(Enrolment.person_id == lead)).all(),
            s.scalars(select(Subscription.asks).where(Subscription.person_id == lead)).all(),
        )
    )
    assert found == (["W-02"], [Asks.DIGEST])


async def test_where_there_are_several_programmes_one_must_be_named(ward: Ward) -> None:
    lead = await a_lead(ward)
    second = ward.change(lambda s: cast.programme(s, s.get_one(SiteRow, 1), name="Second").id)

    with pytest.raises(access.NeedsProgramme):
        change_role(ward, lead, Role.MEDICAL_WORKER)
    change_role(ward, lead, Role.MEDICAL_WORKER, programme_id=second)

    assert ward.ask(lambda s: s.get_one(Person, lead)).role == Role.MEDICAL_WORKER


async def test_an_alert_in_hand_goes_back_when_the_new_role_takes_none(ward: Ward, people: Cast) -> None:
    await second_worker(ward)
    await ward.tap(AMINA, "help", forged=True)
    await ward.beat()
    await ward.tap(WORKER, "alert:take:1")

    change_role(ward, people.worker, Role.MEDICAL_WORKER)
    await ward.beat()

    assert ward.last(SECOND) == say("en", "alert.red", number=1)


@pytest.mark.parametrize(("person", "role"), [("amina", Role.ADMIN), ("worker", Role.CAREGIVER)])
async def test_a_family_and_the_staff_never_change_into_each_other(
    ward: Ward, people: Cast, person: str, role: Role
) -> None:
    with pytest.raises(ValueError, match="make an invite"):
        change_role(ward, getattr(people, person), role)


async def test_a_lead_keeps_the_workers_and_neither_herself_nor_the_admins(ward: Ward, people: Cast) -> None:
    without_codes(ward)
    lead, admin = await a_lead(ward), await an_admin(ward)

    await ward.text(LEAD, "/staff")
    assert ward.last(LEAD).splitlines()[1:] == ["Lin: social worker", "Qiao: lead", "Wu: administrator"]
    assert ward.buttons(LEAD) == [f"staff:{people.worker}"]
    for data in (f"staff:{admin}", f"staff:revoke:{admin}:yes", f"staff:role:{people.worker}:admin",
                 f"staff:role:{lead}:admin", f"staff:revoke:{people.amina}:yes"):  # fmt: skip
        await ward.tap(LEAD, data, forged=True)
        assert ward.last(LEAD) == say("en", "refusal.old_button"), data
    assert ward.ask(lambda s: {p.role for p in s.scalars(select(Person))}) == {
        "caregiver", "social_worker", "lead", "admin",
    }  # fmt: skip

    await ward.tap(LEAD, f"staff:{people.worker}", forged=True)
    await ward.tap(LEAD, f"staff:role:{people.worker}:medical_worker")
    assert ward.last(LEAD) == say("en", "staff.done.role", called="Lin", role="medical worker")


async def test_an_admin_ends_an_access_after_being_asked_once(ward: Ward, people: Cast, deeds) -> None:
    without_codes(ward)
    admin = await an_admin(ward)
    await ward.tap(AMINA, "help", forged=True)
    await ward.beat()
    await ward.tap(WORKER, "alert:take:1")

    await ward.tap(ADMIN, f"staff:revoke:{people.worker}", forged=True)
    assert ward.last(ADMIN) == say("en", "staff.sure.revoke", called="Lin")
    await ward.tap(ADMIN, f"staff:revoke:{people.worker}:yes")

    assert ward.said(ADMIN)[-1] == "Lin has no access any more. 1 open alert rings with others."
    assert deeds("revoked") == [(admin, "revoked", people.worker, "social_worker")]
    await ward.beat()
    assert ward.last(ADMIN) == say("en", "alert.red", number=1)


async def test_an_invite_for_staff_opens_once_and_for_three_days(ward: Ward, deeds) -> None:
    token = ward.invite(Role.LEAD, programme_id=None, uses=30)
    await arrive(ward, token)
    await walk(ward, "join:language:en", "Qiao", "join:zone:keep")
    assert ward.last(NEWCOMER) == say("en", "hello.lead")

    await arrive(ward, token, user=3002)
    assert ward.last(3002) == say("en", "invite.used_up")

    late = ward.invite(Role.ADMIN, programme_id=None)
    await ward.pass_time(hours=72)
    await arrive(ward, late, user=3003)
    assert ward.last(3003) == say("en", "invite.expired")
    assert [deed[3] for deed in deeds("invited", "joined")] == ["lead, uses 1", "lead", "admin, uses 1"]


async def test_a_lead_gets_a_digest_of_every_programme_of_the_site(ward: Ward) -> None:
    without_codes(ward)
    await a_lead(ward)

    def open_another(session):
        site = session.get_one(SiteRow, 1)
        cast.caregiver(session, site, cast.programme(session, site, name="Second"), called="Bao")
        cast.programme(session, cast.site(session, name="Far"), name="Third")

    ward.change(open_another)

    await ward.text(LEAD, "/digest")
    await ward.beat()

    assert "2 programmes" in ward.last(LEAD)
    assert "Bao" not in ward.last(LEAD)
    assert ward.ask(
        lambda s: s.scalars(select(Delivery.outcome).where(Delivery.kind == Kind.DIGEST)).all()
    ) == ["sent"]


async def test_a_lead_takes_an_alert_of_any_programme_of_the_site_and_of_no_other(ward: Ward) -> None:
    without_codes(ward)
    lead = await a_lead(ward)

    def alarm(session):
        near, far = session.get_one(SiteRow, 1), cast.site(session, name="Far")
        for site in (near, far):
            programme: Programme = cast.programme(session, site, name="Another")
            cast.alert(session, cast.caregiver(session, site, programme), programme)

    ward.change(alarm)

    await ward.tap(LEAD, "alert:take:1", forged=True)
    await ward.tap(LEAD, "alert:take:2", forged=True)

    assert ward.last(LEAD) == say("en", "refusal.old_button")
    taken = ward.ask(lambda s: [each.taken_by for each in s.scalars(select(Alert).order_by(Alert.id))])
    assert taken == [lead, None]
