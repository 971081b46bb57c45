"""How long a check-in stays open, when it is recalled once, and how far it can be put off."""

from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.rules import Quiet, Windows, expires_at, out_of_quiet, reminder_at, snooze_until
from scheduler.settling import QUIET
from scheduler.windows import WINDOWS as WINDOWS_OF
from tests.test_rules import zones
from tests.test_rules_quiet import moments, quiets

SENT = datetime(2026, 3, 2, 1, tzinfo=UTC)
SHANGHAI = "Asia/Shanghai"
NIGHT = Quiet(time(21, 30), time(8, 0))
WINDOWS = Windows(unopened=timedelta(hours=12), grace=timedelta(hours=2), inactivity=timedelta(hours=1))

spans = st.timedeltas(timedelta(minutes=1), timedelta(days=3))
windows = st.builds(Windows, unopened=spans, grace=spans, inactivity=spans)
later = st.none() | st.timedeltas(timedelta(0), timedelta(days=5))


def hours(count: float) -> datetime:
    """The moment `count` hours after sending."""
    return SENT + timedelta(hours=count)


@pytest.mark.parametrize(
    ("signs", "closes"),
    [
        pytest.param({}, hours(12), id="unopened"),
        pytest.param({"opened_at": hours(1)}, hours(14), id="opened: grace"),
        pytest.param({"opened_at": hours(11), "last_tap_at": hours(13.5)}, hours(14.5), id="mid-answer"),
        pytest.param({"opened_at": hours(13.8)}, hours(14.8), id="opened late"),
        pytest.param({"last_tap_at": hours(13.5)}, hours(14.5), id="tapped is opened"),
        pytest.param({"snoozed_until": hours(13)}, hours(14), id="snoozed is opened"),
        pytest.param(
            {"opened_at": hours(13.5), "snoozed_until": hours(15)}, hours(15), id="snoozed for long"
        ),
    ],
)
def test_a_check_in_closes_by_its_three_numbers(signs, closes):
    assert expires_at(WINDOWS, SENT, **signs) == closes


@given(windows=windows, opened=later, tapped=later, more=st.timedeltas(timedelta(0), timedelta(days=2)))
def test_a_later_sign_of_life_never_closes_a_check_in_earlier(windows, opened, tapped, more):
    opened_at = None if opened is None else SENT + opened
    last_tap_at = None if tapped is None else SENT + tapped
    before = expires_at(windows, SENT, opened_at, last_tap_at)

    again = (last_tap_at or opened_at or SENT) + more
    after = expires_at(windows, SENT, opened_at or again, again)

    assert after >= before >= SENT + windows.unopened
    assert after >= again + windows.inactivity


@given(windows=windows, longer=windows, tapped=later)
def test_longer_windows_never_close_earlier(windows, longer, tapped):
    last_tap_at = None if tapped is None else SENT + tapped
    both = Windows(
        max(windows.unopened, longer.unopened),
        max(windows.grace, longer.grace),
        max(windows.inactivity, longer.inactivity),
    )

    closes = expires_at(windows, SENT, last_tap_at, last_tap_at)

    assert expires_at(both, SENT, last_tap_at, last_tap_at) >= closes


def test_the_reminder_comes_half_way_through_the_window():
    assert reminder_at(WINDOWS, SENT, SHANGHAI, NIGHT) == hours(6)


def test_the_reminder_waits_for_the_morning_when_the_window_reaches_that_far():
    sent_at_six = datetime(2026, 3, 2, 10, tzinfo=UTC)
    a_day = Windows(timedelta(hours=24), timedelta(0), timedelta(0))

    assert reminder_at(a_day, sent_at_six, SHANGHAI, NIGHT) == datetime(2026, 3, 3, 0, tzinfo=UTC)


def test_there_is_no_reminder_when_quiet_hours_last_until_the_window_closes():
    sent_at_six = datetime(2026, 3, 2, 10, tzinfo=UTC)

    assert reminder_at(WINDOWS, sent_at_six, SHANGHAI, NIGHT) is None


@given(windows=windows, sent_at=moments, zone=zones, quiet=quiets)
def test_a_reminder_lies_inside_the_window_and_outside_the_quiet_hours(windows, sent_at, zone, quiet):
    moment = reminder_at(windows, sent_at, zone, quiet)

    assert moment is None or sent_at < moment < expires_at(windows, sent_at)
    assert moment is None or out_of_quiet(moment, zone, quiet) == moment


@pytest.mark.parametrize(
    ("minutes", "comes_back"),
    [
        (60, hours(11)),
        (119, hours(11) + timedelta(minutes=59)),
        (120, None),
        (600, None),
        (0, None),
        (-30, None),
    ],
)
def test_a_snooze_stays_inside_the_window(minutes, comes_back):
    assert snooze_until(minutes, hours(10), expires_at(WINDOWS, SENT)) == comes_back


@pytest.mark.parametrize("numbers", [(0, 1, 1), (1, -1, 1), (1, 1, -1)])
def test_windows_are_not_negative(numbers):
    with pytest.raises(ValueError, match="not negative"):
        Windows(*(timedelta(hours=number) for number in numbers))


def test_asked_at_the_usual_hour_there_is_room_for_a_reminder_in_the_morning():
    """19:30 and fourteen hours: the quiet hours end two hours before the window does."""
    asked = datetime(2026, 3, 2, 11, 30, tzinfo=UTC)

    moment = reminder_at(WINDOWS_OF["micro"], asked, SHANGHAI, QUIET)

    assert moment == datetime(2026, 3, 2, 23, 30, tzinfo=UTC)
