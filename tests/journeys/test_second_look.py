"""An alert is closed without contact only where a second person agrees, by name."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from db import alerts
from db.models import Alert, AuditEvent
from tests import cast
from tests.journeys.staff import ADMIN, ELSEWHERE, SECOND, an_admin, arrive, second_worker, worker_elsewhere
from tests.journeys.ward import AMINA, WORKER, Cast, Ward

CLOSE = "alert:close:1:no_contact_needed"
LEAD = 2005


def the_alert(ward: Ward) -> Alert:
    """Case 1."""
    return ward.ask(lambda s: s.get_one(Alert, 1))


def written_down(ward: Ward) -> list[tuple[int | None, int | None, str]]:
    """What the audit record says of closing without contact."""
    query = select(AuditEvent).where(AuditEvent.act == "closed_unseen").order_by(AuditEvent.id)
    return ward.ask(lambda s: [(each.actor_id, each.person_id, each.about) for each in s.scalars(query)])


async def asked(ward: Ward) -> None:
    """Lin has Amina's alert and would close it without contact."""
    await ward.tap(AMINA, "help")
    await ward.beat()
    await ward.tap(WORKER, "alert:take:1")
    await ward.tap(WORKER, CLOSE)
    await ward.beat()


async def test_without_contact_it_stays_open_until_a_second_person_agrees(ward: Ward, people: Cast) -> None:
    mei = await second_worker(ward)
    await asked(ward)

    alert = the_alert(ward)
    assert (alert.state, alert.closed_as) == ("taken", None)
    assert "A second person has to agree" in ward.last(WORKER)
    assert ward.last(SECOND).startswith("Case 1: a colleague would close it without contact.")
    assert ward.buttons(SECOND) == ["alert:second:1:look"]

    await ward.tap(SECOND, "alert:second:1:look")
    assert ward.last(SECOND).splitlines() == [
        "Lin would close case 1 without having been in contact.",
        "Pressed “I need help now”.",
        "Case label: C-01",
    ]
    await ward.tap(SECOND, "alert:second:1:agree")

    alert = the_alert(ward)
    assert (alert.state, alert.closed_as, alert.taken_by) == ("closed", "no_contact_needed", people.worker)
    said = ward.ask(lambda s: [(each.kind, each.author_id) for each in alerts.notes(s, 1)])
    assert said == [("asked_close", people.worker), ("agreed", mei)]
    assert written_down(ward) == [
        (people.worker, people.amina, "alert 1, asked for"),
        (mei, people.amina, "alert 1, agreed to"),
    ]


async def test_who_has_it_can_never_be_the_second_person(ward: Ward) -> None:
    await second_worker(ward)
    await asked(ward)

    await ward.tap(WORKER, "alert:second:1:agree", forged=True)

    assert ward.last(WORKER).startswith("This button is too old")
    assert the_alert(ward).state == "taken"


async def test_what_was_refused_stays_open_and_who_has_it_hears_so(ward: Ward, people: Cast) -> None:
    mei = await second_worker(ward)
    await asked(ward)

    await ward.tap(SECOND, "alert:second:1:look")
    await ward.tap(SECOND, "alert:second:1:refuse")
    await ward.beat()

    assert the_alert(ward).state == "taken"
    assert "stays open" in ward.last(SECOND)
    assert ward.last(WORKER).startswith("Case 1 stays open: the second person would not")
    assert written_down(ward)[-1] == (mei, people.amina, "alert 1, refused for")
    await ward.tap(SECOND, "alert:second:1:agree", forged=True)
    assert the_alert(ward).state == "taken"
    await ward.tap(WORKER, "alert:take:1")
    assert "alert:close:1:reached" in ward.buttons(WORKER)


async def test_while_it_waits_its_follow_up_goes_on_and_climbs(ward: Ward) -> None:
    await second_worker(ward)
    await asked(ward)
    due = the_alert(ward).contact_by
    assert due is not None

    await ward.until(due + timedelta(minutes=1))

    assert ward.last(WORKER).startswith("🔴 Case 1: nothing was heard of it yet.")


async def test_the_family_was_reached_after_all_closes_it_without_a_second_person(ward: Ward) -> None:
    await second_worker(ward)
    await asked(ward)

    await ward.tap(WORKER, "alert:close:1:reached")

    assert (the_alert(ward).state, the_alert(ward).closed_as) == ("closed", "reached")
    await ward.tap(SECOND, "alert:second:1:look")
    assert ward.last(SECOND) == "Case 1: there is nothing to agree to any more."


async def test_trying_again_takes_the_wish_back(ward: Ward) -> None:
    await second_worker(ward)
    await asked(ward)

    await ward.tap(WORKER, "alert:close:1:not_reached")
    await ward.tap(SECOND, "alert:second:1:look")

    assert ward.last(SECOND) == "Case 1: there is nothing to agree to any more."
    assert "Tried once, not reached." in ward.last(WORKER)
    assert the_alert(ward).state == "taken"


async def test_where_there_is_no_colleague_an_admin_is_asked(ward: Ward) -> None:
    wu = await an_admin(ward)
    await asked(ward)

    await ward.tap(ADMIN, "alert:second:1:look")
    await ward.tap(ADMIN, "alert:second:1:agree")

    assert the_alert(ward).state == "closed"
    assert written_down(ward)[-1][0] == wu


async def test_a_lead_can_be_the_second_person(ward: Ward) -> None:
    lead = await arrive(ward, LEAD, "Qiao", lambda s, site, _, **how: cast.lead(s, site, **how))
    await asked(ward)

    await ward.tap(LEAD, "alert:second:1:look")
    await ward.tap(LEAD, "alert:second:1:agree")

    assert written_down(ward)[-1][0] == lead


async def test_where_nobody_can_be_asked_it_stays_open_and_says_so(ward: Ward) -> None:
    await asked(ward)

    assert "nobody can be asked here now" in ward.last(WORKER)
    assert the_alert(ward).state == "taken"


async def test_asked_twice_it_is_one_wish(ward: Ward) -> None:
    await second_worker(ward)
    await asked(ward)

    await ward.tap(WORKER, CLOSE)
    await ward.beat()

    assert sum("would close it" in text for text in ward.said(SECOND)) == 1
    assert len(written_down(ward)) == 1


@pytest.mark.parametrize("choice", ["look", "agree", "refuse"])
async def test_a_worker_of_another_programme_has_no_say(ward: Ward, choice: str) -> None:
    await second_worker(ward)
    await worker_elsewhere(ward)
    await asked(ward)

    await ward.tap(ELSEWHERE, f"alert:second:1:{choice}", forged=True)

    assert ward.last(ELSEWHERE).startswith("This button is too old")
    assert the_alert(ward).state == "taken"
