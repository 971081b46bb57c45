"""Whom to call, seen without a code: whoever comes next hears of it at once, and may take the alert over."""

from db.models import Alert, Person
from tests import cast
from tests.journeys.days import ends
from tests.journeys.staff import ADMIN, SECOND, an_admin, arrive, second_worker
from tests.journeys.ward import AMINA, WORKER, Cast, Ward

LEAD = 2005
TOLD = "🔴 Case 1: a phone has seen whom to call without a code."


async def taken(ward: Ward) -> None:
    """Lin has Amina's alert, and no session runs."""
    await ward.tap(AMINA, "help", forged=True)
    await ward.beat()
    await ward.tap(WORKER, "alert:take:1")


async def a_lead(ward: Ward) -> int:
    """Qiao leads the team: without a duty for it, the backup."""
    return await arrive(ward, LEAD, "Qiao", lambda s, site, _, **how: cast.lead(s, site, **how))


def told(ward: Ward, user: int) -> int:
    """How often somebody was told."""
    return sum(text.startswith(TOLD) for text in ward.said(user))


async def test_whoever_comes_next_is_told_in_the_same_moment_and_nobody_else(ward: Ward) -> None:
    await a_lead(ward)
    await second_worker(ward)
    await an_admin(ward)
    await taken(ward)

    await ward.tap(WORKER, "alert:now:1")
    await ward.beat()

    assert "Called: Amina" in ward.last(WORKER)
    assert [told(ward, user) for user in (LEAD, SECOND, ADMIN, WORKER)] == [1, 0, 0, 0]
    assert ward.buttons(LEAD) == ["alert:take:1"]
    assert "Amina" not in "".join(ward.said(LEAD))


async def test_without_a_backup_it_goes_on_upwards(ward: Ward) -> None:
    await second_worker(ward)
    await an_admin(ward)
    await taken(ward)

    await ward.tap(WORKER, "alert:now:1")
    await ward.beat()

    assert [told(ward, user) for user in (ADMIN, SECOND)] == [1, 0]


async def test_where_nobody_is_above_a_colleague_is_told(ward: Ward) -> None:
    await second_worker(ward)
    await taken(ward)

    await ward.tap(WORKER, "alert:now:1")
    await ward.beat()

    assert told(ward, SECOND) == 1


async def test_pressed_again_it_rings_nobody_again(ward: Ward) -> None:
    await a_lead(ward)
    await taken(ward)

    for _ in range(2):
        await ward.tap(WORKER, "alert:now:1", forged=True)
        await ward.beat()

    assert told(ward, LEAD) == 1


async def test_one_who_cannot_be_rung_has_the_next_in_their_place(ward: Ward) -> None:
    await a_lead(ward)
    await an_admin(ward)
    await taken(ward)
    await ward.box.block(LEAD)
    ward.change(lambda s: [setattr(each, "unreachable_at", None) for each in s.query(Person)])

    await ward.tap(WORKER, "alert:now:1")
    await ward.beat()
    await ward.beat()

    assert told(ward, ADMIN) == 1


async def test_whoever_was_told_may_take_it_over_at_once(ward: Ward, people: Cast) -> None:
    lead = await a_lead(ward)
    await taken(ward)
    await ward.tap(WORKER, "alert:now:1")
    await ward.beat()

    await ward.tap(LEAD, "alert:take:1")

    alert = ward.ask(lambda s: s.get_one(Alert, 1))
    assert (alert.state, alert.taken_by) == ("taken", lead)
    assert ward.last(LEAD).startswith("Case 1 is yours.")
    await ward.tap(WORKER, "alert:close:1:reached")
    assert ward.last(WORKER) == "Case 1 is with a colleague."
    assert ward.ask(lambda s: s.get_one(Alert, 1).taken_by) == lead


async def test_nobody_else_may_take_it_over_before_its_time(ward: Ward, people: Cast) -> None:
    await a_lead(ward)
    await second_worker(ward)
    await taken(ward)
    await ward.tap(WORKER, "alert:now:1")

    await ward.tap(SECOND, "alert:take:1", forged=True)

    assert ward.ask(lambda s: s.get_one(Alert, 1).taken_by) == people.worker


async def test_with_the_code_nobody_is_told(ward: Ward, code) -> None:
    await a_lead(ward)
    await taken(ward)

    await ward.tap(WORKER, "alert:contact:1")
    await ward.beat()

    assert told(ward, LEAD) == 0


async def test_while_a_session_runs_the_button_needs_nobody_to_be_told(ward: Ward, code, deeds) -> None:
    await a_lead(ward)
    await taken(ward)
    await ward.tap(WORKER, "alert:contact:1")
    await ward.tap(WORKER, "factor:noted")
    await ward.text(WORKER, code())

    await ward.tap(WORKER, "alert:now:1", forged=True)
    await ward.beat()

    assert told(ward, LEAD) == 0
    assert {about for *_, about in deeds("looked")} == {"alert 1"}


async def test_a_ring_that_its_alert_has_outrun_is_not_sent(ward: Ward, people: Cast) -> None:
    lead = await a_lead(ward)
    await taken(ward)
    ward.change(lambda s: setattr(s.get_one(Person, lead), "unreachable_at", None))
    await ward.box.tap(WORKER, data="alert:now:1")
    await ward.quiet()
    ward.change(lambda s: setattr(s.get_one(Alert, 1), "state", "closed"))

    await ward.beat()

    assert told(ward, LEAD) == 0
    assert ends(ward, "alert")[-1] == "skipped:taken"
