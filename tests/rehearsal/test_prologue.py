"""The demo's past: whatever the weekday and the hour, a check-in of the second week waits."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.rehearsal.prologue import CAREGIVERS, CHINESE, ENGLISH, Prologue
from bot.rehearsal.stage import midnight
from scheduler.cadence import next_occurrence, programme_week

HOURS = [
    pytest.param(hours, id=f"{hours} hours into the week")
    for hours in (0.001, 0.6, 9, 23.999, 80, 131, 167.99)
]
MONDAY = datetime(2026, 11, 16, tzinfo=UTC) - timedelta(hours=8)


@pytest.mark.parametrize("hours", HOURS)
def test_today_lies_in_the_second_week(hours):
    prologue = Prologue(1, MONDAY + timedelta(hours=hours))

    assert prologue.start.weekday() == 0
    assert programme_week(prologue.start, prologue.today) == 2
    assert timedelta(days=6, hours=15) < prologue.now - prologue.opens < timedelta(days=14)


@pytest.mark.parametrize("hours", HOURS)
def test_everybody_is_asked_today_before_now(hours):
    prologue = Prologue(1, MONDAY + timedelta(hours=hours))

    for number in range(CAREGIVERS):
        asked_at = prologue.asked_at(number)
        assert midnight(prologue.today) <= asked_at <= prologue.now


@pytest.mark.parametrize("hours", HOURS)
@pytest.mark.parametrize("number", [CHINESE, ENGLISH])
def test_a_check_in_of_three_taps_has_just_come_to_whom_one_can_be(hours, number):
    prologue = Prologue(1, MONDAY + timedelta(hours=hours))
    script, asked_at = prologue.script(), prologue.asked_at(number)

    occurrence = next_occurrence(
        script.cadence,
        "micro",
        start=script.start,
        at=asked_at.time().replace(second=0, microsecond=0),
        zone="Asia/Shanghai",
        after=midnight(prologue.today) - timedelta(minutes=1),
    )

    assert occurrence.day == prologue.today
    assert prologue.now - timedelta(minutes=21) <= occurrence.due_at <= prologue.now


def test_the_two_that_one_can_be_speak_chinese_and_english_on_phones_of_their_own():
    made = Prologue(1, MONDAY).families()

    assert [made[number].language for number in (CHINESE, ENGLISH)] == ["zh-Hans", "en"]
    assert not any(made[number].shares_phone for number in (CHINESE, ENGLISH))
