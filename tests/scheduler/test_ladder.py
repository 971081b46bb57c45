"""The rule of the ladder: what is due when, for any configuration and any clock."""

from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.models import SiteRow, Tier
from flows.ladder import Ladder, Rung, again, chosen, contact_by, turn
from tests.cast import MONDAY

STEPS = Ladder().steps(Tier.RED, taken=False)
MINUTE = timedelta(minutes=1)


def site(**columns: object) -> SiteRow:
    """A ward in Shanghai with day duty."""
    given: dict[str, object] = {
        "zone": "Asia/Shanghai", "duty_from": time(8, 30), "duty_to": time(17, 30), "duty_days": "12345",
        "seven_day_cover": False, "ladder": None,
    }  # fmt: skip
    return SiteRow(**given | columns)


def local(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment in March 2026 by the ward's clock; the 2nd is a Monday."""
    return datetime(2026, 3, day, hour, minute, tzinfo=UTC) - timedelta(hours=8)


def test_the_default_ladder_is_the_one_that_was_agreed() -> None:
    rings = [(step.after // MINUTE, step.rung, step.pages) for step in STEPS if step.rung != Rung.HEARD]

    assert rings == [
        (0, "first", False),
        (5, "first", False),
        (15, "backup", False),
        (30, "admin", False),
        (60, "everyone", True),
    ]


def test_amber_rings_once_and_is_then_left_to_the_digest() -> None:
    steps = Ladder().steps(Tier.AMBER, taken=False)

    assert [step.rung for step in steps] == [Rung.FIRST, Rung.HEARD, Rung.HEARD]


def test_an_overdue_contact_rings_its_holder_first_and_then_climbs() -> None:
    steps = Ladder().steps(Tier.RED, taken=True)

    assert [step.rung for step in steps] == [Rung.HOLDER, Rung.BACKUP, Rung.ADMIN, Rung.EVERYONE]


@given(st.lists(st.integers(0, 90 * 60), max_size=40))
def test_every_step_comes_once_in_its_order_however_the_beats_fall(moments: list[int]) -> None:
    done, came = 0, []
    for seconds in [*sorted(moments), 60 * 60]:
        now = MONDAY + timedelta(seconds=seconds)
        due = turn(STEPS, MONDAY, done, now)
        came += due.due
        done = due.done
        assert all(MONDAY + step.after <= now for step in due.due)

    assert tuple(came) == STEPS


@given(st.integers(0, len(STEPS)), st.integers(0, 7200))
def test_what_comes_next_lies_in_the_future(done: int, seconds: int) -> None:
    now = MONDAY + timedelta(seconds=seconds)

    due = turn(STEPS, MONDAY, done, now)

    assert due.next_at is None or due.next_at > now
    assert turn(STEPS, MONDAY, due.done, now).due == ()


@pytest.mark.parametrize(
    ("now", "then"),
    [
        (local(2, 9), local(2, 10)),
        (local(2, 16, 45), local(3, 8, 30)),
        (local(3, 3), local(3, 8, 30)),
        (local(3, 8), local(3, 8, 30)),
        (local(6, 20), local(9, 8, 30)),
    ],
)
def test_at_the_top_it_rings_at_every_hour_of_duty_and_when_duty_begins(
    now: datetime, then: datetime
) -> None:
    assert again(site(), now) == then


def test_a_site_without_a_duty_day_is_rung_again_after_a_day() -> None:
    assert again(site(duty_days=""), local(2, 9)) == local(3, 9)
    assert contact_by(site(duty_days=""), local(2, 9)) == local(3, 9)


@pytest.mark.parametrize(
    ("taken", "due"),
    [
        (local(2, 9), local(2, 13)),
        (local(2, 16, 30), local(3, 11, 30)),
        (local(3, 3), local(3, 12, 30)),
        (local(6, 16, 30), local(9, 11, 30)),
        (local(7, 12), local(9, 12, 30)),
    ],
)
def test_contact_is_due_after_four_duty_hours(taken: datetime, due: datetime) -> None:
    assert contact_by(site(), taken) == due


def test_where_seven_day_cover_is_agreed_it_is_due_within_a_day() -> None:
    assert contact_by(site(seven_day_cover=True), local(6, 16, 30)) == local(7, 16, 30)
    assert contact_by(site(seven_day_cover=True), local(2, 9)) == local(2, 13)


def test_a_site_has_a_ladder_of_its_own() -> None:
    own = chosen(site(), {"backup": 10, "admin": 20, "everyone": 40, "repeat": None})

    assert own.to_json() == {"backup": 10, "admin": 20, "everyone": 40}
    assert Ladder.of(site(ladder=own.to_json())) == own


@pytest.mark.parametrize("wishes", [{"repeat": 15}, {"repeat": 0}, {"everyone": 1441}, {"contact_hours": 0}])
def test_a_ladder_that_does_not_climb_is_refused(wishes: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="must"):
        chosen(site(), wishes)
