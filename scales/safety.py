"""Safety: one answer in, how soon a person must look out."""

from scales.model import Card
from scales.questions import Wording
from scales.tiers import MOST_URGENT_FIRST, Tier


def safety(card: Card, item: str, value: int | None) -> Tier | None:
    """Return the most urgent tier that this one answer calls for, or None.

    Judged when the answer is given, whatever becomes of the rest of the form. A skipped question
    calls for nothing by itself.
    """
    if value is None:
        return None
    found = {rule.tier for rule in card.safety if rule.item == item and rule.holds(value)}
    return next((tier for tier in MOST_URGENT_FIRST if tier in found), None)


def advice(card: Card, item: str, value: int | None) -> Wording | None:
    """Return what is said at once to whoever gave this answer, or None."""
    if value is None:
        return None
    rules = (rule for rule in card.safety if rule.item == item and rule.holds(value))
    return next((rule.advice for rule in rules if rule.advice), None)
