"""The digest's figures equal an independent recount, on both databases."""

from datetime import date, time, timedelta

import pytest
from sqlalchemy import update

from db.models import CheckIn, Enrolment
from flows.digest import compose
from reports.weeks import name_of
from tests import cast
from tests.digest.recount import ITEMS, Recount
from tests.digest.ward import DUE, FIRST, WEEK, WEEKS, Ward, local

OUTCOMES = ("sent", "answered", "unfinished", "expired", "waiting")
LIVED = [name_of(FIRST + timedelta(weeks=week)) for week in range(WEEKS)]


def figures(session, worker, week=WEEK, now=DUE):
    return compose(session, worker_id=worker.id, week=week, now=now, files=()).figures


@pytest.fixture
def ward(session):
    return Ward(session).live().trouble()


def test_every_week_equals_the_recount(session, ward):
    counted, again = figures(session, ward.worker), Recount(session, ward.worker)

    assert [week["week"] for week in counted["weeks"]] == LIVED
    for week in counted["weeks"]:
        expected = again.outcomes(week["week"])
        assert {name: week[name] for name in OUTCOMES} == {name: expected[name] for name in OUTCOMES}
        assert week["rate"] == pytest.approx(100 * expected["answered"] / expected["sent"], abs=0.5)


def test_every_group_number_equals_the_recount(session, ward):
    counted, again = figures(session, ward.worker), Recount(session, ward.worker)

    for week in counted["weeks"]:
        for item in ITEMS:
            assert week["items"][item] == pytest.approx(again.group(week["week"], item), abs=0.0051)


def test_the_change_is_that_of_those_who_answered_in_both_weeks(session, ward):
    counted, again = figures(session, ward.worker), Recount(session, ward.worker)

    for item in ("mood", "load"):
        n, mean = again.change(LIVED[-1], LIVED[-2], item)
        assert n < 12, "somebody must have missed a week, or this test shows nothing"
        assert (counted["changes"][item]["n"], counted["changes"][item]["mean"]) == (
            n,
            pytest.approx(mean, abs=0.0051),
        )


def test_a_week_asked_for_later_gives_the_same_figures(session, ward):
    then = figures(session, ward.worker)
    session.execute(
        update(CheckIn)
        .where(CheckIn.opened_at.is_(None), CheckIn.expires_at > DUE)
        .values(progress="done", opened_at=DUE + timedelta(hours=1), done_at=DUE + timedelta(hours=2))
    )
    ward.silent(ward.families[0], date(2026, 4, 14), date(2026, 4, 16))

    assert figures(session, ward.worker, now=DUE + timedelta(days=30)) == then


def test_a_week_that_still_runs_is_counted_so_far(session, ward):
    thursday = local(date(2026, 4, 9)) - timedelta(hours=2)

    whole, so_far = figures(session, ward.worker), figures(session, ward.worker, now=thursday)

    assert (whole["so_far"], so_far["so_far"]) == (False, True)
    assert so_far["as_of"] == thursday.isoformat()


def test_other_programmes_and_other_people_do_not_count(session, ward):
    alone = figures(session, ward.worker)
    stranger = Ward(session).live()
    cast.enrolment(session, stranger.worker, ward.programme, label="W-02", left_at=DUE - timedelta(days=60))

    assert figures(session, ward.worker) == alone
    assert len(figures(session, stranger.worker)["programmes"]) == 1


def test_a_worker_of_two_programmes_gets_both_and_labels_that_tell_them_apart(session, ward):
    second = Ward(session).live().trouble()
    cast.enrolment(session, ward.worker, second.programme, label="W-02")

    counted = figures(session, ward.worker)

    assert counted["weeks"][-1]["caregivers"] == 24
    assert {line["label"] for line in counted["lines"]} > {"C-01 (Spring group)"}


def test_who_left_before_the_week_is_no_longer_counted(session, ward):
    gone = ward.families[7]
    session.execute(
        update(Enrolment).where(Enrolment.person_id == gone.id).values(left_at=local(date(2026, 3, 28)))
    )

    counted, again = figures(session, ward.worker), Recount(session, ward.worker)

    assert [week["caregivers"] for week in counted["weeks"]] == [12, 12, 12, 12, 11, 11]
    assert [week["sent"] for week in counted["weeks"]] == [again.outcomes(week)["sent"] for week in LIVED]


def test_who_still_joins_is_not_a_caregiver_yet(session, ward):
    cast.caregiver(session, ward.site, ward.programme, label="C-99", standing="joining", joined_at=None)

    assert figures(session, ward.worker)["weeks"][-1]["caregivers"] == 12


def test_nothing_sent_gives_one_empty_week_and_no_group_number(session):
    week = figures(session, Ward(session).worker)["weeks"]

    assert [(one["week"], one["sent"], one["rate"]) for one in week] == [(WEEK, 0, None)]
    assert week[0]["items"]["mood"] == {"n": 0, "median": None, "q1": None, "q3": None, "mean": None}


def test_weeks_are_those_of_the_workers_zone(session):
    ward = Ward(session)
    ward.worker.zone = "America/Los_Angeles"
    eight_in_shanghai = local(date(2026, 4, 13), time(8))
    for person in ward.families:
        cast.checkin(session, person, ward.programme, day=date(2026, 4, 13), sent_at=eight_in_shanghai)

    weeks = figures(session, ward.worker, now=DUE + timedelta(days=3))["weeks"]

    assert weeks[-1]["sent"] == 12, "Monday morning in Shanghai is still Sunday there"
