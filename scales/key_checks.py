"""Whether the keys of a scale can work: known items, the range they reach, bands, an honest missing rule."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from scales.keys import Bands, Missing, Scale
from scales.model import Card


def key_faults(card: Card, scale: Scale) -> Iterator[tuple[str, str]]:
    """Yield (field, what is wrong) for one scale of `card`."""
    scorable = {item.id for item in card.items if card.values_of(item.id)}
    if not scorable.issuperset(scale.items) or len(set(scale.items)) < len(scale.items):
        yield "items", f"each must be named once and be one of {', '.join(sorted(scorable))}"
        return
    if (scale.rule == "count") != (scale.threshold is not None):
        yield "threshold", "belongs to the rule `count`, and to no other"
        return
    yield from _range(card, scale)
    yield from _missing(card, scale, scale.missing or card.missing)
    if scale.bands:
        yield from _bands(scale.bands, scale.range)
    if len(scale.items) == 1 and (scale.reliability or scale.change):
        yield "reliability", "a single item has no reliability, and so no reliable change"


def _range(card: Card, scale: Scale) -> Iterator[tuple[str, str]]:
    ends = [(card.values_of(item)[0], card.values_of(item)[-1]) for item in scale.items]
    low, high = (Fraction(sum(end)) for end in zip(*ends, strict=True))
    if scale.rule == "mean":
        if len(set(ends)) > 1:
            yield "items", "a mean is taken over items with the same lowest and highest answer"
        low, high = low / len(ends), high / len(ends)
    if scale.rule == "count":
        low, high = Fraction(0), Fraction(len(ends))
    change = scale.transformation
    reached = [(end + change.add) * change.times for end in (low, high)]
    if [Fraction(end) for end in scale.range] != reached:
        yield "range", f"the items reach from {reached[0]} to {reached[1]}"


def _missing(card: Card, scale: Scale, rule: Missing) -> Iterator[tuple[str, str]]:
    lenient = rule.at_least is not None and rule.at_least < len(scale.items)
    if rule.at_least is not None and rule.at_least > len(scale.items):
        yield "missing.at_least", f"there are only {len(scale.items)} items"
    if lenient and rule.fill == "none" and scale.rule != "mean":
        yield "missing.fill", f"a {scale.rule} with missing items would be too low"
    if lenient and rule.source.evidence == "recalled":
        yield "missing.source", "a rule that is only remembered must ask for all items"
    if rule.fill == "zero" and any(0 not in card.values_of(item) for item in scale.items):
        yield "missing.fill", "zero is not an answer to each of the items"
    if unknown := set(rule.never_impute) - {item.id for item in card.items}:
        yield "missing.never_impute", f"there is no item {', '.join(sorted(unknown))}"


def _bands(bands: Bands, reach: tuple[Decimal, Decimal]) -> Iterator[tuple[str, str]]:
    lows = [band.low for band in bands.steps]
    if lows[0] != reach[0] or lows != sorted(set(lows)) or lows[-1] > reach[1]:
        yield "bands", f"must rise from {reach[0]} and begin within {reach[1]}"
    if len({band.id for band in bands.steps}) < len(lows):
        yield "bands", "two bands have the same id"
