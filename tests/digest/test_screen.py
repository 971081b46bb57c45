"""The digest fits one phone screen: seven families at most, and whoever is left out is counted."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from content.catalogue import LANGUAGES
from reports.lines import URGENCY
from reports.model import Line, Reason
from tests.digest.made_up import ALERTS, PAUSES, figures, line, said

SCREEN = 900
LINES = st.lists(
    st.builds(
        Line,
        st.integers(1, 99),
        st.text(min_size=1, max_size=140),
        st.lists(
            st.builds(
                Reason,
                st.sampled_from(URGENCY),
                st.dates(date(2026, 1, 1), date(2026, 12, 31)),
                st.sampled_from([*ALERTS, *PAUSES, "", "new_reason"]),
            ),
            min_size=1,
            max_size=8,
        ).map(tuple),
    ),
    max_size=40,
)


@given(LINES, st.sampled_from(list(LANGUAGES)), st.booleans(), st.booleans(), st.text(max_size=120))
def test_the_message_fits_one_screen_whatever_happened(lines, language, synthetic, so_far, name):
    made = figures(lines, synthetic=synthetic, so_far=so_far, programmes=(name,))

    assert len(said(made, language)) <= SCREEN


def test_seven_families_are_shown_and_the_others_counted():
    shown_lines = said(figures([line(number, "quiet") for number in range(1, 11)])).splitlines()

    assert [one[:4] for one in shown_lines if one.startswith("C-")] == [f"C-{n:02d}" for n in range(1, 8)]
    assert shown_lines[-1] == "and 3 more in the document"


def test_families_that_do_not_fit_are_counted_too():
    crowd = [line(number, "load", "quiet", label=f"C-{number:02d} ({'x' * 120})") for number in range(1, 10)]

    told = said(figures(crowd)).splitlines()

    families = [one for one in told if one.startswith("C-")]
    assert len("\n".join(told)) <= SCREEN
    assert 1 < len(families) < 7
    assert told[-1] == f"and {9 - len(families)} more in the document"


def test_second_reasons_give_way_before_families_do():
    crowd = [line(number, "load", "screening", label="C" * 30) for number in range(1, 8)]

    told = said(figures(crowd)).splitlines()

    families = [one for one in told if one.startswith("C" * 30)]
    assert len(families) == 7
    assert all(one.endswith("+1 more reason") for one in families)
