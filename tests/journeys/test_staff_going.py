"""Staff ask in the chat to be forgotten: the person goes, what they did stays under a number."""

import pytest
from sqlalchemy import select

from db import erasing, shut_out
from db.models import Alert, AlertNote, AuditEvent, Erasure, Person, Programme
from tests import cast
from tests.journeys.newcomers import say
from tests.journeys.staff import SECOND, second_worker
from tests.journeys.ward import AMINA, WORKER, Cast, Ward


async def go(ward: Ward, user: int = WORKER) -> None:
    """Ask for it, and be sure twice."""
    await ward.text(user, "/forgetme")
    await ward.tap(user, "gone:sure")
    await ward.tap(user, "gone:yes")


def person(ward: Ward, number: int) -> Person:
    return ward.ask(lambda s: s.get_one(Person, number))


async def test_name_and_number_go_and_the_access_with_them(ward: Ward, people: Cast) -> None:
    await ward.text(WORKER, "/forgetme")
    assert ward.last(WORKER) == say("en", "gone.sure")
    await ward.tap(WORKER, "gone:sure")
    assert "in backups is gone by 2026-04-02" in ward.last(WORKER)
    await ward.tap(WORKER, "gone:yes")

    assert ward.last(WORKER).startswith("It is done: your name and number are deleted")
    found = person(ward, people.worker)
    assert (found.called, found.phone, found.chat, found.telegram_index) == (None, None, None, None)
    assert found.standing == "stopped"
    await ward.text(WORKER, "/today")
    assert "invite link" in ward.last(WORKER)
    erased = select(AuditEvent).where(AuditEvent.act == "erased")
    entry = ward.ask(lambda s: s.scalars(erased).one())
    assert (entry.actor_id, entry.person_id, entry.about) == (
        people.worker,
        people.worker,
        "asked for it, staff",
    )
    assert not ward.ask(lambda s: shut_out.holds(s, WORKER)), "nobody ended their access: no number is kept"


async def test_alerts_they_have_ring_with_others_and_what_they_said_of_them_stays(
    ward: Ward, people: Cast
) -> None:
    await second_worker(ward)
    await ward.tap(AMINA, "help")
    await ward.beat()
    await ward.tap(WORKER, "alert:take:1")
    await ward.tap(WORKER, "alert:close:1:not_reached")

    await go(ward)
    await ward.beat()

    alert = ward.ask(lambda s: s.get_one(Alert, 1))
    assert (alert.state, alert.taken_by) == ("raised", None)
    assert "alert:take:1" in ward.buttons(SECOND)
    assert ward.ask(lambda s: s.scalars(select(AlertNote.author_id)).all()) == [people.worker]


@pytest.mark.parametrize("choice", ["gone:no"])
async def test_staying_changes_nothing(ward: Ward, people: Cast, choice: str) -> None:
    await ward.text(WORKER, "/forgetme")
    await ward.tap(WORKER, choice)

    assert ward.last(WORKER) == "Fine. Nothing was deleted."
    assert person(ward, people.worker).called == "Lin"


async def test_a_family_cannot_press_what_is_for_staff(ward: Ward, people: Cast) -> None:
    await ward.tap(AMINA, "gone:yes", forged=True)

    assert person(ward, people.amina).called == "Amina"


async def test_a_backup_of_before_knows_them_no_more_once_it_is_restored(ward: Ward, people: Cast) -> None:
    marks = ward.ask(lambda s: [erasing.mark_of(s.get_one(Person, people.worker))])
    now = ward.clock.now()

    assert ward.change(lambda s: erasing.erase_marked(s, marks, now)) == 1

    found = person(ward, people.worker)
    assert (found.called, found.chat, found.standing) == (None, None, "stopped")
    assert ward.ask(lambda s: s.scalars(select(Erasure.mark)).all()) == marks


async def test_they_can_go_while_an_alert_from_before_the_ladder_waits_and_it_is_heard(
    ward: Ward, people: Cast
) -> None:
    def old(session):
        amina, programme = session.get_one(Person, people.amina), session.get_one(Programme, people.programme)
        return cast.alert(session, amina, programme).id

    number = ward.change(old)
    await second_worker(ward)
    assert ward.ask(lambda s: s.get_one(Alert, number)).climbs_from is None

    await go(ward)
    await ward.beat()

    assert person(ward, people.worker).chat is None
    assert f"alert:take:{number}" in ward.buttons(SECOND)
