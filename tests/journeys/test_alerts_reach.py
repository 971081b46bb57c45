"""Whom an alert reaches: the workers, the admins in their place, or nobody."""

import pytest
from sqlalchemy import select

from db.models import Alert, Kind
from tests.journeys.days import ends, set_person
from tests.journeys.staff import ADMIN, SECOND, an_admin, second_worker
from tests.journeys.ward import AMINA, WORKER, Cast, Ward


async def help_me(ward: Ward) -> None:
    """Amina presses the button, and it rings."""
    await ward.tap(AMINA, "help")
    await ward.beat()


def the_alert(ward: Ward) -> Alert:
    """The one alert there is."""
    return ward.ask(lambda s: s.scalars(select(Alert)).one())


async def test_a_worker_who_is_out_of_reach_is_replaced_by_the_admin_before_anything_is_promised(
    ward: Ward,
) -> None:
    await an_admin(ward)
    await ward.box.block(WORKER)
    await ward.quiet()

    await help_me(ward)

    assert "🔴 New alert, case 1. Please look at once." in ward.said(ADMIN)
    assert "Lin" not in ward.last(AMINA)
    assert "Before 17:30 today, somebody of the team will see this." in ward.last(AMINA)
    await ward.tap(ADMIN, "alert:take:1")
    assert any(text.startswith("Case 1 is yours.") for text in ward.said(ADMIN))


async def test_a_worker_found_out_of_reach_when_it_rings_is_replaced_at_once(ward: Ward) -> None:
    await an_admin(ward)
    ward.box.faults.add("sendMessage", "403", chat_id=WORKER)

    await help_me(ward)
    await ward.beat()

    assert ends(ward, Kind.ALERT) == ["failed:blocked", "sent"]
    assert "🔴 New alert, case 1. Please look at once." in ward.said(ADMIN)
    await ward.tap(ADMIN, "alert:take:1")
    assert any(text.startswith("Case 1 is yours.") for text in ward.said(ADMIN))


async def test_where_a_colleague_is_in_reach_no_admin_is_rung(ward: Ward) -> None:
    await an_admin(ward)
    await second_worker(ward)
    ward.box.faults.add("sendMessage", "403", chat_id=WORKER)

    await help_me(ward)

    assert ends(ward, Kind.ALERT) == ["failed:blocked", "sent"]
    assert ward.buttons(SECOND) == ["alert:take:1"]


async def leave(ward: Ward, people: Cast) -> None:
    """Nobody works in the programme any more."""
    set_person(ward, people.worker, standing="stopped")


async def test_where_there_is_no_worker_the_admins_are_rung(ward: Ward, people: Cast) -> None:
    await an_admin(ward)
    await leave(ward, people)

    await help_me(ward)

    assert ward.buttons(ADMIN) == ["alert:take:1"]


async def test_an_admin_cannot_take_what_the_workers_were_rung_for(ward: Ward) -> None:
    await an_admin(ward)
    await help_me(ward)

    await ward.tap(ADMIN, "alert:take:1", forged=True)

    assert the_alert(ward).state == "raised"


@pytest.mark.parametrize(
    ("data", "words"), [("help", "please go to the nurse"), ("contact", "Please go to the nurse")]
)
async def test_where_nobody_hears_nobody_is_promised(ward: Ward, people: Cast, data: str, words: str) -> None:
    await leave(ward, people)

    await ward.tap(AMINA, data)

    assert words in ward.last(AMINA)
    assert "will see" not in ward.last(AMINA)
    assert the_alert(ward).state == "raised", "it is kept for whoever comes"
