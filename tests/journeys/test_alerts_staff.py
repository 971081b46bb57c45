"""Who has an alert, and what becomes of it."""

import pytest
from sqlalchemy import select

from db.models import Alert, Kind
from tests.journeys.days import ends, set_person
from tests.journeys.staff import ELSEWHERE, SECOND, second_worker, worker_elsewhere
from tests.journeys.ward import AMINA, WORKER, Cast, Ward


async def help_me(ward: Ward) -> None:
    """Amina presses the button, and it rings."""
    await ward.tap(AMINA, "help")
    await ward.beat()


def the_alert(ward: Ward) -> Alert:
    """The one alert there is."""
    return ward.ask(lambda s: s.scalars(select(Alert)).one())


async def test_both_workers_are_rung_the_first_has_it_and_the_second_is_told(
    ward: Ward, people: Cast
) -> None:
    await second_worker(ward)
    await help_me(ward)
    assert ward.buttons(WORKER) == ward.buttons(SECOND) == ["alert:take:1"]

    await ward.tap(WORKER, "alert:take:1")
    await ward.tap(SECOND, "alert:take:1")

    assert ward.last(WORKER).startswith("Case 1 is yours.")
    assert ward.last(SECOND) == "Case 1 is with a colleague."
    assert the_alert(ward).taken_by == people.worker


async def test_of_two_who_press_at_once_exactly_one_has_it(ward: Ward, people: Cast) -> None:
    await second_worker(ward)
    await help_me(ward)

    await ward.box.tap(WORKER, data="alert:take:1")
    await ward.box.tap(SECOND, data="alert:take:1")
    await ward.quiet()

    first_lines = sorted(ward.last(user).splitlines()[0] for user in (WORKER, SECOND))
    assert first_lines == ["Case 1 is with a colleague.", "Case 1 is yours."]


async def test_a_ring_that_has_not_left_when_somebody_takes_it_stays_unsent(ward: Ward) -> None:
    await second_worker(ward)
    ward.box.faults.add("sendMessage", "429", chat_id=SECOND, retry_after=30)
    await help_me(ward)
    await ward.tap(WORKER, "alert:take:1")

    await ward.pass_time(seconds=31)

    assert sorted(ends(ward, Kind.ALERT)) == ["sent", "skipped:taken"]


async def test_the_card_says_why_who_and_whom_to_call(ward: Ward, people: Cast) -> None:
    set_person(ward, people.amina, phone="+86 21 5555 0100", trusted_adult="Her mother <b>")
    await help_me(ward)

    await ward.tap(WORKER, "alert:take:1")

    assert ward.last(WORKER).splitlines() == [
        "Case 1 is yours.",
        "Pressed “I need help now”.",
        "Case label: C-01",
        "Called: Amina",
        "Phone: +86 21 5555 0100",
        "To call in danger: Her mother <b>",
        "Please say what came of it, at the latest tomorrow, 11:00.",
    ]
    outcomes = ("reached", "referred", "no_contact_needed", "not_reached")
    assert ward.buttons(WORKER) == [*(f"alert:close:1:{each}" for each in outcomes), "alert:note:1"]


async def test_a_worker_of_another_programme_is_neither_rung_nor_able_to_take_it(ward: Ward) -> None:
    await worker_elsewhere(ward)
    shown = len(ward.said(ELSEWHERE))
    await help_me(ward)
    assert len(ward.said(ELSEWHERE)) == shown

    await ward.tap(ELSEWHERE, "alert:take:1", forged=True)
    await ward.tap(ELSEWHERE, "alert:close:1:reached", forged=True)

    assert ward.last(ELSEWHERE) == "This button is too old to use."
    assert (the_alert(ward).state, the_alert(ward).taken_by) == ("raised", None)


async def test_a_caregiver_can_take_no_alert(ward: Ward) -> None:
    await help_me(ward)

    await ward.tap(AMINA, "alert:take:1", forged=True)

    assert the_alert(ward).state == "raised"


async def test_closing_says_what_came_of_it(ward: Ward, people: Cast) -> None:
    await help_me(ward)
    await ward.tap(WORKER, "alert:take:1")

    await ward.tap(WORKER, "alert:close:1:referred")

    assert ward.last(WORKER) == "Case 1 is closed."
    alert = the_alert(ward)
    assert (alert.state, alert.closed_as, alert.taken_by) == ("closed", "referred", people.worker)


@pytest.mark.parametrize(
    ("outcome", "told"),
    [("reached", "Case 1 is with a colleague."), ("whatever", "This button is too old to use.")],
)
async def test_nobody_closes_what_a_colleague_has(ward: Ward, outcome: str, told: str) -> None:
    await second_worker(ward)
    await help_me(ward)
    await ward.tap(WORKER, "alert:take:1")

    await ward.tap(SECOND, f"alert:close:1:{outcome}", forged=True)

    assert ward.last(SECOND) == told
    assert the_alert(ward).state == "taken"


async def test_what_nobody_has_taken_cannot_be_closed_unseen(ward: Ward) -> None:
    await help_me(ward)

    await ward.tap(WORKER, "alert:close:1:reached", forged=True)

    assert the_alert(ward).state == "raised"
    assert ward.buttons(WORKER) == ["alert:take:1"]
