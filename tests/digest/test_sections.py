"""Every figure of the digest's sections equals a recount in plain Python, on both databases."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import text

from flows.digest import compose
from tests.digest.programme import lived
from tests.digest.recount_sections import Rows, moment, number, reliable
from tests.digest.ward import DUE, WEEK

# From how many points on a change is beyond chance, whether they must be exceeded, and which way is worse.
THRESHOLDS = {
    ("phq8", "total"): (6, False, True),
    ("gad7", "total"): (reliable(4.79, 0.856), True, True),
    ("cbi_personal", "personal"): (reliable(16.5, 0.87), True, True),
    ("bsfc_s", "total"): (reliable(7, 0.93), True, True),
}


def at(value):
    return moment(value) if isinstance(value, str) else value


def raw(session, ward, due):
    """The rows of the ward, read by plain SQL."""
    ids = {"programme": ward.programme.id}

    def rows(query):
        return session.execute(text(query), ids).all()

    places = rows("SELECT person_id FROM enrolments WHERE programme_id = :programme AND role = 'caregiver'")
    scores = rows(
        "SELECT s.person_id, s.instrument, s.scale, s.value, s.scored_at FROM scores s "
        "JOIN checkins c ON c.id = s.checkin_id WHERE c.programme_id = :programme ORDER BY s.id"
    )
    answers = rows(
        "SELECT a.person_id, a.instrument, a.item, a.value, a.checkin_id, a.answered_at FROM answers a "
        "JOIN checkins c ON c.id = a.checkin_id WHERE c.programme_id = :programme ORDER BY a.id"
    )
    attendances = rows(
        "SELECT m.number, m.held_at, a.person_id, a.came FROM sessions m "
        "LEFT JOIN attendances a ON a.session_id = m.id "
        "WHERE m.programme_id = :programme AND m.state = 'held'"
    )
    practices = rows(
        "SELECT person_id, piece, because, offered_at, answered_at, tried, helped FROM practices"
    )
    return Rows(
        [person for (person,) in places],
        [(*row[:3], number(row[3]), at(row[4])) for row in scores],
        [(*row[:5], at(row[5])) for row in answers],
        [(row[0], at(row[1]), row[2], row[3]) for row in attendances],
        [(*row[:3], at(row[3]), at(row[4]), *row[5:]) for row in practices],
        due,
        "Asia/Shanghai",
    )


@pytest.fixture
def counted(session):
    """The sections of the digest of a full week, and the recount of them."""
    ward = lived(session, families=14)
    made = compose(session, worker_id=ward.worker.id, week=WEEK, now=DUE, files=())
    session.flush()
    return made.figures["sections"], raw(session, ward, DUE)


def test_who_changed_beyond_chance_equals_the_recount(counted):
    told, again = counted

    seen = {
        (one["instrument"], one["scale"]): [
            one[name] for name in ("n", "improved", "unchanged", "deteriorated")
        ]
        for one in told["outcomes"]
    }

    assert seen == again.outcomes(THRESHOLDS)
    assert all(sum(row[1:]) == row[0] for row in seen.values())


def test_the_areas_and_tiredness_equal_the_recount(counted):
    told, again = counted

    assert {one["name"]: (one["n"], one["attention"]) for one in told["areas"]} == again.areas()
    shares = [one["attention"] / one["n"] for one in told["areas"]]
    assert shares == sorted(shares, reverse=True)
    assert (told["tired"]["n"], told["tired"]["attention"]) == again.tired()


def test_sessions_steps_and_materials_equal_the_recount(counted):
    told, again = counted

    assert {one["number"]: [one["came"], one["missed"]] for one in told["sessions"]} == again.sessions()
    for name, sent in (("steps", False), ("materials", True)):
        seen = {
            one["key"]: [one[each] for each in ("reached", "told", "tried", "helped")] for one in told[name]
        }
        assert seen == again.pieces(sent)


def test_the_quality_of_the_answers_equals_the_recount(counted):
    told, again = counted
    monday = datetime(2026, 4, 6, tzinfo=ZoneInfo("Asia/Shanghai"))

    seen = tuple(told["quality"][name] for name in ("questions", "skipped", "forms", "alike", "fast"))

    assert seen == again.quality(monday, monday + timedelta(days=7))
    assert all(seen), "a week without any of these would show nothing"


def test_satisfaction_is_told_from_five_answers_on_and_three_days_after_the_session(session):
    ward = lived(session)
    weeks = {}
    for week, due in (("2026-W12", -21), ("2026-W13", -14), ("2026-W14", -7), ("2026-W15", 0)):
        made = compose(session, worker_id=ward.worker.id, week=week, now=DUE + timedelta(days=due), files=())
        found = made.figures["sections"]["satisfaction"]
        weeks[week] = found and (found["session"], found["n"])

    assert weeks == {"2026-W12": (1, 5), "2026-W13": (2, 6), "2026-W14": (3, 7), "2026-W15": (4, 8)}
    eight_hours_early = compose(
        session, worker_id=ward.worker.id, week="2026-W12", now=DUE - timedelta(days=24), files=()
    )
    assert eight_hours_early.figures["sections"]["satisfaction"] is None
