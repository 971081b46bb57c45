"""Who comes by a poster waits for a worker's yes; nothing of them is in a chat until it is opened."""

from sqlalchemy import select

from content.catalogue import words
from db import allotments
from db.models import Alert, Arm, Enrolment, Kind, Programme
from tests.journeys.days import ends, set_site
from tests.journeys.newcomers import NEWCOMER, SECOND, STEPS, arrive, known, say, sure, walk
from tests.journeys.staff import SECOND as MEI
from tests.journeys.staff import second_worker
from tests.journeys.ward import WORKER, Ward

CHINESE = STEPS | {"language": "join:language:zh-Hans", "called": "小雨妈妈"}


async def come(ward: Ward, user: int = NEWCOMER, steps: dict[str, str] = STEPS, **how: object) -> None:
    """Come by a poster and answer every step of joining."""
    await arrive(ward, ward.invite(asks_first=True, **how), user)
    await walk(ward, *steps.values(), user=user)
    await ward.beat()


async def test_a_worker_is_asked_without_a_name_and_the_newcomer_is_told_that_a_person_looks(
    ward: Ward,
) -> None:
    await come(ward, steps=CHINESE)

    assert ward.last(NEWCOMER) == say("zh-Hans", "admission.waits")
    assert ward.buttons(NEWCOMER) == ["help"]
    assert ward.last(WORKER) == "Somebody asks to join the group."
    assert ward.buttons(WORKER) == ["admit:look:1", "admit:yes:1", "admit:no:1"]
    assert sure(ward).standing == "waiting"
    assert ward.ask(lambda s: s.scalars(select(Enrolment.label)).all()) == ["C-01", "C-02", "W-01"]

    await ward.tap(WORKER, "admit:look:1")
    assert "小雨妈妈" in ward.last(WORKER)
    assert STEPS["phone"] in ward.last(WORKER)


async def test_after_a_yes_they_are_in_and_welcomed_in_their_language(ward: Ward) -> None:
    await come(ward, steps=CHINESE)

    await ward.tap(WORKER, "admit:yes:1")
    await ward.beat()

    assert ward.last(WORKER) == "Let in as C-03. They have been told."
    assert ward.last(NEWCOMER).startswith("都好了，小雨妈妈。")
    assert ward.buttons(NEWCOMER) == ["contact", "help"]
    assert sure(ward).standing == "active"


async def test_a_no_is_told_gently_with_the_wards_phone_and_keeps_nothing(ward: Ward) -> None:
    set_site(ward, ward_phone="021-5555 0133")
    await come(ward, steps=CHINESE)

    await ward.tap(WORKER, "admit:no:1")
    await ward.beat()

    assert ward.last(NEWCOMER) == say("zh-Hans", "admission.no", phone="021-5555 0133")
    person = sure(ward)
    assert (person.standing, person.called, person.phone, person.trusted_adult) == (
        "declined",
        None,
        None,
        None,
    )
    await ward.text(NEWCOMER, "/start")
    assert "021-5555 0133" in ward.last(NEWCOMER)


async def test_help_works_meanwhile_and_everything_else_waits(ward: Ward) -> None:
    await come(ward)

    for written in ("/pause", "/plan", "/trend", "hello?"):
        await ward.text(NEWCOMER, written)
        assert ward.last(NEWCOMER) == say("en", "admission.waits"), written
    await ward.tap(NEWCOMER, "help")
    await ward.beat()

    assert "000-0000" in ward.last(NEWCOMER)
    assert ward.ask(lambda s: s.scalars(select(Alert.reason)).all()) == ["help"]
    assert ends(ward, Kind.ALERT) == ["sent"]


async def test_of_two_workers_the_first_decides(ward: Ward) -> None:
    await second_worker(ward)
    await come(ward)

    await ward.tap(WORKER, "admit:yes:1")
    await ward.tap(MEI, "admit:no:1")
    await ward.beat()

    assert ward.last(MEI) == "This one has been answered already."
    assert sure(ward).standing == "active"


async def test_nobody_but_its_workers_answers(ward: Ward) -> None:
    await come(ward)

    await ward.tap(NEWCOMER, "admit:yes:1", forged=True)

    assert sure(ward).standing == "waiting"


async def test_a_poster_whose_places_are_taken_says_so_at_the_door(ward: Ward) -> None:
    set_site(ward, ward_phone="021-5555 0133")
    token = ward.invite(asks_first=True, cap=1)
    await arrive(ward, token)
    await walk(ward, *STEPS.values())

    await arrive(ward, token, SECOND)

    assert ward.last(SECOND) == say("en", "invite.full", phone="021-5555 0133")
    assert known(ward, SECOND) is None


async def test_who_was_declined_comes_in_by_a_link_that_a_person_gives_them(ward: Ward) -> None:
    await come(ward)
    await ward.tap(WORKER, "admit:no:1")
    await ward.beat()

    await ward.box.open_link(NEWCOMER, ward.invite())
    await ward.quiet()
    await walk(ward, *STEPS.values())

    assert sure(ward).standing == "active"


async def test_arms_come_from_the_list_in_its_order_and_a_used_up_list_lets_wait(ward: Ward) -> None:
    def fill(session):
        allotments.add(session, session.get_one(Programme, 1), [Arm.WAITLIST])

    ward.change(fill)
    token = ward.invite()
    for user in (NEWCOMER, SECOND):
        await arrive(ward, token, user)
        await walk(ward, *STEPS.values(), user=user)
    await ward.beat()

    assert ward.ask(lambda s: s.scalars(select(Enrolment.arm).where(Enrolment.label == "C-03")).all()) == [
        "waitlist"
    ]
    assert ward.last(SECOND) == words("en").say("admission.waits")
    await ward.tap(WORKER, "admit:yes:1")
    assert "The allocation list is used up" in ward.last(WORKER)
    ward.change(fill)
    await ward.tap(WORKER, "admit:yes:1", forged=True)
    await ward.beat()
    assert sure(ward, SECOND).standing == "active"
