"""Batteries and plans: not too much, not too soon, never twice about the same days."""

from decimal import Decimal

import pytest

from content.programmes import template
from scales import children, deck, registry
from scales.areas import OF_AREA, TIRED
from scales.batteries import BATTERIES, CHILD_WAVE, KINDS, WAVE, cards_of
from scales.dimensions import DIMENSIONS
from scales.model import Absent, Score
from scales.plans import WEEK_TAPS, Asked, battery_faults, default_plan, plan_faults
from scales.severe import GRADED
from scales.steps import brought_forward
from scheduler.cadence import Cadence

FIRST_SESSION = 8


def test_every_battery_has_a_kind_and_no_kind_is_without_a_battery():
    assert set(BATTERIES) == set(KINDS)
    assert set(KINDS.values()) == {"micro", "weekly", "wave", "step", "session", "observer", "programme"}


def test_a_name_fits_the_column_that_it_is_kept_in():
    assert max(map(len, BATTERIES)) <= 20


@pytest.mark.parametrize("battery", BATTERIES)
def test_a_battery_takes_at_most_eight_minutes_and_asks_nothing_twice(battery):
    assert battery_faults(battery) == ()


def test_a_wave_is_three_blocks_on_three_days():
    assert [[card.id for card in cards_of(block)] for _, block in sorted(WAVE.items())] == [
        ["phq8", "gad7"],
        ["phq15", "who5"],
        ["bsfc_s", "cbi_personal", "ucla3", "interpersonal"],
    ]


def test_the_short_follow_up_asks_thirty_questions():
    assert sum(len(card.items) for card in cards_of("follow_up")) == 30


def test_after_a_session_there_are_three_taps():
    (card,) = cards_of("after_session")

    assert [item.type for item in card.items] == ["choice"] * 3


def test_without_restricted_use_a_battery_asks_the_rest():
    site = deck.read(with_restricted_use=False)
    left = [card.id for card in cards_of("bsfc_cbi_ucla_social", site)]

    assert left == ["ucla3", "interpersonal"]
    assert [card.id for card in cards_of("phq15_who5", site)] == ["phq15"]
    assert all(cards_of(battery, site) for battery in BATTERIES)


def test_the_default_plan_asks_what_is_on_by_default_and_nothing_else():
    asked = {card.id for asked in default_plan() for card in cards_of(asked.battery)}
    others = {"child_social", "child_social_self", "child_wellbeing"}
    others |= {"observer", "observer_ward", "programme_rating"}

    assert {id for id, card in registry.load().items() if card.default_on} == asked | others


def test_the_default_plan_has_no_fault():
    assert plan_faults(default_plan(), FIRST_SESSION) == ()


def test_a_wave_may_look_back_to_the_very_day_of_the_first_session():
    plan = [Asked(3, "phq15_who5"), Asked(FIRST_SESSION + 28, "phq15_who5")]

    assert plan_faults(plan, FIRST_SESSION) == ()


def test_the_default_plan_asks_every_wave_in_week_0_and_week_5():
    waves = [asked for asked in default_plan() if KINDS[asked.battery] == "wave"]

    assert [asked.day for asked in waves] == [1, 3, 4, 36, 38, 39, 67, 130]


@pytest.mark.parametrize(
    ("plan", "said"),
    [
        pytest.param(
            [Asked(0, "weekly_phq4"), Asked(13, "weekly_phq4")],
            "day 13: phq4 comes after 13 days, at least 14 are needed",
            id="min_interval",
        ),
        pytest.param(
            [Asked(0, "phq8_gad7"), Asked(10, "weekly_phq4")],
            "day 10: phq4 comes 10 days after phq8 and looks back on 14",
            id="recall",
        ),
        pytest.param(
            [Asked(10, "phq8_gad7"), Asked(0, "weekly_phq4")],
            "day 10: gad7 comes 10 days after phq4 and looks back on 14",
            id="any order",
        ),
        pytest.param(
            [Asked(7, "after_session"), *(Asked(7 + day, "micro") for day in range(7))],
            "week 1: asks for 24 taps outside of waves, more than 22",
            id="too much",
        ),
        pytest.param(
            [Asked(3, "phq15_who5"), Asked(35, "phq15_who5")],
            "day 35: phq15 looks back to day 7, before the first session",
            id="first session",
        ),
        pytest.param(
            [Asked(0, "micro"), Asked(0, "micro")],
            "day 0: micro comes after 0 days, at least 1 are needed",
            id="twice a day",
        ),
    ],
)
def test_a_plan_that_asks_too_soon_or_too_much_is_told_so(plan, said):
    assert said in plan_faults(plan, FIRST_SESSION)


