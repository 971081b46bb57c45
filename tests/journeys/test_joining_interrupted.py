"""Joining that stops, strays or comes back: every message finds the step at hand again."""

from sqlalchemy import select

from db.models import Enrolment, Person
from tests.journeys.newcomers import (
    NEWCOMER,
    STEPS,
    answers,
    arrive,
    at_step,
    join,
    put_back,
    sure,
    uses_left,
    walk,
    walk_to,
)
from tests.journeys.ward import AMINA, Ward


async def test_text_where_a_tap_is_expected_shows_the_same_buttons_again(ward: Ward) -> None:
    await walk_to(ward, "language")
    for step, answer in STEPS.items():
        if step in {"consent", "hour", "shared"}:
            asked, offered = ward.last(NEWCOMER), ward.buttons(NEWCOMER)

            said = await answers(ward, NEWCOMER, ward.text(NEWCOMER, "as you like"))

            assert said == [f"For this step, please tap a button.\n\n{asked}"]
            assert (ward.buttons(NEWCOMER), at_step(ward)) == (offered, step)
        await walk(ward, answer)


async def test_a_sticker_in_the_middle_shows_the_step_again(ward: Ward) -> None:
    await walk_to(ward, "consent")
    for step, answer in list(STEPS.items())[1:]:
        asked, offered = ward.last(NEWCOMER), ward.buttons(NEWCOMER)

        said = await answers(ward, NEWCOMER, ward.send(NEWCOMER, "sticker"))

        written = step in {"called", "phone", "adult", "zone"}
        note = "Please write it in words." if written else "For this step, please tap a button."
        assert said == [f"{note}\n\n{asked}"]
        assert (ward.buttons(NEWCOMER), at_step(ward)) == (offered, step)
        await walk(ward, answer)


async def test_a_button_of_an_earlier_step_says_so_and_shows_the_present_one(ward: Ward) -> None:
    await walk_to(ward, "hour")
    zone = next(each for each in reversed(ward.box.chat(NEWCOMER)) if each["from"]["is_bot"])["message_id"]
    await walk(ward, "join:hour:21:00")

    await ward.tap(NEWCOMER, "join:hour:08:00", message_id=zone)

    assert ward.last(NEWCOMER).startswith("That step is done. We are here now:\n\nDoes a child use")
    assert (sure(ward).asked_at.hour, at_step(ward)) == (21, "shared")


async def test_start_again_resumes_at_the_step_with_or_without_the_token(ward: Ward) -> None:
    token = ward.invite()
    await arrive(ward, token)
    for step, answer in STEPS.items():
        asked = ward.last(NEWCOMER)

        assert await answers(ward, NEWCOMER, ward.text(NEWCOMER, "/start")) == [asked]
        assert await answers(ward, NEWCOMER, ward.text(NEWCOMER, f"/start {token}")) == [asked]

        assert (at_step(ward), uses_left(ward)) == (step, [29])
        await walk(ward, answer)


async def test_start_again_brings_back_a_second_question_too(ward: Ward) -> None:
    await walk_to(ward, "phone")
    await walk(ward, "ask at the ward")
    asked = ward.last(NEWCOMER)

    assert await answers(ward, NEWCOMER, ward.text(NEWCOMER, "/start")) == [asked]


async def test_after_fifteen_days_joining_begins_anew_whatever_comes(ward: Ward) -> None:
    await walk_to(ward, "adult")
    for knock in ("/start", "I am back", "/help", "join:adult:skip", "/pause", "/nonsense"):
        put_back(ward, "adult")
        await walk(ward, "My sister")
        await ward.pass_time(days=15)

        tapped = knock.startswith("join:")
        await (ward.tap(NEWCOMER, knock, forged=True) if tapped else ward.text(NEWCOMER, knock))

        assert ward.last(NEWCOMER).startswith("It has been a while. Let us begin again:\n\n请选择语言。"), (
            knock
        )


async def test_who_begins_anew_comes_in_by_the_same_invite(ward: Ward) -> None:
    await walk_to(ward, "adult")
    await walk(ward, "My sister")
    await ward.pass_time(days=15)

    await walk(ward, "/start", *STEPS.values())

    assert ward.last(NEWCOMER).startswith("All set, Grace.")
    assert (sure(ward).trusted_adult, uses_left(ward)) == (STEPS["adult"], [29])


async def test_a_pause_of_thirteen_days_loses_nothing(ward: Ward) -> None:
    await walk_to(ward, "adult")
    await ward.pass_time(days=13)

    await walk(ward, *list(STEPS.values())[list(STEPS).index("adult") :])

    assert (sure(ward).phone, sure(ward).standing) == (STEPS["phone"], "active")


async def test_a_second_start_of_somebody_who_is_in_changes_nothing(ward: Ward) -> None:
    token = ward.invite()
    await arrive(ward, token)
    await walk(ward, *STEPS.values())

    said = await answers(ward, NEWCOMER, ward.text(NEWCOMER, f"/start {token}"))

    assert said == ["I am here. There is nothing to answer now. To reach a person, tap below."]
    assert ward.buttons(NEWCOMER) == ["contact", "help"]
    person = sure(ward)
    places = ward.ask(lambda s: s.scalars(select(Enrolment).where(Enrolment.person_id == person.id)).all())
    assert (len(places), uses_left(ward)) == (1, [29])


async def test_start_of_somebody_who_has_a_question_waiting_brings_it(ward: Ward) -> None:
    await ward.beat()
    await ward.pass_time(hours=3, minutes=30)

    said = await answers(ward, AMINA, ward.text(AMINA, "/start"))

    assert [each.startswith("1 of 3") for each in said] == [True]


async def test_who_stopped_may_return_by_start_and_is_asked_again(ward: Ward) -> None:
    await join(ward)
    await ward.text(NEWCOMER, "/stop")
    await ward.tap(NEWCOMER, "stop:yes")
    assert sure(ward).standing == "stopped"

    await ward.text(NEWCOMER, "/start")
    assert ward.last(NEWCOMER) == "You had stopped. Would you like to come back?"
    await ward.tap(NEWCOMER, "return:yes")
    await ward.beat()
    await ward.pass_time(hours=5)

    assert sure(ward).standing == "active"
    assert "How are you feeling right now?" in ward.last(NEWCOMER)


async def test_who_stopped_while_joining_returns_to_the_step_and_to_no_place(ward: Ward) -> None:
    await walk_to(ward, "consent")
    await ward.text(NEWCOMER, "/stop")
    await ward.tap(NEWCOMER, "stop:yes")
    await ward.text(NEWCOMER, "/start")

    await ward.tap(NEWCOMER, "return:yes")

    assert "Would you like to take part?" in ward.last(NEWCOMER)
    assert (sure(ward).standing, at_step(ward)) == ("joining", "consent")


async def test_what_is_for_people_who_are_in_waits_until_they_are(ward: Ward) -> None:
    await walk_to(ward, "called")
    for command in ("/pause", "/trend", "/help"):
        said = await answers(ward, NEWCOMER, ward.text(NEWCOMER, command))

        assert said == ["Let us first finish joining:\n\nWhat may we call you? Just write it below."]


async def test_help_is_there_from_the_first_step_on(ward: Ward) -> None:
    await walk_to(ward, "called")

    await ward.tap(NEWCOMER, "help", forged=True)

    assert "000-0000" in "".join(ward.said(NEWCOMER)[-2:])
    assert ward.ask(lambda s: s.get_one(Person, sure(ward).id).standing) == "joining"
