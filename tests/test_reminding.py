"""When a session's reminders come: the rule alone, for any zone, hour and moment."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.moments import day_and_hour, read_day, read_hour
from flows.meeting import DAY, HOURS, WEEK
from scheduler.reminding import BEFORE, next_look, reminders
from scheduler.rules import local_date, out_of_quiet
from scheduler.settling import QUIET
from tests.cast import MONDAY

ZONES = (
    "Asia/Shanghai", "Europe/London", "America/New_York", "Australia/Lord_Howe", "Pacific/Apia",
    "Asia/Kolkata",
)  # fmt: skip
NIGHT = timedelta(hours=12)
moments = st.integers(0, 3 * 365 * 24 * 60).map(lambda minutes: MONDAY + timedelta(minutes=minutes))
spans = st.timedeltas(timedelta(minutes=1), timedelta(days=12))


@given(starts_at=moments, ahead=spans, zone=st.sampled_from(ZONES), week=st.booleans(), told=st.booleans())
def test_no_reminder_is_quiet_or_late_or_earlier_than_a_night_before_its_time(
    starts_at, ahead, zone, week, told
):
    now = starts_at - ahead

    found = reminders(starts_at, zone, now, week_ahead=week, told=told)

    assert len({one.what for one in found}) == len(found)
    for one in found:
        assert now <= one.due_at < starts_at
        if one.due_at > now:
            assert out_of_quiet(one.due_at, zone, QUIET) == one.due_at
            wanted = starts_at - BEFORE[one.what]
            assert wanted - NIGHT <= one.due_at <= wanted
    if not week:
        assert WEEK not in {one.what for one in found}
    due = {one.what: one for one in found}
    if HOURS in due:  # after an outage never both at once
        assert all(one.not_after <= due[HOURS].due_at for one in found if one.what != HOURS)


@given(starts_at=moments, ahead=spans, zone=st.sampled_from(ZONES), asked=st.lists(spans, max_size=4))
def test_that_of_the_day_before_rides_on_a_question_of_its_date_or_comes_alone(starts_at, ahead, zone, asked):
    now = starts_at - ahead
    questions = [now + span for span in asked]

    day = next((one for one in reminders(starts_at, zone, now, questions=questions) if one.what == DAY), None)

    alone = next((one for one in reminders(starts_at, zone, now) if one.what == DAY), None)
    if day is None or day == alone:
        return
    question = day.due_at - timedelta(minutes=10)
    assert question in questions
    assert starts_at - day.due_at >= timedelta(hours=4)
    assert abs((local_date(question, zone) - local_date(starts_at, zone)).days) <= 2


def test_a_session_that_is_planned_for_today_is_told_of_at_once_but_not_after_a_move():
    starts_at = MONDAY + timedelta(hours=5)

    assert [(one.what, one.due_at) for one in reminders(starts_at, "Asia/Shanghai", MONDAY)] == [
        (DAY, MONDAY), (HOURS, starts_at - timedelta(hours=2)),
    ]  # fmt: skip
    told = reminders(starts_at, "Asia/Shanghai", MONDAY, told=True)
    assert [one.what for one in told] == [HOURS]


@given(starts_at=moments, ahead=spans)
def test_the_planner_looks_three_times_and_then_never_again(starts_at, ahead):
    now, looks = starts_at - ahead - timedelta(days=3), []
    ends, heard = starts_at + timedelta(minutes=90), starts_at + timedelta(hours=73)
    while (look := next_look(starts_at, now, ends, heard)) is not None:
        assert look > now
        looks.append(look)
        now = look

    assert looks[-2:] == [ends, heard]
    assert len(looks) == 3


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2026-12-09", "2026-12-09"), ("2026年12月9日", "2026-12-09"), ("9.12.", "2026-12-09"),
        ("12月9日", "2026-12-09"), ("12/9", "2026-12-09"), ("1.2.", "2027-02-01"), ("29.2.", None),
        ("2026-02-30", None), ("someday", None), ("", None),
        ("三月十号", "2026-03-10"), ("12月二十九日", "2026-12-29"),
        ("二〇二六年十二月九日", "2026-12-09"), ("明天", "2026-03-03"), ("tomorrow", "2026-03-03"),
        ("后天", "2026-03-04"), ("周二", "2026-03-03"), ("周一", "2026-03-09"), ("下周二", "2026-03-10"),
        ("下个星期天", "2026-03-15"), ("十十月一日", None),
    ],
)  # fmt: skip
def test_a_day_is_read_as_people_write_it(written, day):
    found = read_day(written, MONDAY.date())

    assert (found.isoformat() if found else None) == day


@pytest.mark.parametrize(
    ("written", "hour"),
    [
        ("14:30", "14:30"), ("14.30", "14:30"), ("14：30", "14:30"), ("14点半", "14:30"),
        ("下午2点半", "14:30"), ("下午两点半", "14:30"), ("上午十点一刻", "10:15"), ("晚上七点", "19:00"),
        ("中午十二点", "12:00"), ("中午一点", "13:00"), ("中午十一点半", "11:30"), ("二十五点", None),
        ("2pm", "14:00"), ("9", "09:00"), ("24:00", None), ("9:75", None), ("noon", None),
        ("两点半", "14:30"), ("2:30", "14:30"), ("02:30", "02:30"), ("早上6点", "06:00"), ("2am", "02:00"),
        ("七点", "07:00"),
    ],
)  # fmt: skip
def test_an_hour_is_read_as_people_write_it(written, hour):
    found = read_hour(written)

    assert (found.isoformat("minutes") if found else None) == hour


@given(moment=moments)
def test_every_moment_has_words_in_both_languages(moment):
    assert str(moment.day) in day_and_hour(moment, "en")
    assert day_and_hour(moment, "zh-Hans").startswith(f"{moment.month}月{moment.day}日")