def plan_of(key: str) -> list[Asked]:
    """What a template asks, on which day of its run."""
    cadence = Cadence.from_json(template(key).cadence)
    return [Asked(7 * week + day, slot.battery) for slot in cadence.slots for week, day in sorted(slot.days)]


def test_the_programme_for_children_measures_them_before_and_after_and_asks_nothing_too_much():
    plan = plan_of("children")
    waves = [(asked.day // 7, asked.battery) for asked in plan if KINDS[asked.battery] == "wave"]

    assert waves == [(0, "child"), (0, "child_self"), (5, "child"), (5, "child_self")]
    assert [asked.day // 7 for asked in plan if asked.battery == "phq4"] == [1, 4]
    for first_session in range(7, 14):
        assert plan_faults(plan, first_session) == ()


def test_the_blocks_about_a_child_are_long_and_count_in_no_week():
    taps = {battery: sum(len(card.items) for card in cards_of(battery)) for battery in CHILD_WAVE}

    assert taps == {"child": 26, "child_self": 20}
    assert min(taps.values()) + 4 > WEEK_TAPS
    assert plan_faults([Asked(0, "child"), Asked(2, "child_self"), Asked(6, "phq4")]) == ()


def test_what_is_asked_week_after_week_keeps_the_limit_in_a_week_with_children():
    plan = [Asked(8, "child"), Asked(7, "after_session"), *(Asked(7 + day, "micro") for day in range(7))]

    assert plan_faults(plan) == ("week 1: asks for 24 taps outside of waves, more than 22",)


def test_a_child_and_its_parent_are_asked_in_words_of_their_own():
    parents, own = deck.card("child_social"), deck.card("child_social_self")

    assert (parents.respondent, own.respondent) == ("caregiver", "child")
    assert parents.subject == own.subject == "child"
    assert [item.id for item in parents.items] == [item.id for item in own.items]
    assert [item.reverse for item in parents.items] == [item.reverse for item in own.items]
    assert not {item.en for item in parents.items} & {item.en for item in own.items}
    assert [scale.items for scale in parents.scales] == [scale.items for scale in own.scales]


def test_of_every_form_about_children_the_scales_that_are_shown_run_from_0_to_100():
    assert [card.id for card in children.forms()] == ["child_social", "child_wellbeing", "child_social_self"]
    for card in children.forms():
        shown = [scale for scale in card.scales if scale.id in children.SCALES[card.id]]
        assert [scale.id for scale in shown] == list(children.SCALES[card.id])
        assert {tuple(scale.range) for scale in shown} == {(0, 100)}
        assert {scale.higher for scale in shown} == {"better"}


def test_nothing_that_is_told_of_caregivers_is_counted_from_a_form_about_their_child():
    forms = set(children.SCALES)

    assert forms.isdisjoint(card for card, _ in (*OF_AREA, *TIRED, *DIMENSIONS, *GRADED))


def test_a_phq4_that_comes_out_high_brings_the_whole_instrument_forward():
    high, low = Score("gad2", Decimal(3), None), Score("phq2", Decimal(2), None)

    assert brought_forward("phq4", [high, low]) == ("gad7",)
    assert brought_forward("phq4", [Score("phq2", Decimal(6), None)]) == ("phq8",)
    assert brought_forward("phq4", [low, Absent("gad2", "no answer to worry")]) == ()
    assert brought_forward("weekly", [high]) == ()
