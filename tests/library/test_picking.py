"""Which step is offered next: never one that was not for them, first what helped."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from flows.picking import HELPED, LITTLE, NOT, RESTS, VERDICTS, pick

TODAY = date(2026, 3, 2)
NAMES = ["anger", "guilt", "rest", "sleep", "steps", "talk"]
PIECES = st.lists(st.sampled_from(NAMES), unique=True)
SAID = st.dictionaries(st.sampled_from(NAMES), st.sampled_from(VERDICTS))
KEPT = st.sets(st.sampled_from(NAMES))
OFFERED = st.dictionaries(
    st.sampled_from(NAMES), st.integers(0, 90).map(lambda days: TODAY - timedelta(days=days))
)


def picked(fitting, verdicts=None, favourites=(), offered=None):
    return pick(fitting, verdicts=verdicts or {}, favourites=favourites, offered=offered or {}, today=TODAY)


@given(PIECES, SAID, KEPT, OFFERED)
def test_what_is_picked_fits_and_was_never_called_not_for_me(fitting, verdicts, favourites, offered):
    piece = picked(fitting, verdicts, favourites, offered)

    assert piece is None or (piece in fitting and verdicts.get(piece) != NOT)


@given(PIECES, SAID, KEPT, OFFERED)
def test_nothing_comes_again_within_six_weeks_unless_it_is_a_favourite(
    fitting, verdicts, favourites, offered
):
    piece = picked(fitting, verdicts, favourites, offered)

    if piece in offered and piece not in favourites:
        assert TODAY - offered[piece] >= RESTS


@given(PIECES, SAID, KEPT, OFFERED)
def test_as_long_as_something_that_helped_is_free_that_is_what_comes(fitting, verdicts, favourites, offered):
    piece = picked(fitting, verdicts, favourites, offered)

    free = [
        each
        for each in fitting
        if verdicts.get(each) == HELPED
        and (each in favourites or TODAY - offered.get(each, date.min) >= RESTS)
    ]
    assert not free or verdicts.get(piece or "") == HELPED


@given(PIECES, SAID, KEPT, OFFERED)
def test_nothing_comes_only_where_nothing_is_left(fitting, verdicts, favourites, offered):
    if picked(fitting, verdicts, favourites, offered) is None:
        assert all(
            verdicts.get(each) == NOT or (each not in favourites and TODAY - offered[each] < RESTS)
            for each in fitting
        )


@given(PIECES, SAID, KEPT, OFFERED, st.sampled_from(NAMES))
def test_saying_that_it_is_not_for_me_takes_away_that_one_alone(fitting, verdicts, favourites, offered, name):
    before = picked(fitting, verdicts, favourites, offered)
    after = picked(fitting, {**verdicts, name: NOT}, favourites, offered)

    assert after != name
    assert before in (name, after)


def test_without_any_history_the_first_that_fits_comes():
    assert picked(["sleep", "rest"]) == "sleep"


def test_a_favourite_comes_before_what_is_new_and_what_is_new_before_what_helped_a_little():
    assert picked(["sleep", "rest"], favourites={"rest"}) == "rest"
    assert picked(["sleep", "rest"], {"sleep": LITTLE}) == "rest"


def test_of_two_that_helped_the_one_offered_longer_ago_comes():
    helped = {"sleep": HELPED, "rest": HELPED}
    offered = {"sleep": TODAY - timedelta(weeks=7), "rest": TODAY - timedelta(weeks=8)}

    assert picked(["sleep", "rest"], helped, offered=offered) == "rest"
