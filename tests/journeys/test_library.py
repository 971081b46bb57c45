"""The library in the chat: by what one feels, by a word, what one keeps, and whether it helped."""

from datetime import time

import pytest

from content.catalogue import LANGUAGES, words
from content.library import library
from db.models import Arm, Kind
from flows.library import FEELINGS
from tests.journeys.days import ends, local, set_person
from tests.journeys.newcomers import NEWCOMER, set_language, walk_to
from tests.journeys.reading import favourites, keys_on, set_arm, verdicts
from tests.journeys.ward import AMINA, OTHER, WORKER, Cast, Ward

MOST_LINES = 7


def lines(ward: Ward, user: int = AMINA) -> int:
    """How many rows of buttons the newest message has."""
    message = [each for each in ward.box.chat(user) if each["from"]["is_bot"]][-1]
    return len(message.get("reply_markup", {}).get("inline_keyboard", []))


@pytest.mark.parametrize("language", LANGUAGES)
async def test_from_a_feeling_to_a_whole_piece_and_back(ward: Ward, language: str) -> None:
    set_language(ward, AMINA, language)
    said = words(language)

    await ward.text(AMINA, "/library")
    assert ward.last(AMINA) == said.say("library.menu")
    await ward.tap(AMINA, "library:felt:sleep:0")
    assert ward.last(AMINA) == said.say("library.feel.sleep")
    assert keys_on(ward, AMINA) == list(library().felt("sleep"))[:5]
    await ward.tap(AMINA, "library:read:bedside_sleep")

    piece = library().pieces["bedside_sleep"][language]
    assert ward.last(AMINA).startswith(f"{piece.front.title}\n\n{piece.paragraphs[0]}")
    assert piece.step[0] in ward.last(AMINA)
    assert "McCann, J Spec Pediatr Nurs 2008;13:111" in ward.last(AMINA)
    await ward.tap(AMINA, "library:menu:0")
    assert ward.last(AMINA) == said.say("library.menu")


async def test_every_feeling_is_reached_by_turning_pages_of_seven_lines(ward: Ward) -> None:
    await ward.text(AMINA, "/library")
    reached = []
    for page in range(3):
        if page:
            await ward.tap(AMINA, f"library:menu:{page}")
        assert lines(ward) <= MOST_LINES
        reached += [data.split(":")[2] for data in ward.buttons(AMINA) if data.startswith("library:felt:")]

    assert reached == list(FEELINGS)


async def test_no_screen_of_the_library_is_longer_than_seven_lines(ward: Ward) -> None:
    for feeling in FEELINGS:
        await ward.tap(AMINA, f"library:felt:{feeling}:0", forged=True)
        assert lines(ward) <= MOST_LINES, feeling
        for key in keys_on(ward, AMINA):
            await ward.tap(AMINA, f"library:read:{key}", forged=True)
            assert lines(ward) <= MOST_LINES, key
            assert len(ward.last(AMINA)) <= 4096


async def test_a_word_after_the_command_is_looked_for(ward: Ward) -> None:
    await ward.text(AMINA, "/library Money")
    assert ward.last(AMINA) == "With “Money” I found:"
    assert keys_on(ward, AMINA)[0] == "money"

    await ward.text(AMINA, "/library helicopter")
    assert ward.last(AMINA).startswith("I found nothing with “helicopter”.")


async def test_a_word_can_be_written_after_the_button_and_the_next_is_heard_as_ever(ward: Ward) -> None:
    set_language(ward, AMINA, "zh-Hans")
    await ward.text(AMINA, "/library")
    await ward.tap(AMINA, "library:search")
    assert ward.last(AMINA) == "想找什么？写一个词发给我。"

    await ward.text(AMINA, "奶奶")
    assert ward.last(AMINA) == "有“奶奶”的，找到这些："
    assert keys_on(ward, AMINA) == ["grandparents"]

    await ward.text(AMINA, "奶奶")
    assert ward.last(AMINA).startswith("我是自动程序")


async def test_a_search_that_nobody_finished_is_over_after_half_an_hour(ward: Ward) -> None:
    await ward.text(AMINA, "/library")
    await ward.tap(AMINA, "library:search")
    await ward.pass_time(minutes=31)

    await ward.text(AMINA, "sleep")

    assert ward.last(AMINA).startswith("I am a program")


