"""Thresholds of change: reckoned or published, from the better source, and the line between the sides."""

from decimal import Decimal

import pytest

from scales.change import change
from scales.thresholds import Sample, Threshold, dividing_line, noticed_from, reliable_from
from tests.scales.forms import SOURCE
from tests.scales.measures import made_up, scale_of

REMEMBERED = SOURCE | {"evidence": "recalled"}


def test_the_sd_is_the_cards_until_the_site_has_a_hundred_people():
    small, large = Sample(99, Decimal(10)), Sample(100, Decimal(10))

    assert reliable_from(made_up(), small).points == Decimal("3.92")
    assert reliable_from(made_up(), small).basis == "card_sd"
    assert reliable_from(made_up(), large).points == Decimal("7.84")
    assert reliable_from(made_up(), large).basis == "site_sd"


def test_a_reckoned_threshold_is_exceeded_and_a_published_one_reached():
    phq9 = scale_of("phq9")

    assert (reliable_from(phq9).basis, reliable_from(phq9).points) == ("published", 6)
    assert change(phq9, Decimal(16), Decimal(10)).reliable
    assert not change(phq9, Decimal(16), Decimal(11)).reliable
    assert change(phq9, Decimal(16), Decimal(10)).index is None


def test_a_change_of_just_a_reckoned_threshold_may_be_chance():
    reckoned = Threshold(Decimal("3.92"), "card_sd", (), error=Decimal(2))
    published = Threshold(Decimal("3.92"), "published", ())

    assert [reckoned.is_reached(Decimal(gain)) for gain in ("3.92", "3.93", "-3.93")] == [False, True, True]
    assert [published.is_reached(Decimal(gain)) for gain in ("3.91", "3.92", "-3.92")] == [False, True, True]


def test_reliability_over_time_is_taken_before_that_within_a_form():
    within = {"kind": "alpha", "value": "0.50", "source": SOURCE}
    over_time = {"kind": "test_retest", "value": "0.92", "source": SOURCE}

    assert reliable_from(made_up(reliability=[within, over_time])).error == 2
    assert reliable_from(made_up(reliability=[within])).error == 5


def test_a_sample_under_the_same_strain_is_taken_before_the_norm():
    norm = {"group": "norm", "sd": 50, "population": "anybody", "source": SOURCE}
    alike = {"group": "clinical", "sd": 5, "population": "people alike", "source": SOURCE}

    assert reliable_from(made_up(reference=[norm, alike])).error == 2


@pytest.mark.parametrize(
    ("card", "scale", "points"),
    [
        pytest.param("cbi_personal", "personal", "16.49", id="1.96 * sqrt(2 * .13) * 16.5"),
        pytest.param("gad7", "total", "5.04", id="1.96 * sqrt(2 * .144) * 4.79"),
        pytest.param("bsfc_s", "total", "5.13", id="1.96 * sqrt(2 * .07) * 7"),
    ],
)
def test_reliable_change_of_the_cards_worked_by_hand(card, scale, points):
    assert round(reliable_from(scale_of(card, scale)).points, 2) == Decimal(points)


def test_a_hundred_people_give_the_phq9_a_threshold_of_its_own_site():
    found = reliable_from(scale_of("phq9"), Sample(120, Decimal(5)))

    assert round(found.points, 2) == Decimal("5.19")  # 1.037 * SD
    assert found.basis == "site_sd"


def test_what_people_notice_is_taken_from_a_source_that_was_read_if_there_is_one():
    assert noticed_from(scale_of("phq9"), Decimal(20)).points == Decimal("3.7")
    assert noticed_from(scale_of("gad7"), Decimal(20)).points == 4
    assert change(scale_of("who5", "percent"), Decimal(40), Decimal(52)).noticed
    assert not change(scale_of("who5", "percent"), Decimal(40), Decimal(48)).noticed


def test_a_threshold_in_percent_is_of_the_first_score():
    scale = made_up(change=[{"kind": "mcid", "value": 20, "unit": "percent_of_first", "source": SOURCE}])

    assert noticed_from(scale, Decimal(40)).points == 8
    assert change(scale, Decimal(40), Decimal(32)).noticed
    assert not change(scale, Decimal(40), Decimal(33)).noticed


def test_a_number_that_was_read_is_taken_before_one_that_is_remembered():
    remembered = {"kind": "mcid", "value": 9, "source": REMEMBERED}
    read = {"kind": "mcid", "value": 3, "source": SOURCE}

    assert noticed_from(made_up(change=[remembered, read]), Decimal(40)).points == 3
    assert noticed_from(made_up(change=[remembered]), Decimal(40)).points == 9


def test_the_line_of_the_zung_scales_is_reckoned_from_parents_and_norm():
    sas, sds = dividing_line(scale_of("sas", "index")), dividing_line(scale_of("sds", "index"))

    assert (sas.op, round(sas.value, 2)) == (">=", Decimal("43.77"))
    assert (sds.op, round(sds.value, 2)) == (">=", Decimal("47.13"))
