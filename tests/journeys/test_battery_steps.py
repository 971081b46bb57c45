"""A high PHQ-4 brings the whole instrument forward, once."""

from datetime import date

import pytest
from sqlalchemy import select

from db.models import Person, Programme, Subscription
from tests import cast
from tests.journeys.blocks import answer_all, asked, in_a_wave, kept_scores, right_scores
from tests.journeys.days import local, newest
from tests.journeys.ward import AMINA, Cast, Ward

LOW = {"nervous": 0, "worry": 0, "interest": 0, "down": 0}
ANXIOUS = LOW | {"nervous": 2, "worry": 1}
SAD = LOW | {"interest": 1, "down": 2}
JUST_UNDER = {"nervous": 1, "worry": 1, "interest": 2, "down": 0}


async def phq4(ward: Ward, people: Cast, **chosen: int) -> None:
    """The programme began on the 2nd; the Sunday of week 2 asks the PHQ-4, and Amina answers."""
    in_a_wave(ward, people, starts_on=date(2026, 3, 2))
    ward.change(lambda s: s.delete(s.scalars(select(Subscription).where(Subscription.asks == "wave")).one()))
    await ward.beat()
    await ward.until(local(15, 19, 30))
    assert newest(ward, people.amina).battery == "weekly_phq4"
    await answer_all(ward, **chosen)
    await ward.beat()


@pytest.mark.parametrize(
    ("chosen", "battery"), [(ANXIOUS, "gad7"), (SAD, "phq8"), (ANXIOUS | SAD | {"nervous": 3}, "gad7_phq8")]
)
async def test_a_high_subscale_brings_its_instrument_on_the_next_free_day(
    ward: Ward, people: Cast, chosen: dict[str, int], battery: str
) -> None:
    await phq4(ward, people, **chosen)
    await ward.until(local(16, 19, 30))
    await ward.until(local(17, 19, 30))

    assert asked(ward, people.amina)[-1] == (date(2026, 3, 17), battery, "sent")
    assert ward.last(AMINA).startswith("A few more questions this time, about")
    await answer_all(ward)
    assert kept_scores(ward, people.amina) == right_scores(ward, people.amina)


@pytest.mark.parametrize("chosen", [LOW, JUST_UNDER])
async def test_anything_less_brings_nothing(ward: Ward, people: Cast, chosen: dict[str, int]) -> None:
    await phq4(ward, people, **chosen)

    assert ward.ask(lambda s: s.scalar(select(Subscription.id).where(Subscription.asks == "step"))) is None


async def test_a_second_high_screen_within_fourteen_days_brings_no_second(ward: Ward, people: Cast) -> None:
    await phq4(ward, people, **ANXIOUS)
    await ward.until(local(17, 19, 30))
    again(ward, people, date(2026, 3, 30))
    await ward.text(AMINA, "…")
    await answer_all(ward, **SAD)

    assert waiting(ward) is None


async def test_after_fourteen_days_it_may_be_brought_again(ward: Ward, people: Cast) -> None:
    await phq4(ward, people, **ANXIOUS)
    await ward.until(local(17, 19, 30))
    again(ward, people, date(2026, 3, 31))
    await ward.text(AMINA, "…")
    await answer_all(ward, **SAD)

    assert waiting(ward) == "phq8"


def again(ward: Ward, people: Cast, day: date) -> None:
    """Another PHQ-4 lies before Amina, as if it had come on this day."""
    ward.change(
        lambda s: cast.checkin(
            s, s.get_one(Person, people.amina), s.get_one(Programme, people.programme), day=day,
            battery="weekly_phq4", expires_at=local(31, 23),
        )
    )  # fmt: skip


def waiting(ward: Ward) -> str | None:
    """What waits to be brought forward."""
    return ward.ask(
        lambda s: s.scalars(select(Subscription.battery).where(Subscription.asks == "step")).one()
    )
