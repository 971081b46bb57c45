"""Whether the keys of a scale can work: known parts, the range they reach, an honest missing rule."""

from collections.abc import Iterator
from fractions import Fraction

from scales.band_checks import band_faults
from scales.keys import Missing, Scale
from scales.model import Card


def key_faults(card: Card, scale: Scale) -> Iterator[tuple[str, str]]:
    """Yield (field, what is wrong) for one scale of `card`."""
    unknown = list(_parts(card, scale))
    if unknown:
        yield from unknown
        return
    yield from _range(card, scale)
    if scale.items:
        yield from _missing(card, scale, "missing", scale.missing or card.missing)
        if scale.missing_if_chosen:
            yield from _missing(card, scale, "missing_if_chosen", scale.missing_if_chosen)
    yield from band_faults(scale)
    if any(not scale.range[0] <= cutoff.value <= scale.range[1] for cutoff in scale.cutoffs):
        yield "cutoffs", f"a cut-off lies outside of {scale.range[0]} to {scale.range[1]}"
    if len(scale.items) == 1 and (scale.reliability or scale.change):
        yield "reliability", "a single item has no reliability, and so no reliable change"


def _parts(card: Card, scale: Scale) -> Iterator[tuple[str, str]]:
    """Check what a scale is made of: one kind of part, each known, each once, none that comes later."""
    if sum(map(bool, (scale.items, scale.scales, scale.conditions))) != 1:
        yield "items", "a scale is over items, over scales, or over conditions"
    if (scale.rule == "met") != bool(scale.conditions) or (scale.rule == "count" and not scale.items):
        yield "rule", "`met` is for conditions, and `count` for items"
    if (scale.rule == "count") != (scale.threshold is not None) or not set(scale.items) >= set(
        scale.thresholds
    ):
        yield "threshold", "belongs to the rule `count`, and to no other"
    scorable = {item.id for item in card.items if card.values_of(item.id)}
    if not scorable.issuperset(scale.items) or len(set(scale.items)) < len(scale.items):
        yield "items", f"each must be named once and be one of {', '.join(sorted(scorable))}"
    earlier = [each.id for each in card.scales[: card.scales.index(scale)]]
    parts = [*scale.scales, *(condition.scale for condition in scale.conditions)]
    if not set(parts) <= set(earlier) or len(set(scale.scales)) < len(scale.scales):
        yield "scales", f"each must be named once and come before it: {', '.join(earlier)}"


def _range(card: Card, scale: Scale) -> Iterator[tuple[str, str]]:
    if scale.rule == "met":
        ends = [(Fraction(0), Fraction(1))]
    elif scale.scales:
        ranges = {each.id: each.range for each in card.scales}
        ends = [(Fraction(ranges[part][0]), Fraction(ranges[part][1])) for part in scale.scales]
    elif scale.rule == "count":
        ends = [(Fraction(0), Fraction(1)) for _ in scale.items]
    else:
        values = [card.values_of(item) for item in scale.items]
        ends = [(Fraction(each[0]), Fraction(each[-1])) for each in values]
    low, high = sum(end[0] for end in ends), sum(end[1] for end in ends)
    if scale.rule == "mean":
        if len(set(ends)) > 1:
            yield "items", "a mean is taken over parts with the same lowest and highest value"
        low, high = Fraction(low, len(ends)), Fraction(high, len(ends))
    change = scale.transformation
    reached = [(end + change.add) * change.times for end in (low, high)]
    if [Fraction(end) for end in scale.range] != reached:
        yield "range", f"the items reach from {reached[0]} to {reached[1]}"


def _missing(card: Card, scale: Scale, field: str, rule: Missing) -> Iterator[tuple[str, str]]:
    lenient = rule.at_least is not None and rule.at_least < len(scale.items)
    if rule.at_least is not None and rule.at_least > len(scale.items):
        yield f"{field}.at_least", f"there are only {len(scale.items)} items"
    if lenient and rule.fill == "none" and scale.rule != "mean":
        yield f"{field}.fill", f"a {scale.rule} with missing items would be too low"
    if lenient and rule.source.evidence == "recalled" and field == "missing":
        yield f"{field}.source", "a rule that is only remembered must ask for all items"
    if rule.fill == "zero" and any(0 not in card.values_of(item) for item in scale.items):
        yield f"{field}.fill", "zero is not an answer to each of the items"
    if rule.fill == "zero" and any(card.item(item).reverse for item in scale.items):
        yield f"{field}.fill", "a blank would be worth most where an item is turned round"
    if unknown := set(rule.never_impute) - {item.id for item in card.items}:
        yield f"{field}.never_impute", f"there is no item {', '.join(sorted(unknown))}"
