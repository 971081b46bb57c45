"""The preview against what then happens: the same messages at the same moments, and no others."""

import asyncio
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from db.models import CheckIn, Delivery, Person
from scheduler.known import known
from scheduler.preview import preview
from tests.year.lives import Life, begins, families
from tests.year.test_year import DRAWN
from tests.year.world import World

SPAN, AHEAD = timedelta(weeks=3), timedelta(days=14)


def foreseen(world: World, now, person: int) -> set[tuple]:
    """What the preview says will be sent: moment, kind and battery."""
    with world.database.read() as session:
        one = session.get_one(Person, person)
        lines = list(preview(known(session, one, now, now + AHEAD), now, now + AHEAD))
    return {(line.at, line.kind, line.what) for line in lines if line.verdict == "sent"}


def happened(world: World, now, person: int) -> set[tuple]:
    """What was sent."""
    query = (
        select(Delivery.settled_at, Delivery.kind, CheckIn.battery)
        .join(CheckIn, CheckIn.id == Delivery.about_id)
        .where(Delivery.person_id == person, Delivery.outcome == "sent", Delivery.settled_at > now)
    )
    with world.database.read() as session:
        return {tuple(row) for row in session.execute(query)}


@given(lives=families(SPAN, 3, 0), days=st.integers(0, 9))
@settings(DRAWN, max_examples=3)
def test_what_is_foreseen_is_what_happens(lives: list[Life], days: int) -> None:
    start = begins(date(2026, 3, 1))
    now = start + timedelta(days=days, minutes=1)
    world = World(lives, start)
    asyncio.run(world.live(lives, [], now))
    said = {person: foreseen(world, now, person) for person in world.people}

    asyncio.run(world.live(lives, [], now + AHEAD))

    for person in world.people:
        assert happened(world, now, person) == said[person]
