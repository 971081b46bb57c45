"""Safety is judged on each answer, whatever becomes of the form."""

import pytest

from scales import registry
from scales.model import Absent
from scales.safety import advice, safety
from scales.scoring import score
from scales.tiers import Tier
from tests.scales.forms import SOURCE, form

# Every answer that calls for somebody; whatever is not in here calls for nobody.
CALLED = {
    ("micro", "contact", 2): Tier.AMBER,
    ("phq9", "self_harm", 1): Tier.AMBER,
    ("phq9", "self_harm", 2): Tier.RED,
    ("phq9", "self_harm", 3): Tier.RED,
    ("bsfc_s", "run_away", 3): Tier.GREY,
    ("cbi_personal", "enough", 75): Tier.GREY,
    ("cbi_personal", "enough", 100): Tier.GREY,
    ("observer", "concern", 1): Tier.RED,
    ("observer_ward", "concern", 1): Tier.RED,
    ("psc17", "i6", 2): Tier.GREY,
    ("sds", "i19", 2): Tier.AMBER,
    ("sds", "i19", 3): Tier.RED,
    ("sds", "i19", 4): Tier.RED,
    ("scl90", "i15", 2): Tier.AMBER,
    ("scl90", "i15", 3): Tier.RED,
    ("scl90", "i15", 4): Tier.RED,
    ("scl90", "i15", 5): Tier.RED,
    ("scl90", "i59", 2): Tier.AMBER,
    ("scl90", "i59", 3): Tier.AMBER,
    ("scl90", "i59", 4): Tier.AMBER,
    ("scl90", "i59", 5): Tier.AMBER,
}


def test_these_answers_and_no_others_call_for_somebody():
    called = {
        (card.id, item.id, value): tier
        for card in registry.load(with_site_supplied=True).values()
        for item in card.items
        for value in card.values_of(item.id)
        if (tier := safety(card, item.id, value))
    }

    assert called == CALLED


@pytest.mark.parametrize("key", [("micro", "contact"), ("phq9", "self_harm"), ("observer", "concern")])
def test_a_skipped_question_calls_for_nobody(key):
    assert safety(registry.card(key[0]), key[1], None) is None


def test_an_answer_is_judged_though_nothing_else_is_answered():
    phq9 = registry.card("phq9")

    assert safety(phq9, "self_harm", 3) is Tier.RED
    assert all(isinstance(result, Absent) for result in score(phq9, {"self_harm": 3}))


def test_much_chest_pain_brings_medical_advice_and_calls_for_nobody():
    phq15 = registry.card("phq15")

    assert safety(phq15, "chest", 2) is None
    assert "doctor" in advice(phq15, "chest", 2).say("en")
    assert "医生" in advice(phq15, "chest", 2).say("zh-Hans")
    assert [advice(phq15, "chest", value) for value in (0, 1, None)] == [None] * 3
    assert advice(phq15, "heart", 2) is None


@pytest.mark.parametrize(("value", "tier"), [(0, None), (1, Tier.AMBER), (2, Tier.RED), (3, Tier.RED)])
def test_the_most_urgent_of_several_rules_counts(value, tier):
    rules = [
        {"item": "d", "op": ">=", "value": 1, "tier": "amber", "source": SOURCE},
        {"item": "d", "op": ">=", "value": 2, "tier": "red", "source": SOURCE},
    ]

    assert safety(form(safety=rules), "d", value) is tier
