"""Who needs a look comes first, why in order of urgency, and nothing is said twice."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from reports.lines import URGENCY, Signal, lines, twice

NOW = datetime(2026, 4, 9, 12, tzinfo=UTC)
LABELS = {number: f"C-{number:02d}" for number in range(1, 10)}
SIGNALS = st.lists(
    st.builds(
        Signal,
        st.integers(1, 9),
        st.sampled_from(URGENCY),
        st.integers(0, 40).map(lambda days: NOW - timedelta(days=days)),
        st.sampled_from(["", "load", "contact"]),
    ),
    max_size=30,
)


def told(*signals):
    return [(line.label, [reason.code for reason in line.reasons]) for line in lines(signals, LABELS, "UTC")]


@given(SIGNALS)
def test_lines_are_ordered_by_urgency_then_by_how_long_they_wait(signals):
    found = lines(signals, LABELS, "UTC")

    ranks = [(URGENCY.index(line.reasons[0].code), line.reasons[0].since) for line in found]
    assert ranks == sorted(ranks)
    assert [line.person_id for line in found] == list(dict.fromkeys(line.person_id for line in found))
    assert {line.person_id for line in found} == {signal.person_id for signal in signals}
    for line in found:
        codes = [URGENCY.index(reason.code) for reason in line.reasons]
        assert codes == sorted(codes)


def test_a_red_alert_comes_before_one_that_waits_longer():
    assert told(Signal(1, "quiet", NOW - timedelta(days=30)), Signal(2, "alert_red", NOW)) == [
        ("C-02", ["alert_red"]),
        ("C-01", ["quiet"]),
    ]


def test_the_same_reason_twice_is_told_once_since_the_first_time():
    earlier = NOW - timedelta(days=3)
    [line] = lines(
        [Signal(1, "alert_amber", NOW, "contact"), Signal(1, "alert_amber", earlier, "contact")],
        LABELS,
        "UTC",
    )

    assert [(reason.detail, reason.since) for reason in line.reasons] == [("contact", earlier.date())]


def test_a_silence_that_is_explained_is_not_told():
    for why in ("paused", "unreachable", "stopped"):
        assert told(Signal(1, "quiet", NOW), Signal(1, why, NOW)) == [("C-01", [why])]


def test_a_load_that_is_an_alert_already_is_not_told_again():
    assert told(Signal(1, "load", NOW), Signal(1, "alert_amber", NOW, "load")) == [("C-01", ["alert_amber"])]
    assert told(Signal(1, "load", NOW), Signal(1, "alert_amber", NOW, "contact")) == [
        ("C-01", ["alert_amber", "load"])
    ]


def test_since_is_a_day_on_the_workers_calendar():
    [line] = lines([Signal(1, "quiet", datetime(2026, 4, 8, 20, tzinfo=UTC))], LABELS, "Asia/Shanghai")

    assert line.reasons[0].since == date(2026, 4, 9)


def test_twice_within_seven_days_counts_from_the_first_and_once_a_person():
    week = timedelta(days=7)
    times = [(1, NOW), (2, NOW), (1, NOW + timedelta(days=4)), (1, NOW + timedelta(days=5))]

    assert twice(times, NOW, week) == [Signal(1, "load", NOW)]
    assert twice([(1, NOW), (1, NOW + week)], NOW, week) == [Signal(1, "load", NOW)]
    assert twice([(1, NOW), (1, NOW + timedelta(days=8))], NOW, week) == []


def test_twice_before_the_last_digest_was_told_then():
    assert twice([(1, NOW), (1, NOW + timedelta(days=1))], NOW + timedelta(days=2), timedelta(days=7)) == []


def test_after_a_death_a_line_says_that_and_what_a_human_must_take():
    signals = [Signal(1, code, NOW) for code in ("screening", "bereaved", "quiet", "load")]

    assert told(*signals, Signal(1, "alert_amber", NOW, "contact")) == [("C-01", ["alert_amber", "bereaved"])]
