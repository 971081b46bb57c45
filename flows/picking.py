"""Picking: which piece is offered next. Pure."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta

HELPED, LITTLE, NOT = "helped", "little", "not"
VERDICTS = (HELPED, LITTLE, NOT)
RESTS = timedelta(weeks=6)
"""For so long a piece that was offered is not offered again, unless the person keeps it at hand."""


def pick(
    fitting: Sequence[str],
    *,
    verdicts: Mapping[str, str],
    favourites: Collection[str],
    offered: Mapping[str, date],
    today: date,
) -> str | None:
    """Return the piece to offer out of those that fit, given first to last, or None where none is left.

    Never one that the person found not to be for them; never one that rests, unless it is a favourite. What
    helped comes first, then what they keep, then what is new to them, then what helped a little; among equals
    the one that was offered longest ago or never.
    """
    open_to = [
        piece
        for piece in fitting
        if verdicts.get(piece) != NOT and (piece in favourites or not _rests(offered.get(piece), today))
    ]

    def rank(piece: str) -> tuple[int, date, int]:
        return _worth(piece, verdicts, favourites), offered.get(piece, date.min), fitting.index(piece)

    return min(open_to, key=rank, default=None)


def _rests(last: date | None, today: date) -> bool:
    return last is not None and today - last < RESTS


def _worth(piece: str, verdicts: Mapping[str, str], favourites: Collection[str]) -> int:
    said = verdicts.get(piece)
    if said == HELPED:
        return 0
    if piece in favourites:
        return 1
    return 3 if said == LITTLE else 2
