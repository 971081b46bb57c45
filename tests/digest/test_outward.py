"""What leaves the team: no family, and no number that stands for too few people."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db.models import Sharing
from flows.digest import compose
from reports.suppression import FEWEST
from tests import cast
from tests.digest.programme import lived
from tests.digest.ward import DUE, NAMES, WEEK

PEOPLE = {
    "n", "improved", "unchanged", "deteriorated", "attention", "rest", "came", "missed", "reached", "told",
    "tried", "helped", "caregivers",
}  # fmt: skip


def counts(value, key=""):
    """Every number of people in the figures, wherever it stands."""
    if isinstance(value, dict):
        for name, entry in value.items():
            yield from counts(entry, name)
    elif isinstance(value, list):
        for entry in value:
            yield from counts(entry, key)
    elif key in PEOPLE and value is not None:
        yield key, value


@pytest.fixture(scope="module")
def wards(small_session):
    """Wards of every size that matters for either limit."""
    return {size: lived(small_session, families=size) for size in (1, 4, 5, 6, 11, 12, 24)}


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from((1, 4, 5, 6, 11, 12, 24)), st.sampled_from(("house", "outside")))
def test_no_number_of_people_under_the_limit_is_in_a_view_that_leaves_the_team(
    small_session, wards, size, view
):
    made = compose(
        small_session, worker_id=wards[size].worker.id, week=WEEK, now=DUE, files=(), view=view
    ).figures
    least = FEWEST[view]

    small = [(name, n) for name, n in counts(made) if 0 < n < least]
    assert small == []
    assert made["lines"] == []
    for outcome in made["sections"]["outcomes"]:
        parts = [outcome[name] for name in ("improved", "unchanged", "deteriorated")]
        assert None not in parts or parts == [None] * 3


def test_a_large_enough_group_is_told_outside_too(small_session, wards):
    made = compose(
        small_session, worker_id=wards[24].worker.id, week=WEEK, now=DUE, files=(), view="outside"
    ).figures

    assert made["weeks"][-1]["items"]["mood"]["median"] is not None
    assert any(area["attention"] for area in made["sections"]["areas"])


def test_a_lead_gets_the_site_as_numbers_and_no_family(small_session):
    ward = lived(small_session)
    lead = cast.lead(small_session, ward.site, language="en")

    made = compose(small_session, worker_id=lead.id, week=WEEK, now=DUE, files=("pdf", "book"))

    assert made.message.buttons == ()
    assert "Families that need a look, by reason" in made.message.text
    assert "pressed Help" not in made.message.text
    assert "red alert open: 1" in made.message.text
    assert "C-0" not in made.message.text
    assert not [name for name in NAMES if len(name) > 1 and name in made.message.text]


def test_what_somebody_keeps_from_researchers_is_not_counted_outside(small_session):
    ward = lived(small_session, families=24)
    before = compose(
        small_session, worker_id=ward.worker.id, week=WEEK, now=DUE, files=(), view="outside"
    ).figures["sections"]["tired"]["n"]
    small_session.add(
        Sharing(
            person_id=ward.families[0].id, reader="researcher", what="scores", shared=False, changed_at=DUE
        )
    )
    small_session.flush()

    after = compose(
        small_session, worker_id=ward.worker.id, week=WEEK, now=DUE, files=(), view="outside"
    ).figures["sections"]["tired"]["n"]

    assert (before, after) == (24, 23)
