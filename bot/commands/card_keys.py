"""The keys of a card as a person reads them: how each score comes about and what it means."""

from collections.abc import Iterator
from decimal import Decimal

from bot.commands.page_lines import cited, lines, say
from scales.keys import Bands, Missing, Scale
from scales.model import Card


def keys(card: Card, scale: Scale, language: str) -> Iterator[str]:
    """Yield the lines of one scale: its rule, its missing rule, bands, cut-offs and changes, with sources."""
    low, high = scale.range
    yield ""
    yield f"{card.id}_{scale.id}, {low} to {high}, higher is {scale.higher}"
    yield from lines("rule", _rule(scale))
    yield from lines("key", cited(scale.source or card.key_source))
    if scale.items:
        yield from lines("missing", _missing(scale.missing or card.missing))
    if scale.missing_if_chosen:
        yield from lines("or, if chosen", _missing(scale.missing_if_chosen))
    for bands in (scale.bands, *scale.further_bands):
        if bands:
            yield from lines("bands", f"{_bands(bands, language)}. {cited(bands.source)}")
    for cutoff in scale.cutoffs:
        yield from lines("cut-off", f"{cutoff.op} {cutoff.value}: {cutoff.use}. {cited(cutoff.source)}")
    yield from _change(scale)


def _change(scale: Scale) -> Iterator[str]:
    for each in scale.reliability:
        whom = ", ".join(str(part) for part in (each.population, each.n and f"n = {each.n}") if part)
        yield from lines("reliability", f"{each.kind} {each.value} {whom}. {cited(each.source)}")
    for sample in scale.reference:
        mean = "" if sample.mean is None else f"mean {sample.mean}, "
        yield from lines("sample", f"{sample.population}: {mean}SD {sample.sd}. {cited(sample.source)}")
    for threshold in scale.change:
        unit = threshold.unit.replace("_", " ")
        yield from lines("change", f"{threshold.kind} {threshold.value} {unit}. {cited(threshold.source)}")


def _rule(scale: Scale) -> str:
    if scale.conditions:
        met = (f"{each.scale} {_span(each.low, each.high)}" for each in scale.conditions)
        return f"1 for {' and '.join(met)}, else 0"
    parts = ", ".join((*scale.items, *scale.scales))
    add, times = scale.transformation.add, scale.transformation.times
    moved = f", then (raw + {add}) × {times}" if add or times != 1 else ""
    least = f" from {scale.threshold} on" if scale.threshold is not None else ""
    own = "".join(f" ({item} from {value} on)" for item, value in scale.thresholds.items())
    return f"{scale.rule}{least}{own} of {parts}{moved}"


def _span(low: Decimal | None, high: Decimal | None) -> str:
    return f">= {low}" if high is None else f"<= {high}" if low is None else f"from {low} to {high}"


def _missing(rule: Missing) -> str:
    fill = {
        "none": "the others are left out",
        "mean": "the mean of the others stands for them",
        "zero": "they count 0",
    }
    least = (
        f"{rule.at_least} answers are enough, {fill[rule.fill]}" if rule.at_least else "every item is needed"
    )
    never = f"; never made up: {', '.join(rule.never_impute)}" if rule.never_impute else ""
    return f"{least}{never}. {cited(rule.source)}"


def _bands(bands: Bands, language: str) -> str:
    use = f"({bands.use}) " if bands.use else ""
    return use + ", ".join(f"from {each.low} {say(each.label, language)}" for each in bands.steps)
