"""What brings a family into the digest, and what takes it out again; on both databases."""

from datetime import date, timedelta

import pytest

from db.models import AlertState, Handled, Tier
from flows.digest import compose
from tests import cast
from tests.digest.ward import DUE, WEEK, Ward, local

MONDAY, THURSDAY, FRIDAY, SUNDAY = (date(2026, 4, day) for day in (6, 9, 10, 12))


@pytest.fixture
def ward(session):
    return Ward(session, families=3)


@pytest.fixture
def amina(ward):
    return ward.families[0]


def reasons(ward, week=WEEK, now=DUE):
    made = compose(ward.session, worker_id=ward.worker.id, week=week, now=now, files=())
    return {
        line["label"]: [(reason["code"], reason["since"]) for reason in line["reasons"]]
        for line in made.figures["lines"]
    }


def done(ward, person, at):
    """The worker says that this line is dealt with."""
    ward.session.add(
        Handled(
            site_id=ward.site.id,
            programme_id=ward.programme.id,
            person_id=person.id,
            worker_id=ward.worker.id,
            at=at,
        )
    )
    ward.session.flush()


def done_by_letter(ward, person, at):
    """The worker writes to them."""
    cast.letter(ward.session, person, ward.programme, ward.worker, from_family=False, written_at=at)


def test_a_week_in_which_nothing_happened_has_no_line(ward):
    assert reasons(ward) == {}


def test_an_open_alert_stays_until_somebody_closes_it(ward, amina):
    ward.alert(amina, Tier.AMBER, "contact", local(THURSDAY))
    ward.alert(
        ward.families[1],
        Tier.RED,
        "help",
        local(THURSDAY),
        state=AlertState.CLOSED,
        taken_at=local(FRIDAY),
        closed_at=local(FRIDAY),
    )

    assert reasons(ward) == {"C-01": [("alert_amber", "2026-04-09")]}


def test_an_alert_that_a_colleague_has_taken_is_still_open(ward, amina):
    ward.alert(amina, Tier.RED, "help", local(MONDAY), state=AlertState.TAKEN, taken_at=local(MONDAY))

    assert reasons(ward) == {"C-01": [("alert_red", "2026-04-06")]}


def test_an_alert_closed_after_the_digest_was_due_is_in_that_digest_and_not_in_the_next(ward, amina):
    closed = DUE + timedelta(hours=1)
    ward.alert(amina, Tier.RED, "help", local(SUNDAY), state=AlertState.CLOSED, closed_at=closed)

    assert reasons(ward) == {"C-01": [("alert_red", "2026-04-12")]}
    assert reasons(ward, "2026-W16", DUE + timedelta(days=7)) == {}


def test_an_alert_of_somebody_without_a_place_goes_by_its_number(ward):
    joining = cast.person(ward.session, ward.site, standing="joining")
    ward.alert(joining, Tier.RED, "help", local(SUNDAY))

    [label] = reasons(ward)

    assert label.startswith("#")


def test_two_check_ins_in_a_row_unopened_are_a_silence_since_the_first(ward, amina):
    ward.says(amina, date(2026, 4, 2), "mood", 3)
    ward.silent(amina, MONDAY, THURSDAY)
    ward.silent(ward.families[1], THURSDAY)

    assert reasons(ward) == {"C-01": [("quiet", "2026-04-06")]}


def test_an_opened_check_in_ends_a_silence(ward, amina):
    ward.silent(amina, date(2026, 3, 30), MONDAY)
    cast.checkin(
        ward.session,
        amina,
        ward.programme,
        day=THURSDAY,
        sent_at=local(THURSDAY),
        opened_at=local(FRIDAY),
        expires_at=local(SUNDAY),
    )

    assert reasons(ward) == {}


def test_a_check_in_that_may_still_be_answered_is_no_silence(ward, amina):
    ward.silent(amina, THURSDAY)
    open_until = DUE + timedelta(hours=1)
    cast.checkin(
        ward.session, amina, ward.programme, day=SUNDAY, sent_at=local(SUNDAY), expires_at=open_until
    )

    assert reasons(ward) == {}
    assert "C-01" in reasons(ward, "2026-W16", open_until)


def test_who_rests_is_told_as_resting_and_not_as_silent(ward, amina):
    ward.silent(amina, MONDAY, THURSDAY)
    ward.rests(amina, "hospital", FRIDAY, date(2026, 4, 20))

    assert reasons(ward) == {"C-01": [("paused", "2026-04-10")]}


def test_a_check_in_that_met_a_pause_never_counts_as_silence(ward, amina):
    ward.silent(amina, MONDAY, THURSDAY)
    ward.rests(amina, "other", MONDAY, FRIDAY)

    assert reasons(ward) == {}


def test_a_rest_that_ended_early_is_over(ward, amina):
    pause = ward.rests(amina, "hospital", MONDAY, date(2026, 4, 20))
    pause.ended_at = local(FRIDAY)
    ward.session.flush()

    assert reasons(ward) == {}


