"""The core of scoring: whole columns of answers in, whole numbers out."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

import numpy as np

from scales.keys import Condition, Missing, Scale
from scales.model import Card
from scales.sheets import Counts, Flags, Sheet


@dataclass(frozen=True)
class Tally:
    """Each respondent's score in units of the last digit reported, and whether there is one.

    Whole numbers throughout: floats would round some halves down. `present` is None when all have a score.
    """

    ticks: Counts
    decimals: int
    present: Flags | None


def tallies(card: Card, sheet: Sheet) -> Mapping[str, Tally]:
    """Return the tally of every scale of `card`, by its id."""
    found: dict[str, Tally] = {}
    for scale in card.scales:
        if scale.items:
            found[scale.id] = _over_items(card, scale, sheet)
        elif scale.scales:
            found[scale.id] = _over_scales(scale, [found[part] for part in scale.scales])
        else:
            parts = [(found[condition.scale], condition) for condition in scale.conditions]
            found[scale.id] = _met(parts)
    return found


def _over_items(card: Card, scale: Scale, sheet: Sheet) -> Tally:
    rule, count = scale.missing or card.missing, len(scale.items)
    points = np.zeros(sheet.raw.shape[1], dtype=np.int32)
    for item in scale.items:
        place = sheet.places[item]
        worth = _worth(card, scale, item, sheet.raw[place])
        if sheet.missing is not None and rule.fill != "zero":
            worth = np.where(sheet.missing[place], 0, worth)
        points += worth
    whole = 1 if scale.rule == "mean" else count
    if sheet.missing is None:
        return Tally(_reported(scale, points, Fraction(whole, count)), scale.decimals, None)
    answered = (~sheet.missing[[sheet.places[item] for item in scale.items]]).sum(axis=0)
    present = _enough(rule, scale, sheet, answered)
    shared = np.full_like(answered, count) if rule.fill == "zero" else np.where(present, answered, 1)
    # A total with gaps is the mean of the answered items, for all of them.
    return Tally(_shared_out(scale, points.astype(np.int64) * whole, shared), scale.decimals, present)


def _enough(rule: Missing, scale: Scale, sheet: Sheet, answered: Counts) -> Flags:
    """Whether the missing rule lets each respondent have a score."""
    assert sheet.missing is not None, "asked only where answers are missing"
    present = answered >= (rule.at_least or len(scale.items))
    for item in rule.never_impute:
        if item in scale.items:
            present &= ~sheet.missing[sheet.places[item]]
    return present


def _worth(card: Card, scale: Scale, item: str, raw: Counts) -> Counts:
    """Return what each answer to one item is worth: turned round where the card says so."""
    if card.item(item).reverse:
        values = card.values_of(item)
        raw = values[0] + values[-1] - raw
    if scale.threshold is not None:
        return (raw >= scale.thresholds.get(item, scale.threshold)).view(np.int8)
    return raw


def _over_scales(scale: Scale, parts: list[Tally]) -> Tally:
    places = max(part.decimals for part in parts)
    points = np.zeros(parts[0].ticks.shape, dtype=np.int64)
    for part in parts:
        points += part.ticks * 10 ** (places - part.decimals)
    share = Fraction(1, 10**places * (len(parts) if scale.rule == "mean" else 1))
    return Tally(_reported(scale, points, share), scale.decimals, _all_present(parts))


def _met(parts: list[tuple[Tally, Condition]]) -> Tally:
    met = np.ones(parts[0][0].ticks.shape, dtype=np.bool_)
    for part, condition in parts:
        if condition.low is not None:
            met &= part.ticks >= ceil(condition.low.scaleb(part.decimals))
        if condition.high is not None:
            met &= part.ticks <= floor(condition.high.scaleb(part.decimals))
    return Tally(met.astype(np.int32), 0, _all_present([part for part, _ in parts]))


def _all_present(parts: list[Tally]) -> Flags | None:
    present = [part.present for part in parts if part.present is not None]
    return np.logical_and.reduce(present) if present else None


def _reported(scale: Scale, points: Counts, share: Fraction) -> Counts:
    """Return (points * share + add) * times in units of the last digit, halves rounded up."""
    unit = scale.transformation.times * 10**scale.decimals
    grow, move = share * unit, scale.transformation.add * unit
    if (grow, move) == (1, 0):
        return points
    below = grow.denominator * move.denominator
    above = points.astype(np.int64) * (grow.numerator * move.denominator) + move.numerator * grow.denominator
    return above if below == 1 else _halves_up(above, below)


def _shared_out(scale: Scale, points: Counts, shared: Counts) -> Counts:
    """Return the same where each respondent's points are shared out over another number of items."""
    add, times = scale.transformation.add, scale.transformation.times
    above = (points * add.denominator + add.numerator * shared) * times.numerator * 10**scale.decimals
    return _halves_up(above, shared * add.denominator * times.denominator)


def _halves_up(above: Counts, below: Counts | int) -> Counts:
    rounded: Counts = (2 * above + below) // (2 * below)
    return rounded
