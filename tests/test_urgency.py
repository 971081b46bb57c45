"""The order of the worklist, and when an alert is overdue."""

from datetime import datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.models import Alert, AlertState, SiteRow, Tier
from flows.casework.leaving import written_day
from flows.casework.paths import plainly, shortened
from flows.casework.urgency import ALERTS, EXPLAIN_SILENCE, ORDER, Sign, overdue, rank, telling
from tests.cast import MONDAY

SITE = SiteRow(zone="Asia/Shanghai", duty_from=time(8, 30), duty_to=time(17, 30), duty_days="12345")
SIGNS = st.lists(
    st.builds(
        Sign,
        code=st.sampled_from(ORDER),
        since=st.integers(0, 10_000).map(lambda minutes: MONDAY - timedelta(minutes=minutes)),
    ),
    max_size=12,
)


def alert(tier: str, raised_at: datetime, **columns: object) -> Alert:
    """An alert that nobody has taken."""
    return Alert(**{"tier": tier, "raised_at": raised_at, "state": AlertState.RAISED} | columns)


@given(SIGNS)
def test_each_kind_of_sign_is_told_once_from_its_beginning_most_pressing_first(signs: list[Sign]) -> None:
    told = telling(signs)

    assert [rank(one) for one in told] == sorted(rank(one) for one in told)
    codes = [one.code for one in told]
    assert len(codes) == len(set(codes))
    assert set(codes) | {"quiet"} >= {one.code for one in signs}
    for one in told:
        assert one.since == min(each.since for each in signs if each.code == one.code)


@given(SIGNS)
def test_a_silence_that_something_else_explains_is_not_told(signs: list[Sign]) -> None:
    codes = {one.code for one in telling(signs)}

    assert not ("quiet" in codes and codes & EXPLAIN_SILENCE)


def test_alerts_stand_before_everything_else() -> None:
    assert set(ORDER[: len(ALERTS)]) == ALERTS


@pytest.mark.parametrize(
    ("tier", "minutes", "late"),
    [(Tier.RED, 14, False), (Tier.RED, 16, True), (Tier.AMBER, 89, False), (Tier.AMBER, 91, False)],
)
def test_a_red_alert_waits_a_quarter_of_an_hour_for_somebody(tier: str, minutes: int, late: bool) -> None:
    assert overdue(alert(tier, MONDAY), SITE, MONDAY + timedelta(minutes=minutes)) is late


def test_an_amber_alert_has_four_duty_hours_and_the_night_is_none() -> None:
    # Raised at 16:00 there: an hour and a half is left today, and two and a half more end at 11:00 tomorrow.
    raised = alert(Tier.AMBER, MONDAY)

    assert not overdue(raised, SITE, MONDAY + timedelta(hours=18, minutes=59))
    assert overdue(raised, SITE, MONDAY + timedelta(hours=19, minutes=1))


def test_one_that_was_taken_is_overdue_by_its_own_time() -> None:
    due = MONDAY + timedelta(hours=9)
    taken = alert(Tier.RED, MONDAY, state=AlertState.TAKEN, contact_by=due)

    assert not overdue(taken, SITE, due)
    assert overdue(taken, SITE, due + timedelta(minutes=1))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("3-10", "2026-03-10"),
        ("3/10", "2026-03-10"),
        ("3月10日", "2026-03-10"),
        (" 3 月 10 日 ", "2026-03-10"),
        ("2026-03-10", "2026-03-10"),
        ("2-28", "2027-02-28"),
        ("3-2", "2026-03-02"),
        ("13-1", None),
        ("2-30", None),
        ("soon", None),
        ("", None),
    ],
)
def test_a_written_day_is_the_next_such_day(text: str, day: str | None) -> None:
    found = written_day(text, MONDAY.date())

    assert (found.isoformat() if found else None) == day


@given(st.text(max_size=60))
def test_any_text_for_a_day_is_a_day_or_none(text: str) -> None:
    found = written_day(text, MONDAY.date())

    assert found is None or found.year >= 1


@given(st.text(max_size=200), st.integers(2, 80))
def test_a_shortened_text_is_one_line_of_its_length(text: str, most: int) -> None:
    line = shortened(plainly(text), most)

    assert len(line) <= most
    assert "\n" not in line
