"""What is written and tapped while joining: gentle second questions, and nothing that must be told."""

from datetime import time

from tests.journeys.newcomers import NEWCOMER, at_step, put_back, sure, walk, walk_to
from tests.journeys.ward import Ward

LONG = "Grace Mary Elizabeth of the house at the end of the lane"
# Step, column, an answer that is unusual there, how it is asked about, and a better answer.
UNUSUAL = [
    ("called", "called", LONG, "That is a long name: ", "Grace"),
    ("phone", "phone", "ask at the ward", "This does not look like a phone number: ", "138 0000 0000"),
    ("phone", "phone", "12345", "This does not look like a phone number: ", "(020) 7946-0018"),
    ("adult", "trusted_adult", "My sister", "I do not see a full phone number: ", "My sister 13800000000"),
]
CITIES = {
    "London": "Europe/London",
    "伦敦": "Europe/London",
    "北京": "Asia/Shanghai",
    "北京市": "Asia/Shanghai",
    "new york": "America/New_York",
    "Asia/Tokyo": "Asia/Tokyo",
}
HOURS = {"08:00": time(8), "12:30": time(12, 30), "19:30": time(19, 30), "21:00": time(21)}
# What is written as a name, and what is kept of it.
NAMES = {
    "<b>Grace</b> & co": "<b>Grace</b> & co",
    "{worker} %s": "{worker} %s",
    "أم يوسف": "أم يوسف",
    "\u202eecarG\u200b\u2066": "ecarG",
    "  小雨\n妈妈 ": "小雨 妈妈",
    "👩\u200d👧 Grace": "👩\u200d👧 Grace",
}


async def test_an_unusual_answer_is_asked_about_once_and_kept_if_it_is_meant(ward: Ward) -> None:
    await walk_to(ward, "called")
    for step, column, unusual, question, _ in UNUSUAL:
        put_back(ward, step)

        await walk(ward, unusual)
        assert ward.last(NEWCOMER).startswith(question + unusual)
        assert ward.buttons(NEWCOMER) == [f"join:{step}:keep", f"join:{step}:again"]
        assert (at_step(ward), getattr(sure(ward), column) == unusual) == (step, False)
        await walk(ward, f"join:{step}:keep")

        assert getattr(sure(ward), column) == unusual
        assert at_step(ward) != step


async def test_write_again_brings_the_question_back_and_forgets_the_first_answer(ward: Ward) -> None:
    await walk_to(ward, "called")
    for step, column, unusual, _, better in UNUSUAL:
        put_back(ward, step)
        await ward.text(NEWCOMER, "/start")
        asked = ward.last(NEWCOMER)

        await walk(ward, unusual, f"join:{step}:again")
        assert ward.last(NEWCOMER) == asked
        await walk(ward, better)

        assert getattr(sure(ward), column) == better
        assert at_step(ward) != step


async def test_a_better_answer_written_at_once_ends_the_doubt(ward: Ward) -> None:
    await walk_to(ward, "adult")

    await walk(ward, "My sister", "My sister, 138 0000 0000")

    assert ward.last(NEWCOMER).startswith("Are you on Shanghai time?")
    assert sure(ward).trusted_adult == "My sister, 138 0000 0000"


async def test_skipping_after_all_ends_the_doubt(ward: Ward) -> None:
    await walk_to(ward, "phone")
    await walk(ward, "ask at the ward")

    await walk(ward, "join:phone:skip")

    assert ward.said(NEWCOMER)[-2].startswith("If you were in danger")
    assert (at_step(ward), sure(ward).phone) == ("adult", None)


async def test_phone_and_adult_may_be_left_out(ward: Ward) -> None:
    await walk_to(ward, "phone")
    rest = ["join:phone:skip", "join:adult:skip", "join:zone:keep", "join:hour:19:30", "join:shared:no"]

    await walk(ward, *rest)

    person = sure(ward)
    assert (person.standing, person.phone, person.trusted_adult) == ("active", None, None)


async def test_a_number_copied_from_an_address_book_loses_its_invisible_marks(ward: Ward) -> None:
    await walk_to(ward, "phone")

    await walk(ward, "\u202a+86 138 0000 0000\u202c")

    assert (sure(ward).phone, at_step(ward)) == ("+86 138 0000 0000", "adult")


async def test_a_city_in_either_language_sets_the_zone(ward: Ward) -> None:
    await walk_to(ward, "zone")
    taken = {}
    for text in CITIES:
        put_back(ward, "zone")
        await walk(ward, text)
        taken[text] = sure(ward).zone if at_step(ward) == "hour" else None

    assert taken == CITIES


async def test_an_ambiguous_city_offers_what_it_may_be(ward: Ward) -> None:
    await walk_to(ward, "zone")

    await walk(ward, "Lon")
    assert ward.last(NEWCOMER).startswith("Which of these is it?")
    offered = ["join:zone:Arctic/Longyearbyen", "join:zone:Europe/London", "join:zone:keep"]
    assert ward.buttons(NEWCOMER) == offered
    await walk(ward, "join:zone:Europe/London")

    assert (sure(ward).zone, at_step(ward)) == ("Europe/London", "hour")


async def test_an_unknown_place_is_asked_for_again(ward: Ward) -> None:
    await walk_to(ward, "zone")

    await walk(ward, "Atlantis")

    assert ward.last(NEWCOMER).startswith("I could not find that place.")
    assert (sure(ward).zone, at_step(ward)) == ("Asia/Shanghai", "zone")


async def test_a_zone_where_nobody_lives_is_not_taken_from_a_button(ward: Ward) -> None:
    await walk_to(ward, "zone")
    for choice in ("America", "Etc/GMT-14", "posix/Asia/Tokyo", "/etc/localtime", "again"):
        await ward.tap(NEWCOMER, f"join:zone:{choice}", forged=True)

        assert ward.last(NEWCOMER).startswith("This button is too old to use.\n\nAre you on Shanghai time?")
        assert (sure(ward).zone, at_step(ward)) == ("Asia/Shanghai", "zone")


async def test_the_hour_that_is_tapped_is_the_hour_that_is_kept(ward: Ward) -> None:
    await walk_to(ward, "hour")
    kept = {}
    for hour in HOURS:
        put_back(ward, "hour")
        await ward.text(NEWCOMER, "/start")
        await walk(ward, f"join:hour:{hour}")
        kept[hour] = sure(ward).asked_at

    assert kept == HOURS


async def test_a_name_of_any_script_is_kept_as_written_without_invisible_marks(ward: Ward) -> None:
    await walk_to(ward, "called")
    kept = {}
    for name in NAMES:
        put_back(ward, "called")
        await walk(ward, name)
        kept[name] = sure(ward).called

    assert kept == NAMES


async def test_a_name_with_markup_is_welcomed_as_it_is_written(ward: Ward) -> None:
    await walk_to(ward, "called")
    rest = ["join:phone:skip", "join:adult:skip", "join:zone:keep", "join:hour:21:00", "join:shared:no"]

    await walk(ward, "<b>Grace</b> & {co}", *rest)

    assert ward.last(NEWCOMER).startswith("All set, <b>Grace</b> & {co}. Thank you.")


async def test_a_name_that_nobody_can_see_is_asked_for_again(ward: Ward) -> None:
    await walk_to(ward, "called")

    await walk(ward, "\u200b\u2060\u200d")

    assert ward.last(NEWCOMER) == "Please write it in words.\n\nWhat may we call you? Just write it below."
    assert (sure(ward).called, at_step(ward)) == (None, "called")