def test_the_heaviest_load_twice_in_seven_days_is_told_until_somebody_turns_to_them(ward, amina):
    ward.says(amina, MONDAY, "load", 5)
    ward.says(amina, THURSDAY, "load", 5)
    ward.says(ward.families[1], date(2026, 4, 1), "load", 5)
    ward.says(ward.families[1], THURSDAY, "load", 5)
    ward.says(ward.families[2], MONDAY, "load", 4)
    ward.says(ward.families[2], THURSDAY, "load", 5)

    told = {"C-01": [("load", "2026-04-06")]}
    assert reasons(ward) == told
    assert reasons(ward, "2026-W16", DUE + timedelta(days=7)) == told
    done(ward, amina, DUE + timedelta(hours=2))
    assert reasons(ward, "2026-W16", DUE + timedelta(days=7)) == {}
    assert reasons(ward) == told, "a past week stays as it was"


def test_whoever_would_like_to_be_contacted_is_told_until_that_is_done(ward, amina):
    ward.says(amina, MONDAY, "contact", 1)
    ward.says(amina, THURSDAY, "contact", 1)
    ward.says(ward.families[1], MONDAY, "contact", 0)

    assert reasons(ward) == {"C-01": [("wish", "2026-04-06")]}
    assert reasons(ward, "2026-W16", DUE + timedelta(days=7)) == {"C-01": [("wish", "2026-04-06")]}
    done(ward, amina, DUE)
    assert reasons(ward, "2026-W16", DUE + timedelta(days=7)) == {}


def test_the_second_of_two_heavy_answers_makes_it_news_even_if_the_first_was_last_week(ward, amina):
    ward.says(amina, date(2026, 4, 2), "load", 5)
    ward.says(amina, MONDAY, "load", 5)

    assert reasons(ward) == {"C-01": [("load", "2026-04-02")]}


def test_a_severe_screening_result_is_told_without_its_score(ward, amina):
    ward.screened(amina, 11, local(SUNDAY))
    ward.screened(ward.families[1], 8, local(SUNDAY))

    assert reasons(ward) == {"C-01": [("screening", "2026-04-12")]}


def test_a_result_of_the_night_before_the_digest_is_in_it_and_not_in_the_one_before(ward, amina):
    ward.screened(amina, 9, DUE - timedelta(minutes=30))

    assert reasons(ward) == {"C-01": [("screening", "2026-04-13")]}
    assert reasons(ward, "2026-W14", DUE + timedelta(days=7)) == {}


def test_a_better_score_afterwards_ends_what_a_severe_one_called_for(ward, amina):
    ward.screened(amina, 11, local(THURSDAY))
    ward.screened(amina, 2, local(SUNDAY))

    assert reasons(ward) == {}


@pytest.mark.parametrize("turned", [cast.note, done_by_letter])
def test_whoever_was_turned_to_since_waits_no_more(ward, amina, turned):
    ward.screened(amina, 11, local(MONDAY))
    if turned is cast.note:
        cast.note(ward.session, amina, ward.programme, written_at=local(THURSDAY))
    else:
        done_by_letter(ward, amina, local(THURSDAY))

    assert reasons(ward) == {}


def test_an_open_alert_stays_also_after_its_line_was_done(ward, amina):
    ward.alert(amina, Tier.RED, "help", local(MONDAY))
    done(ward, amina, local(THURSDAY))

    assert reasons(ward) == {"C-01": [("alert_red", "2026-04-06")]}


def test_a_silence_that_was_dealt_with_rests_for_four_weeks_and_comes_back(ward, amina):
    ward.silent(amina, date(2026, 3, 2), date(2026, 3, 5))
    done(ward, amina, DUE - timedelta(days=27))
    assert reasons(ward) == {}

    assert reasons(ward, "2026-W16", DUE + timedelta(days=7)) == {"C-01": [("quiet", "2026-03-02")]}


def test_a_new_silence_after_an_answer_is_told_though_the_one_before_was_done(ward, amina):
    ward.silent(amina, date(2026, 3, 23), date(2026, 3, 26))
    done(ward, amina, local(date(2026, 3, 29)))
    ward.says(amina, date(2026, 3, 30), "mood", 3)
    ward.silent(amina, MONDAY, THURSDAY)

    assert reasons(ward) == {"C-01": [("quiet", "2026-04-06")]}


def test_two_sessions_in_a_row_without_them_are_told_since_the_first(ward, amina):
    other = ward.families[1]
    for number, (day, came) in enumerate(
        [(date(2026, 3, 31), True), (MONDAY, False), (THURSDAY, False)], start=1
    ):
        met = cast.meeting(
            ward.session,
            ward.programme,
            number=number,
            starts_at=local(day),
            state="held",
            held_at=local(day),
        )
        cast.attendance(ward.session, met, amina, came=came)
        cast.attendance(ward.session, met, other, came=number != 2)

    assert reasons(ward) == {"C-01": [("absent", "2026-04-06")]}


def test_who_blocked_the_bot_stays_until_they_come_back(ward, amina):
    amina.unreachable_at = local(date(2026, 3, 20))
    ward.session.flush()

    assert reasons(ward) == {"C-01": [("unreachable", "2026-03-20")]}


def test_who_stopped_is_told_once_and_not_missed_afterwards(ward, amina):
    ward.silent(amina, MONDAY, THURSDAY)
    amina.stopped_at = local(FRIDAY)
    ward.session.flush()

    assert reasons(ward) == {"C-01": [("stopped", "2026-04-10")]}
    assert reasons(ward, "2026-W16", DUE + timedelta(days=7)) == {}
