"""Safety: one answer in, how soon a person must look out."""

from scales.model import Card, Tier

MOST_URGENT_FIRST = (Tier.RED, Tier.AMBER, Tier.GREY)


def safety(card: Card, item: str, value: int | None) -> Tier | None:
    """Return the most urgent tier that this one answer calls for, or None.

    Judged when the answer is given, whatever becomes of the rest of the form. A skipped question
    calls for nothing by itself.
    """
    if value is None:
        return None
    found = {rule.tier for rule in card.safety if rule.item == item and rule.holds(value)}
    return next((tier for tier in MOST_URGENT_FIRST if tier in found), None)