async def test_what_one_keeps_is_at_hand_until_it_is_let_go(ward: Ward) -> None:
    await ward.tap(AMINA, "library:kept:0", forged=True)
    assert ward.last(AMINA) == "You keep nothing here yet. Under every piece is a button for it."

    await ward.tap(AMINA, "library:read:anger", forged=True)
    await ward.tap(AMINA, "library:keep:anger")
    await ward.tap(AMINA, "library:keep:anger", forged=True)
    assert "library:drop:anger" in ward.buttons(AMINA)
    await ward.tap(AMINA, "library:kept:0", forged=True)
    assert keys_on(ward, AMINA) == ["anger"]
    await ward.tap(OTHER, "library:kept:0", forged=True)
    assert keys_on(ward, OTHER) == []

    await ward.tap(AMINA, "library:drop:anger", forged=True)
    assert favourites(ward) == []


async def test_whether_it_helped_is_one_tap_and_the_last_word_counts(ward: Ward, people: Cast) -> None:
    await ward.tap(AMINA, "library:read:anger", forged=True)
    await ward.tap(AMINA, "library:said:anger:little")
    assert verdicts(ward) == {"anger": "little"}
    assert ward.last(AMINA).startswith("Noted. Thank you for saying so.")

    await ward.tap(AMINA, "library:said:anger:not")

    assert verdicts(ward) == {"anger": "not"}
    shown = [each for each in ward.box.chat(AMINA) if each["from"]["is_bot"]][-1]
    texts = [button["text"] for row in shown["reply_markup"]["inline_keyboard"] for button in row]
    assert "✓ Not for me" in texts


async def test_the_picture_says_its_size_first_and_comes_at_once_at_any_hour(
    ward: Ward, people: Cast
) -> None:
    await ward.until(local(3, 2, 15))
    await ward.tap(AMINA, "library:read:slow_breathing", forged=True)
    shown = [each for each in ward.box.chat(AMINA) if each["from"]["is_bot"]][-1]
    texts = [button["text"] for row in shown["reply_markup"]["inline_keyboard"] for button in row]
    assert texts[0] == "▶ Picture to breathe along (79 KB)"

    await ward.tap(AMINA, "library:media:slow_breathing")
    await ward.beat()

    assert "animation" in ward.box.chat(AMINA)[-1]
    assert ward.last(AMINA).startswith("The disc grows: breathe in.")
    assert ends(ward, Kind.MATERIAL, people.amina) == ["sent"]


@pytest.mark.parametrize(
    "data",
    [
        "library:read:grief_first",
        "library:keep:grief_first",
        "library:said:grief_first:helped",
        "library:media:anger",
        "library:read:nowhere",
        "library:felt:happy:0",
    ],
)
async def test_what_is_not_open_to_everybody_is_reached_by_no_button(ward: Ward, data: str) -> None:
    await ward.tap(AMINA, data, forged=True)

    assert ward.last(AMINA).startswith("This button is too old to use.")
    assert (verdicts(ward), favourites(ward)) == ({}, [])


async def test_whoever_waits_for_the_group_finds_the_library_closed(ward: Ward, people: Cast) -> None:
    set_arm(ward, people.amina, Arm.WAITLIST)
    for data in (
        "library:menu:0", "library:read:anger", "library:step", "library:search", "library:kept:0",
        "library:felt:sleep:0", "library:media:slow_breathing", "library:said:anger:helped",
    ):  # fmt: skip
        await ward.tap(AMINA, data, forged=True)
        assert ward.last(AMINA).startswith("The library opens for you together with your group."), data
    await ward.text(AMINA, "/library")
    assert ward.last(AMINA).startswith("The library opens for you together with your group.")
    await ward.beat()
    assert ends(ward, Kind.MATERIAL) == []


async def test_a_red_alert_opens_the_library_to_somebody_who_waits(ward: Ward, people: Cast) -> None:
    set_arm(ward, people.amina, Arm.WAITLIST)
    await ward.tap(AMINA, "help", forged=True)

    await ward.text(AMINA, "/library")

    assert ward.last(AMINA) == words("en").say("library.menu")


async def test_the_library_is_open_while_the_questions_rest(ward: Ward, people: Cast) -> None:
    set_person(ward, people.amina, asked_at=time(17))
    await ward.text(AMINA, "/pause")
    await ward.tap(AMINA, "pause:hospital")
    await ward.tap(AMINA, "pause:hospital:7")

    await ward.text(AMINA, "/library")

    assert ward.last(AMINA) == words("en").say("library.menu")


async def test_staff_and_those_who_are_joining_are_told_what_is_theirs(ward: Ward) -> None:
    await ward.text(WORKER, "/library")
    assert ward.last(WORKER) == words("en").say("refusal.not_for_you")

    await walk_to(ward, "called")
    await ward.text(NEWCOMER, "/library")
    assert ward.last(NEWCOMER).startswith("Let us first finish joining:")
    await ward.tap(NEWCOMER, "library:read:anger", forged=True)
    assert ward.last(NEWCOMER).startswith("Let us first finish joining:")
