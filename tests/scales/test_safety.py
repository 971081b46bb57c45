"""Safety is judged on each answer, whatever becomes of the form."""

import pytest

from scales import registry
from scales.model import Tier
from scales.safety import safety
from tests.scales.forms import form


@pytest.mark.parametrize(("value", "tier"), [(2, Tier.AMBER), (1, None), (0, None), (None, None)])
def test_wishing_for_contact_as_soon_as_possible_is_amber(value, tier):
    assert safety(registry.card("micro"), "contact", value) is tier


def test_no_other_item_of_the_three_cards_calls_for_anyone():
    called = {
        (card.id, item.id)
        for card in registry.load().values()
        for item in card.items
        for value in card.values_of(item.id)
        if safety(card, item.id, value)
    }

    assert called == {("micro", "contact")}


@pytest.mark.parametrize(("value", "tier"), [(0, None), (1, Tier.AMBER), (2, Tier.RED), (3, Tier.RED)])
def test_the_most_urgent_of_several_rules_counts(value, tier):
    rules = [
        {"item": "d", "op": ">=", "value": 1, "tier": "amber"},
        {"item": "d", "op": ">=", "value": 2, "tier": "red"},
    ]

    assert safety(form(safety=rules), "d", value) is tier
