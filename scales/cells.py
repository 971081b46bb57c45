"""Cells of a table of answers: which column is which question, and what a cell says."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from scales.model import Card

# What stands for an answer without a number, such as "no chance to see"; a blank is no answer at all.
NO_NUMBER = "n/a"
WHOLE = re.compile(r"[+-]?[0-9]+(\.0*)?")


class WrongCell(ValueError):
    """A cell that is no answer to its question."""


@dataclass(frozen=True)
class Blank:
    """The cell of a question that has no answer."""


BLANK = Blank()


def names(card: Card, item: str) -> tuple[str, str]:
    """Return what the column of an item may be called: by its place on the card, or by its id."""
    place = [each.id for each in card.items].index(item) + 1
    return f"{card.id}_{place}", item


def places(
    card: Card, heading: Sequence[str], needed: Iterable[str], welcome: Iterable[str] = ()
) -> Mapping[str, int]:
    """Return the column of each item that is needed, and of those welcome that are there.

    Raises ValueError in plain words for names that are there twice and for columns that are not there.
    """
    known = [name.strip() for name in heading]
    if twice := sorted({name for name in known if name and known.count(name) > 1}):
        raise ValueError(f"two columns have the same name: {', '.join(twice)}")
    needed = tuple(needed)
    found: dict[str, int] = {}
    for item in (*needed, *welcome):
        there = [name for name in dict.fromkeys(names(card, item)) if name in known]
        if len(there) > 1:
            raise ValueError(f"the columns {' and '.join(there)} are the same question: keep one of them")
        if there:
            found[item] = known.index(there[0])
    if lacking := [" or ".join(names(card, item)) for item in needed if item not in found]:
        raise ValueError(f"{card.id} needs more columns: {', '.join(lacking)}")
    return found


def value(card: Card, item: str, cell: str) -> int | Blank | None:
    """Return what a cell says: a number of the item, None for an answer without one, or BLANK.

    Raises WrongCell, saying what the cell may be.
    """
    text = cell.strip()
    offered = [option.value for option in card.options_for(item)]
    if not text:
        return BLANK
    if text.lower() == NO_NUMBER and None in offered:
        return None
    number = int(text.partition(".")[0]) if len(text) < 10 and WHOLE.fullmatch(text) else None
    if number is None or number not in offered:
        raise WrongCell(f"{_quoted(cell)} is not one of {', '.join(offers(card, item))}")
    return number


def offers(card: Card, item: str) -> list[str]:
    """Return what the cell of an item may say, in the order of the card."""
    return [NO_NUMBER if each.value is None else str(each.value) for each in card.options_for(item)]


def _quoted(cell: str) -> str:
    text = cell if len(cell) <= 30 else f"{cell[:29]}…"
    return text if text.isascii() and text.isprintable() and " " not in text else repr(text)
