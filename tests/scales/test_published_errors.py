"""Errors that others have published: none of them comes out here."""

from decimal import Decimal

import pytest
import yaml

from scales import registry
from scales.model import Absent, Score
from scales.registry import parse
from scales.scoring import columns, score
from scales.strict_yaml import CardFaults
from tests.scales.forms import SOURCE, content, named


def scores(id: str, values: list[int | None]) -> dict[str, Score | Absent]:
    """The results of a card whose first items are answered in order."""
    card = registry.card(id)
    return {result.scale: result for result in score(card, dict(zip(columns(card), values, strict=False)))}


def test_a_phq9_is_added_up_anew_whatever_total_was_recorded_with_it():
    recorded = 13  # HL7/sdc, the example response of the PHQ-9

    found = scores("phq9", [0, 0, 0, 1, 2, 1, 3, 2, 1])["total"]

    assert found == Score("total", Decimal(10), "moderate")
    assert found.value != recorded


def test_nineteen_points_of_the_phq9_are_moderately_severe_and_no_total_is_both_that_and_moderate():
    steps = registry.card("phq9").scales[0].bands.steps  # HL7/sdc prints "19-14: Moderate"

    assert [(band.id, band.low) for band in steps][2:4] == [("moderate", 10), ("moderately_severe", 15)]
    assert scores("phq9", [3, 3, 3, 3, 3, 3, 1, 0, 0])["total"].band == "moderately_severe"


def test_a_card_that_asks_the_same_question_twice_is_refused():
    items = [*map(named, "abc"), named("c") | {"id": "d"}]  # reproschema, PHQ-15: items 8 and 9, 12 and 13

    with pytest.raises(CardFaults, match="'word c' is asked twice"):
        parse(yaml.safe_dump(content(items=items)), "form.yaml")


def test_a_card_with_more_items_than_its_key_adds_up_is_refused():
    data = content(items=[*map(named, "abcde")])  # reproschema, PHQ-15: 16 items, of which 15 are added up

    with pytest.raises(CardFaults, match=r"items\.4: belongs to no scale"):
        parse(yaml.safe_dump(data), "form.yaml")


def test_the_phq15_has_fifteen_different_items_with_fainting_and_looks_back_on_four_weeks():
    phq15 = registry.card("phq15")

    assert len({item.en for item in phq15.items}) == 15
    assert phq15.item("faint").en == "Fainting spells"
    assert phq15.recall == "P28D"


@pytest.mark.parametrize(
    ("highs", "said"),
    [
        pytest.param((5, 12), "b0 overlaps the next: it must end at 4, not at 5", id="overlap"),
        pytest.param((3, 12), "b0 leaves a gap to the next: it must end at 4, not at 3", id="gap"),
        pytest.param((4, 11), "b5 leaves a gap to the next: it must end at 12, not at 11", id="short"),
    ],
)
def test_bands_that_overlap_or_leave_a_gap_are_refused(highs, said):
    words = {"en": "word", "zh_hans": "词"}  # hippocrates, GAD-7: 0-5 minimal, 5-9 mild
    steps = [
        {"id": f"b{low}", "low": low, "high": high, "label": words}
        for low, high in zip((0, 5), highs, strict=True)
    ]

    with pytest.raises(CardFaults, match=said):
        parse(yaml.safe_dump(content(scale={"bands": {"source": SOURCE, "steps": steps}})), "form.yaml")


def test_five_points_of_the_gad7_are_mild_and_nothing_else():
    assert scores("gad7", [1, 1, 1, 1, 1, 0, 0])["total"].band == "mild"
    assert scores("gad7", [1, 1, 1, 1, 0, 0, 0])["total"].band == "minimal"


def test_the_answers_of_the_phq9_are_not_shifted_by_one():
    values = {option.en: option.value for option in registry.card("phq9").options}  # a bot in Portuguese

    assert values == {
        "Not at all": 0,
        "Several days": 1,
        "More than half the days": 2,
        "Nearly every day": 3,
    }


def test_the_prosocial_items_of_the_sdq_are_not_the_last_five():
    prosocial = {1, 4, 9, 17, 20}  # menta_question takes 21 to 25

    high = scores("sdq", [2 if n in prosocial else 0 for n in range(1, 26)])
    last = scores("sdq", [2 if n > 20 else 0 for n in range(1, 26)])

    assert high["prosocial"].value == 10
    assert last["prosocial"].value == 0


def test_fifteen_points_of_the_phq15_are_high():
    assert scores("phq15", [1] * 15)["total"] == Score("total", Decimal(15), "high")  # MII calls it medium


@pytest.mark.parametrize("id", ["phq9", "phq8", "gad7", "phq15", "who5", "bsfc_s"])
def test_an_unanswered_question_is_not_a_zero(id):
    count = len(columns(registry.card(id)))  # LHC-Forms adds up unanswered questions as 0

    results = scores(id, [1] * (count - 1))

    (total,) = [result for scale, result in results.items() if scale in ("total", "percent")]
    assert isinstance(total, Absent)


def test_a_raw_sum_of_42_on_the_sds_is_not_rounded_up_into_a_positive_screen():
    sds = registry.card("sds")
    reverse = [item.id for item in sds.items if item.reverse]
    answers = {item.id: 1 for item in sds.items} | dict.fromkeys(reverse[2:], 2)

    raw, index = score(sds, answers)

    assert raw.value == 42
    assert index == Score("index", Decimal("52.50"), "below")


def test_raw_and_index_cut_offs_of_the_zung_scales_are_kept_apart():
    for id in ("sas", "sds"):
        raw, index = registry.card(id).scales

        assert raw.bands is None
        assert {cutoff.value for cutoff in raw.cutoffs} <= {36, 40, 41}
        assert [band.low for band in index.bands.steps][1] in {50, 53}


def test_the_lowest_answer_of_the_gad7_is_not_at_all_and_does_not_ask_how_sure():
    assert registry.card("gad7").options[0].en == "Not at all"
