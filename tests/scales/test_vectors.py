"""Scores that people outside of this project have stated come out here too."""

from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest
import yaml

from scales import registry
from scales.model import Score
from scales.safety import safety
from scales.scoring import bands, columns, score, score_matrix

VECTORS = yaml.safe_load(Path(__file__).with_name("vectors.yaml").read_text("utf-8"))
FORMS = [
    pytest.param(registry.card(vector["card"]), form, id=f"{vector['card']}-{form['answers']}")
    for vector in VECTORS
    for form in vector["forms"]
]
NOT_SCORES = {"answers", "band", "calls"}
every_form = pytest.mark.parametrize(("card", "form"), FORMS)


def stated(form) -> dict[str, Decimal | None]:
    """The scores that were stated, by scale."""
    return {
        scale: None if value is None else Decimal(str(value))
        for scale, value in form.items()
        if scale not in NOT_SCORES
    }


@every_form
def test_a_stated_score_comes_out_of_a_single_form(card, form):
    answers = {
        item: value for item, value in zip(columns(card), form["answers"], strict=True) if value is not None
    }
    results = {result.scale: result for result in score(card, answers)}

    for scale, value in stated(form).items():
        found = results[scale].value if isinstance(results[scale], Score) else None
        assert found == value
    if "band" in form:
        assert form["band"] in {result.band for result in results.values() if isinstance(result, Score)}


@every_form
def test_a_stated_score_comes_out_of_a_matrix(card, form):
    rows = np.array([[np.nan if value is None else value for value in form["answers"]]] * 3, dtype=float)

    found = score_matrix(card, rows)

    for scale, value in stated(form).items():
        expected = [np.nan if value is None else float(value)] * 3
        assert found[scale] == pytest.approx(expected, abs=0, nan_ok=True)
    if "band" in form:
        named = [bands(scale, found[scale.id]).tolist() for scale in card.scales if scale.bands]
        assert [form["band"]] * 3 in named


def test_item_nine_of_the_phq9_calls_for_somebody_whatever_the_total():
    phq9 = registry.card("phq9")
    for vector in VECTORS:
        for form in vector["forms"]:
            if "calls" in form:
                assert bool(safety(phq9, "self_harm", form["answers"][8])) == form["calls"]
