"""Texts of restricted use switched off: a battery asks the rest, and says which card it left out, and why."""

import pytest
from sqlalchemy import select

from bot.site_cards import ask_as_site
from db.models import Answer, CheckIn, Kind, Progress
from tests.journeys.blocks import answer_all, answer_some, asked, in_a_wave, kept_scores
from tests.journeys.days import ends, local
from tests.journeys.ward import AMINA, Cast, Ward

pytestmark = pytest.mark.usefixtures("house_deck")


@pytest.fixture
def switch_off(restricted_off):
    """Start the bot's cards anew with the setting off."""
    return lambda: ask_as_site(restricted_off)


async def second_block(ward: Ward, people: Cast) -> None:
    """Let the day of the PHQ-15 and the WHO-5 come."""
    in_a_wave(ward, people)
    await ward.beat()
    await ward.until(local(5, 19, 30))


def instruments(ward: Ward) -> set[str]:
    """What has been answered."""
    return set(ward.ask(lambda s: s.scalars(select(Answer.instrument)).all()))


async def test_a_battery_asks_the_rest_and_keeps_the_reason(ward: Ward, people: Cast, switch_off) -> None:
    switch_off()
    await second_block(ward, people)

    await answer_all(ward)

    row = ward.ask(lambda s: s.scalars(select(CheckIn).where(CheckIn.battery == "phq15_who5")).one())
    assert (row.left_out, row.progress) == ({"who5": "switched_off"}, "done")
    assert instruments(ward) == {"phq15"}
    assert {card for _, card, _, _, _ in kept_scores(ward, people.amina)} == {"phq15"}


async def test_switched_off_half_way_nothing_more_of_it_is_shown(
    ward: Ward, people: Cast, switch_off
) -> None:
    await second_block(ward, people)
    while "phq15" in ward.buttons(AMINA)[0]:
        await answer_some(ward, 1)
    old = ward.buttons(AMINA)[0]
    assert "who5" in old

    switch_off()
    await ward.until(local(6, 19, 30))
    assert "skipped:closed" in ends(ward, Kind.REMINDER)
    await ward.tap(AMINA, old, forged=True)

    assert instruments(ward) == {"phq15"}
    assert not any("who5" in data for data in ward.buttons(AMINA))


async def test_what_was_planned_before_the_switch_goes_out_without_it(
    ward: Ward, people: Cast, switch_off
) -> None:
    in_a_wave(ward, people)
    await ward.beat()
    ward.clock.advance_to(local(5, 19, 30))
    await ward.bot.tick.plan(ward.clock.now())
    switch_off()
    await ward.beat()

    row = ward.ask(lambda s: s.scalars(select(CheckIn).where(CheckIn.battery == "phq15_who5")).one())
    assert (row.left_out, row.progress) == ({"who5": "switched_off"}, Progress.SENT)
    await answer_all(ward)
    assert asked(ward, people.amina)[-1][1:] == ("phq15_who5", "done")
