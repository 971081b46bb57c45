"""A rehearsal from its command to its files."""

from tests.rehearsal.stage import CAREGIVERS, WEEKS

COUNTED = (
    "sent", "answered", "scored", "expired", "withheld", "alerts", "climbed", "practices", "tried",
)  # fmt: skip
ANSWERS = """
    SELECT e.label, c.day, a.instrument, a.item, a.value, a.answered_at
    FROM answers a JOIN checkins c ON c.id = a.checkin_id JOIN enrolments e ON e.person_id = a.person_id
    ORDER BY 1, 2, 3, 4
"""
SCORES = """
    SELECT e.label, c.day, s.instrument, s.version, s.scale, s.value, s.band, s.scored_at
    FROM scores s JOIN checkins c ON c.id = s.checkin_id JOIN enrolments e ON e.person_id = s.person_id
    ORDER BY 1, 2, 3, 5
"""


def test_everything_that_was_promised_is_in_the_folder(rehearsed):
    names = {
        path.relative_to(rehearsed.out).as_posix() for path in rehearsed.out.rglob("*") if path.is_file()
    }

    digests = {f"digests/2026-W{week:02d}.{kind}" for week in (9, 10, 11) for kind in ("txt", "pdf", "json")}
    of_a_reader = {"respite.db-shm", "respite.db-wal"}  # while another test has the database open
    assert names - of_a_reader == {"journal.jsonl", "summary.json", "respite.db", "keys.txt", *digests}


def test_the_summary_has_an_object_a_week_and_their_sums(rehearsed):
    weeks, totals = rehearsed.summary["weeks"], rehearsed.summary["totals"]

    assert [week["week"] for week in weeks] == ["2026-W09", "2026-W10", "2026-W11"]
    assert [week["number"] for week in weeks] == list(range(WEEKS + 1))
    assert totals == {name: sum(week[name] for week in weeks) for name in COUNTED}


def test_the_summary_counts_what_the_database_holds(rehearsed):
    def count(query: str) -> int:
        return rehearsed.rows(query)[0][0]

    assert rehearsed.summary["totals"] == {
        "sent": count("SELECT count(*) FROM checkins WHERE sent_at IS NOT NULL"),
        "answered": count("SELECT count(*) FROM checkins WHERE progress = 'done'"),
        "scored": count("SELECT count(DISTINCT checkin_id) FROM scores"),
        "expired": count("SELECT count(*) FROM checkins WHERE closed_because IN ('unopened', 'unfinished')"),
        "withheld": count(
            "SELECT count(*) FROM deliveries WHERE kind = 'checkin' AND outcome LIKE 'withheld:%'"
        ),
        "alerts": count("SELECT count(*) FROM alerts"),
        "climbed": count(
            "SELECT count(DISTINCT about_id) FROM deliveries WHERE kind = 'alert' AND subject LIKE '%/step%'"
        ),
        "practices": count("SELECT count(*) FROM practices WHERE offered_at IS NOT NULL"),
        "tried": count("SELECT count(*) FROM practices WHERE tried"),
    }


def test_the_group_met_one_session_was_called_off_and_some_were_away(rehearsed):
    def count(query: str) -> dict[str, int]:
        return dict(rehearsed.rows(query))

    summary = rehearsed.summary
    assert summary["sessions"] == count("SELECT state, count(*) FROM sessions GROUP BY state")
    assert summary["sessions"] == {"held": 3, "cancelled": 1, "planned": 2}
    assert summary["rsvp"] == count("SELECT answer, count(*) FROM rsvps GROUP BY answer")
    assert summary["rsvp"]["coming"] > 0
    assert 0 < summary["attendance"]["came"] < summary["attendance"]["of"]
    assert [(summary["opinions"]["kept"],)] == rehearsed.rows("SELECT count(*) FROM opinions")
    steps = "SELECT count(*) FROM practices WHERE because = 'group' AND offered_at IS NOT NULL"
    assert [(summary["steps"]["arrived"],)] == rehearsed.rows(steps)
    assert summary["steps"]["arrived"] > 0
    assert rehearsed.rows("SELECT count(*) FROM session_notes") == [(3,)]
    assert rehearsed.rows("SELECT count(*) FROM drafts WHERE kind = 'opinion' AND step = '1'") == [(0,)]


def test_people_answered_and_some_did_not(rehearsed):
    totals = rehearsed.summary["totals"]

    assert 0 < totals["answered"] < totals["sent"]
    assert totals["alerts"] > 0
    assert rehearsed.rows("SELECT count(*) FROM enrolments WHERE role = 'caregiver'") == [(CAREGIVERS,)]


def test_somebody_calls_outside_of_duty_hours_and_it_rings_again(first, other):
    assert first.summary["totals"]["climbed"] + other.summary["totals"]["climbed"] > 0


def test_families_used_the_library_and_said_how_it_went(rehearsed):
    totals = rehearsed.summary["totals"]

    assert 0 < totals["tried"] <= totals["practices"]
    assert rehearsed.rows("SELECT count(*) FROM verdicts")[0][0] > 0


def test_everybody_joined_through_the_chat_and_agreed(rehearsed):
    agreed = rehearsed.rows("SELECT count(DISTINCT person_id) FROM consents")

    assert agreed == [(CAREGIVERS,)]
    assert rehearsed.rows("SELECT count(*) FROM people WHERE standing = 'joining'") == [(0,)]


def test_no_update_was_set_aside(rehearsed):
    assert rehearsed.rows("SELECT error FROM inbox WHERE shown_at IS NULL OR attempts > 0") == []


def test_the_same_seed_gives_the_same_summary_byte_for_byte(first, again):
    assert (first.out / "summary.json").read_bytes() == (again.out / "summary.json").read_bytes()


def test_the_same_seed_gives_the_same_answers_and_scores(first, again):
    assert first.rows(ANSWERS) == again.rows(ANSWERS) != []
    assert first.rows(SCORES) == again.rows(SCORES) != []


def test_the_same_seed_gives_the_same_digests(first, again):
    for path in sorted((first.out / "digests").iterdir()):
        assert path.read_bytes() == (again.out / "digests" / path.name).read_bytes(), path.name


def test_another_seed_gives_other_answers(first, other):
    assert first.rows(ANSWERS) != other.rows(ANSWERS)
    assert first.summary["weeks"] != other.summary["weeks"]
