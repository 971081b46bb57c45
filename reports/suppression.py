"""Small counts in a table with a known total: which stay hidden so that none can be worked out; pure."""

from collections.abc import Sequence

TEAM, HOUSE, OUTSIDE = "team", "house", "outside"
"""Who reads: the team itself, somebody else in the institution, or somebody outside of it."""

FEWEST = {TEAM: 5, HOUSE: 5, OUTSIDE: 11}
"""The fewest people whom a number about people may stand for, by who reads."""


def suppress(counts: Sequence[int], k: int) -> tuple[int | None, ...]:
    """Return the counts of one table, or None for all of them; their sum may be known.

    One count of one to k-1 hides its whole table. To hide only so many others that subtraction fails is not
    enough: whoever knows by which rule they were chosen can tell some tables from what is left. A table in
    which everybody stands in one place is hidden as well: it would say something of each of them.
    """
    alone = max(counts, default=0) == sum(counts)
    if sum(counts) < k or alone or any(0 < count < k for count in counts):
        return (None,) * len(counts)
    return tuple(counts)


def told(n: int, k: int) -> int | None:
    """Return a number of people, or None where it is too small to be told; nobody is told as nobody."""
    return None if 0 < n < k else n
