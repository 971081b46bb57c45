"""What the digest says of the group since the programme began, counted again from the rehearsal."""

from datetime import timedelta

import pytest

from tests.digest.recount_sections import Rows, moment, number
from tests.digest.test_sections import THRESHOLDS
from tests.rehearsal.test_recount import figures, span

WEEKS = ["2026-W10", "2026-W11"]
OF_CAREGIVERS = "JOIN enrolments e ON e.person_id = c.person_id AND e.role = 'caregiver'"


def raw(rehearsed, week):
    _, _, due = span(week)
    scores = (
        f"SELECT s.person_id, s.instrument, s.scale, s.value, s.scored_at FROM scores s "  # noqa: S608
        f"JOIN checkins c ON c.id = s.checkin_id {OF_CAREGIVERS} ORDER BY s.id"
    )
    answers = (
        f"SELECT a.person_id, a.instrument, a.item, a.value, a.checkin_id, a.answered_at FROM answers a "  # noqa: S608
        f"JOIN checkins c ON c.id = a.checkin_id {OF_CAREGIVERS} ORDER BY a.id"
    )
    attendances = (
        "SELECT m.number, m.held_at, a.person_id, a.came FROM sessions m "
        "LEFT JOIN attendances a ON a.session_id = m.id WHERE m.state = 'held'"
    )
    practices = "SELECT person_id, piece, because, offered_at, answered_at, tried, helped FROM practices"
    people = rehearsed.rows("SELECT person_id FROM enrolments WHERE role = 'caregiver'")
    return Rows(
        [person for (person,) in people],
        [(*row[:3], number(row[3]), moment(row[4])) for row in rehearsed.rows(scores)],
        [(*row[:5], moment(row[5])) for row in rehearsed.rows(answers)],
        [(row[0], moment(row[1]), row[2], row[3]) for row in rehearsed.rows(attendances)],
        [(*row[:3], moment(row[3]), moment(row[4]), *row[5:]) for row in rehearsed.rows(practices)],
        due,
        "Asia/Shanghai",
    )


@pytest.mark.parametrize("week", WEEKS)
def test_areas_tiredness_and_change_equal_a_recount(rehearsed, week):
    told, again = figures(rehearsed, week)["sections"], raw(rehearsed, week)
    shown = {area: counts if counts[0] >= 5 else (counts[0], None) for area, counts in again.areas().items()}
    asked, often = again.tired()

    assert {one["name"]: (one["n"], one["attention"]) for one in told["areas"]} == shown
    assert (told["tired"]["n"], told["tired"]["attention"]) == (asked, often if asked >= 5 else None)
    changed = {
        scale: row if row[0] >= 5 else [row[0], *[None] * 3]
        for scale, row in again.outcomes(THRESHOLDS).items()
    }
    assert {
        (one["instrument"], one["scale"]): [
            one[name] for name in ("n", "improved", "unchanged", "deteriorated")
        ]
        for one in told["outcomes"]
    } == changed


@pytest.mark.parametrize("week", WEEKS)
def test_sessions_pieces_and_quality_equal_a_recount(rehearsed, week):
    told, again = figures(rehearsed, week)["sections"], raw(rehearsed, week)
    start, _, _ = span(week)

    assert {one["number"]: [one["came"], one["missed"]] for one in told["sessions"]} == again.sessions()
    for name, sent in (("steps", False), ("materials", True)):
        columns = ("reached", "told", "tried", "helped")
        seen = {one["key"]: [one[each] for each in columns] for one in told[name]}
        counted = again.pieces(sent)
        assert seen.items() <= counted.items()
        assert len(seen) == min(len(counted), 6)
    quality = tuple(told["quality"][name] for name in ("questions", "skipped", "forms", "alike", "fast"))
    assert quality == again.quality(start, start + timedelta(days=7))
