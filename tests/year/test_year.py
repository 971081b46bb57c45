"""Each slot exactly once or with its reason, never in the night, never over the budget, all year round."""

import asyncio
from collections import Counter
from datetime import date, time, timedelta

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select, update

from db.models import CheckIn, Delivery
from tests.year.audit import faults
from tests.year.lives import Life, Outage, Turn, begins, cadence, families, outages
from tests.year.world import Sent, World

WEEKS = timedelta(weeks=3)
YEAR = timedelta(days=365)
# Mondays before a night on which clocks change: when Ramadan begins and ends in Casablanca, and when spring
# and autumn come to New York, Berlin and Lord Howe.
NIGHTS = [date(2026, 2, 2), date(2026, 2, 23), date(2026, 3, 16), date(2026, 9, 21), date(2026, 10, 12)]
# A counterexample is a whole world: it is shown as drawn, for finding a smaller one takes hours.
DRAWN = settings(
    max_examples=6,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
    deadline=None,
)


def lived(lives: list[Life], silent: list[Outage], start: date, span: timedelta) -> World:
    """A world after so long a time, in which nothing is wrong."""
    first, world = begins(start), World(lives, begins(start))
    asyncio.run(world.live(lives, silent, first + span))
    assert faults(world, lives, first + span) == []
    return world


@given(start=st.sampled_from(NIGHTS), lives=families(WEEKS, 3, 3), silent=outages(WEEKS, 2))
@settings(DRAWN)
def test_weeks_with_nights_on_which_the_clocks_change(start, lives, silent):
    lived(lives, silent, start, WEEKS)


@pytest.mark.year
@pytest.mark.timeout(900)
@given(lives=families(YEAR, 51, 12), silent=outages(YEAR, 6))
@settings(DRAWN, max_examples=2)  # the first drawn is always the emptiest
def test_a_year(lives, silent):
    lived(lives, silent, date(2025, 12, 29), YEAR)


def small() -> tuple[World, list[Life]]:
    """One family for two weeks."""
    lives = [Life("Europe/Berlin", time(19, 30), cadence({0, 1, 2, 3, 4}, 6, waves=False, weeks=2))]
    return lived(lives, [], date(2026, 3, 23), timedelta(weeks=3)), lives


def spoil(world: World, statement: object) -> None:
    """Do to the world what no rule would."""
    with world.database.begin() as session:
        session.execute(statement)  # type: ignore[call-overload]


@pytest.mark.parametrize(
    ("said", "how"),
    [
        ("has no micro", lambda world: spoil(world, delete(CheckIn).where(CheckIn.id == 3))),
        (
            "is sending",
            lambda world: spoil(world, update(Delivery).where(Delivery.id == 3).values(state="sending")),
        ),
        ("written down", lambda world: world.sent.append(world.sent[-1])),
        (
            "was written to",
            lambda world: world.sent.append(
                Sent(1, begins(date(2026, 4, 20)), "Europe/Berlin", time(19, 30))
            ),
        ),
        ("in a week", lambda world: world.sent.extend(world.sent[-1:] * 8)),
    ],
)
def test_the_audit_sees_what_is_wrong(said, how):
    world, lives = small()

    how(world)

    assert any(said in fault for fault in faults(world, lives, world.start + timedelta(weeks=3)))


def test_a_journey_over_the_date_line_skips_nothing_without_saying_so():
    """Monday noon in São Paulo is past seven in the evening where Tuesday has come."""
    there = Turn(timedelta(days=9, hours=8), "travel", "Pacific/Apia")
    daily = cadence(set(range(7)), None, waves=False, weeks=3)
    lives = [Life("America/Sao_Paulo", time(19, 30), daily, [there])]

    world = lived(lives, [], date(2026, 3, 23), timedelta(weeks=3))

    with world.database.read() as session:
        reasons = Counter(session.scalars(select(CheckIn.closed_because)))
    assert reasons == {"moved": 1, "unopened": 13}
