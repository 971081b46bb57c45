"""Quiet hours: a message waits until they are over, a reminder of an event goes before them, none is lost."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from scheduler.rules import AHEAD_OF_QUIET, LONGEST_QUIET, Quiet, before_quiet, instant, out_of_quiet
from tests.test_rules import zones

NIGHT = Quiet(time(21, 30), time(8, 0))
NAP = Quiet(time(13, 0), time(14, 30))
NONE = Quiet(time(0, 0), time(0, 0))
SHANGHAI = "Asia/Shanghai"

clock = st.times().map(lambda at: at.replace(second=0, microsecond=0))
quiets = st.builds(lambda start, hours: Quiet(start, shift(start, hours)), clock, st.floats(0, 20))
moments = st.datetimes(datetime(2012, 1, 1), datetime(2037, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


def shift(start: time, hours: float) -> time:
    """The wall-clock time `hours` after `start`, to the minute."""
    minutes = int(start.hour * 60 + start.minute + hours * 60) % 1440
    return time(minutes // 60, minutes % 60)


def shows_quiet(moment: datetime, zone: str, quiet: Quiet) -> bool:
    """Whether a clock on the wall shows a quiet hour: the definition a person would give."""
    wall = moment.astimezone(ZoneInfo(zone)).time()
    if quiet.start <= quiet.end:
        return quiet.start <= wall < quiet.end
    return wall >= quiet.start or wall < quiet.end


def shanghai(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 3, day, hour, minute, tzinfo=ZoneInfo(SHANGHAI))


@pytest.mark.parametrize(
    ("quiet", "moment", "sent"),
    [
        pytest.param(NIGHT, shanghai(2, 21, 29), shanghai(2, 21, 29), id="just before"),
        pytest.param(NIGHT, shanghai(2, 21, 30), shanghai(3, 8), id="as they begin"),
        pytest.param(NIGHT, shanghai(3, 0), shanghai(3, 8), id="midnight"),
        pytest.param(NIGHT, shanghai(3, 7, 59), shanghai(3, 8), id="just before they end"),
        pytest.param(NIGHT, shanghai(3, 8), shanghai(3, 8), id="as they end"),
        pytest.param(NAP, shanghai(3, 13, 10), shanghai(3, 14, 30), id="within one day"),
        pytest.param(NONE, shanghai(3, 0), shanghai(3, 0), id="no quiet hours"),
    ],
)
def test_a_message_waits_for_the_end_of_the_quiet_hours(quiet, moment, sent):
    assert out_of_quiet(moment, SHANGHAI, quiet) == sent


@pytest.mark.parametrize(
    ("quiet", "moment", "sent"),
    [
        pytest.param(NIGHT, shanghai(2, 21), shanghai(2, 21), id="not quiet yet"),
        pytest.param(NIGHT, shanghai(2, 23), shanghai(2, 21, 15), id="in the evening"),
        pytest.param(NIGHT, shanghai(3, 6), shanghai(2, 21, 15), id="in the morning"),
        pytest.param(NAP, shanghai(3, 14), shanghai(3, 12, 45), id="within one day"),
    ],
)
def test_a_reminder_of_an_event_goes_before_the_quiet_hours(quiet, moment, sent):
    assert before_quiet(moment, SHANGHAI, quiet) == sent


@given(zone=zones, quiet=quiets, moment=moments)
@example(
    zone="Europe/Berlin", quiet=Quiet(time(22), time(1, 30)), moment=datetime(2026, 10, 25, 1, 15, tzinfo=UTC)
)
@example(
    zone="Europe/Berlin",
    quiet=Quiet(time(2, 30), time(22, 30)),
    moment=datetime(2026, 3, 29, 1, 5, tzinfo=UTC),
)
@example(
    zone="Europe/Berlin", quiet=Quiet(time(2, 30), time(7)), moment=datetime(2026, 10, 25, 1, 5, tzinfo=UTC)
)
@example(
    zone="Antarctica/Casey", quiet=Quiet(time(3), time(23)), moment=datetime(2020, 10, 3, 15, tzinfo=UTC)
)
def test_a_deferred_message_is_neither_early_nor_quiet_nor_lost(zone, quiet, moment):
    sent = out_of_quiet(moment, zone, quiet)

    assert sent >= moment
    assert not shows_quiet(sent, zone, quiet)
    assert out_of_quiet(sent, zone, quiet) == sent
    assert sent - moment <= LONGEST_QUIET + timedelta(hours=6)
    assert sent.tzinfo is UTC


@given(zone=zones, quiet=quiets, moment=moments)
@example(
    zone="Europe/Berlin", quiet=Quiet(time(2, 30), time(7)), moment=datetime(2026, 3, 29, 1, 5, tzinfo=UTC)
)
@example(
    zone="Europe/Berlin", quiet=Quiet(time(2, 30), time(7)), moment=datetime(2026, 10, 25, 1, 35, tzinfo=UTC)
)
def test_a_reminder_of_an_event_is_never_later_and_never_quiet(zone, quiet, moment):
    sent = before_quiet(moment, zone, quiet)

    assert sent <= moment
    assert not shows_quiet(sent, zone, quiet)
    assert moment - sent <= LONGEST_QUIET + AHEAD_OF_QUIET + timedelta(hours=6)


@given(zone=zones, quiet=quiets, moment=moments)
def test_a_moment_that_no_clock_calls_quiet_is_kept_on_ordinary_days(zone, quiet, moment):
    around = [
        (moment + timedelta(days=n)).astimezone(ZoneInfo(zone)).utcoffset() for n in (-3, -2, -1, 0, 1, 2, 3)
    ]
    if len(set(around)) == 1 and not shows_quiet(moment, zone, quiet):
        assert out_of_quiet(moment, zone, quiet) == before_quiet(moment, zone, quiet) == moment


def test_quiet_hours_must_leave_some_time_to_speak():
    with pytest.raises(ValueError, match="leave no time to speak"):
        Quiet(time(8), time(7))


def test_quiet_hours_end_at_the_last_reading_of_a_repeated_time():
    quiet = Quiet(time(22), time(2, 30))

    sent = out_of_quiet(instant(date(2026, 10, 25), time(1), "Europe/Berlin"), "Europe/Berlin", quiet)

    assert sent.astimezone(ZoneInfo("Europe/Berlin")).isoformat() == "2026-10-25T02:30:00+01:00"


def test_a_date_that_samoa_left_out_has_no_quiet_hours():
    the_evening_before = instant(date(2011, 12, 29), time(18), "Pacific/Apia")

    assert out_of_quiet(the_evening_before, "Pacific/Apia", NAP) == the_evening_before


def test_the_night_in_which_samoa_left_out_a_date_ends_on_the_next_morning():
    before_dawn = instant(date(2011, 12, 31), time(5), "Pacific/Apia")

    assert out_of_quiet(before_dawn, "Pacific/Apia", NIGHT) == before_dawn + timedelta(hours=3)
