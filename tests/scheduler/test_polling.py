"""Polling on a bad day: nothing is lost, and a bot that Telegram no longer knows stops loudly."""

import pytest
from telegram.error import InvalidToken

from tests.journeys.ward import AMINA, Ward

FAULTS = ("409", "502", "html", "429", "drop", "drop_after_accept", "cut_json")


def replies(ward: Ward) -> int:
    """How many times Amina was told that she writes to a program."""
    return sum("I am a program" in text for text in ward.said(AMINA))


async def test_polling_goes_on_and_what_was_written_meanwhile_is_answered_once(ward: Ward) -> None:
    for number, kind in enumerate(FAULTS):
        ward.box.faults.add("getUpdates", kind, times=3)
        for each in range(1, 4):
            await ward.text(AMINA, "hello")
            assert replies(ward) == 3 * number + each, kind


async def test_the_first_poll_after_a_start_confirms_nothing(ward: Ward) -> None:
    polls = [call["params"] for call in ward.box.calls if call["method"] == "getUpdates"]

    assert "offset" not in polls[0]
    assert polls[0]["allowed_updates"] is not None
    assert all("offset" in poll for poll in polls[1:])


async def test_a_token_that_telegram_does_not_know_ends_the_bot_with_an_error(ward: Ward) -> None:
    ward.box.faults.add("getUpdates", "401", times=2)

    with pytest.raises(ExceptionGroup) as ended:
        await ward.bot.listen()

    assert ended.group_contains(InvalidToken)
