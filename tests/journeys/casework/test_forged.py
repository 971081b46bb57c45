"""Forged buttons of casework: whoever presses what, nothing of another programme's shows or changes."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db.models import Role
from tests.journeys.casework.desk import MOST_LINES, NURSE, pass_on, staff, write
from tests.journeys.newcomers import dump
from tests.journeys.staff import ADMIN, ELSEWHERE, an_admin, worker_elsewhere
from tests.journeys.ward import AMINA, OTHER, WORKER, Ward

SECRET = "Only between us."
# What anybody's own acts may write: a dialogue of their own, and how they are written down.
OWN = frozenset({"drafts", "audit_events"})
STAFF = ["list", "case", "where", "picture", "note", "assign", "write", "send", "letters", "letter", "leave"]
VERBS = st.sampled_from([*STAFF, "draft", "word", "pass", "here"])
PARTS = st.one_of(
    st.integers(0, 9).map(str),
    st.sampled_from(
        ["all", "mine", "everybody", "today", "new", "add", "done", "open", "fold", "answer", "yes"]
    ),
    st.sampled_from(
        ["ward", "home", "bed", "who", "since", "until", "end", "cancel", "answers", "notes", "place"]
    ),
    st.sampled_from(["2026-03-04", "0", "999999999999999", "-1", ""]),
)
CRAFTED = st.tuples(VERBS, st.lists(PARTS, max_size=3)).map(lambda made: ":".join([made[0], *made[1]]))
TAPS = st.lists(CRAFTED, min_size=1, max_size=15)


@pytest.fixture
async def busy(ward: Ward) -> Ward:
    """A ward in which Amina and Lin have written to each other, with others who have no part in it."""
    await worker_elsewhere(ward)
    await an_admin(ward)
    await staff(ward, NURSE, Role.MEDICAL_WORKER)
    await pass_on(ward, SECRET)
    await write(ward, SECRET)
    await ward.beat()
    await ward.tap(WORKER, "note:new:1", forged=True)
    await ward.text(WORKER, SECRET)
    return ward


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(user=st.sampled_from([OTHER, ELSEWHERE, NURSE, ADMIN]), taps=TAPS)
async def test_nobody_without_a_part_in_it_sees_or_changes_anything(
    busy: Ward, user: int, taps: list[str]
) -> None:
    if user == OTHER:
        taps = [data for data in taps if not data.startswith("here:")]  # where one's own child is
    if user == ELSEWHERE:
        taps = [data for data in taps if data != "leave:yes"]  # one's own leave
    before = {name: rows for name, rows in dump(busy).items() if name not in OWN}
    heard = len(busy.said(user))

    for data in taps:
        calls = len(busy.box.calls)
        await busy.tap(user, data, forged=True)
        assert len(busy.box.calls) > calls, "the tap was passed over in silence"

    assert {name: rows for name, rows in dump(busy).items() if name not in OWN} == before
    assert not [said for said in busy.said(user)[heard:] if SECRET in said or "Amina" in said]


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(taps=TAPS)
async def test_whatever_a_worker_presses_is_answered_in_at_most_seven_lines(
    busy: Ward, taps: list[str]
) -> None:
    for data in taps:
        await busy.tap(WORKER, data, forged=True)
        assert len(busy.last(WORKER).splitlines()) <= MOST_LINES + 2, data  # a refusal stands above
        assert all(len(button.encode()) <= 64 for button in busy.buttons(WORKER))


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(taps=TAPS)
async def test_a_family_reaches_only_its_own_letters(busy: Ward, taps: list[str]) -> None:
    notes = dump(busy)["notes"]

    for data in taps:
        await busy.tap(AMINA, data, forged=True)
        assert "C-01" not in busy.last(AMINA)

    assert dump(busy)["notes"] == notes
