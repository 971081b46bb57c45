"""What leaves the team gives nobody away: small counts are hidden, and no subtraction brings them back."""

from collections import defaultdict
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.suppression import FEWEST, suppress, told

TABLES = st.lists(st.integers(0, 40), min_size=2, max_size=6)
KS = st.sampled_from(sorted(set(FEWEST.values())))


def test_inside_it_is_five_and_outside_eleven():
    assert FEWEST == {"team": 5, "house": 5, "outside": 11}


@given(TABLES, KS)
def test_no_count_between_one_and_k_is_shown_and_what_is_shown_is_true(counts, k):
    shown = suppress(counts, k)

    assert len(shown) == len(counts)
    assert all(seen is None or seen == count for seen, count in zip(shown, counts, strict=True))
    assert all(seen is None or seen == 0 or seen >= k for seen in shown)


@given(TABLES, KS)
def test_what_is_hidden_stands_for_k_people_and_for_two_groups_at_least(counts, k):
    shown = suppress(counts, k)
    hidden = [count for seen, count in zip(shown, counts, strict=True) if seen is None]

    if hidden and sum(counts) >= k:
        assert len(hidden) >= 2
        assert sum(hidden) >= k


@given(TABLES, KS)
def test_a_table_that_would_say_the_same_of_everybody_is_not_shown(counts, k):
    if sum(count > 0 for count in counts) < 2:
        assert set(suppress(counts, k)) == {None}


@pytest.mark.parametrize("k", [3, 5])
@pytest.mark.parametrize("cells", [2, 3])
def test_whoever_knows_the_rule_and_the_total_still_cannot_tell_a_small_count(k, cells):
    """Every table of this size with the same total and the same shown cells is tried: none is the only one.

    A count that could only be one of 1 to k-1 would be known to a reader who subtracts.
    """
    alike = defaultdict(list)
    for counts in product(range(3 * k), repeat=cells):
        alike[sum(counts), suppress(counts, k)].append(counts)

    for (total, shown), tables in alike.items():
        if total < k:
            continue
        for at in (at for at, seen in enumerate(shown) if seen is None):
            values = {table[at] for table in tables}
            assert len(values) > 1 or min(values) >= k or max(values) == 0, (total, shown, tables)


@given(st.integers(0, 40), KS)
def test_a_number_of_people_is_told_from_k_on_and_nobody_as_nobody(n, k):
    assert told(n, k) == (n if n == 0 or n >= k else None)
