"""The audit of what was said."""

import pytest

from chaos import audit_heard, audit_said
from chaos.case import Case
from db.models import Kind, State
from tests.chaos.cases import ALARM, FAMILY, QUESTION, WORKER, case, kill, owed, sent

REPLY = ("reply", 0)
EVENING = [sent(FAMILY, QUESTION), sent(FAMILY, REPLY), sent(WORKER, ALARM)]


def findings(case: Case) -> list[str]:
    return [each for check in (*audit_said.CHECKS, *audit_heard.CHECKS) for each in check(case)]


def only(case: Case) -> str:
    (found,) = findings(case)
    return found


def test_of_an_evening_without_fault_nothing_is_found():
    assert findings(case()) == []


def test_a_checkin_that_was_due_and_is_not_written_is_lost():
    assert only(case(called=2)) == "lost: 2 check-ins were due, and 1 are written"


def test_a_question_that_is_sent_by_the_books_and_never_arrived_is_lost():
    assert only(case(calls=EVENING[1:])).startswith("lost: ('checkin', 1) to chat 10001 is sent by the books")


def test_a_row_that_is_left_half_way_is_not_finished():
    rows = [owed(1, Kind.CHECKIN, 1, state=State.SENDING, outcome=None), owed(2, Kind.ALERT, 2)]

    assert only(case(deliveries=rows)) == "not finished: checkin 1 is sending after 1 attempts"


@pytest.mark.parametrize("outcome", ["unknown", "expired", "failed:blocked", "skipped:unreachable"])
def test_an_end_without_a_cause_is_a_loss(outcome):
    rows = [owed(1, Kind.CHECKIN, 1, outcome=outcome), owed(2, Kind.ALERT, 2)]

    assert only(case(deliveries=rows, calls=EVENING[1:])).startswith(f"lost: checkin 1 ended as {outcome}")


def test_a_question_that_was_refused_on_purpose_may_fail():
    rows = [owed(1, Kind.CHECKIN, 1, outcome="failed:blocked"), owed(2, Kind.ALERT, 2)]
    refused = sent(FAMILY, QUESTION, accepted=False, fault="403", refusal=403)

    assert findings(case(deliveries=rows, calls=[refused, *EVENING[1:]])) == []


def test_a_question_of_unknown_end_that_arrived_is_no_loss():
    rows = [owed(1, Kind.CHECKIN, 1, outcome="unknown"), owed(2, Kind.ALERT, 2)]

    assert findings(case(deliveries=rows)) == []


def test_a_question_that_lost_every_answer_it_may_is_no_loss():
    rows = [owed(1, Kind.CHECKIN, 1, outcome="unknown"), owed(2, Kind.ALERT, 2)]
    dropped = sent(FAMILY, QUESTION, accepted=False, fault="drop")

    assert findings(case(deliveries=rows, calls=[dropped, dropped, *EVENING[1:]])) == []
    assert findings(case(deliveries=rows, calls=[dropped, *EVENING[1:]])) != []


def test_a_second_copy_that_nothing_explains_is_doubled():
    assert only(case(calls=[*EVENING, sent(FAMILY, QUESTION)])).startswith(
        "doubled: ('checkin', 1) came 2 times"
    )


def test_a_second_copy_is_explained_by_a_kill_while_it_was_in_the_air():
    again = [*EVENING, sent(FAMILY, QUESTION)]

    assert findings(case(calls=again, casualties=[kill(sending=(1,))])) == []
    assert findings(case(calls=again, casualties=[kill(sending=(2,))])) != []


def test_a_second_copy_is_explained_by_a_lost_answer_to_the_first():
    lost = sent(FAMILY, QUESTION, fault="drop_after_accept")

    assert findings(case(calls=[lost, *EVENING])) == []


def test_a_message_that_no_row_knows_of_is_a_ghost():
    assert only(case(calls=[*EVENING, sent(FAMILY, ("checkin", 7))])).startswith(
        "ghost: ('checkin', 7) went to"
    )


def test_a_reply_that_never_came_is_lost():
    assert only(case(calls=[EVENING[0], EVENING[2]])) == "lost: chat 10001 asked for 1 replies and got 0"


def test_a_reply_that_nobody_asked_for_is_doubled_unless_a_kill_explains_it():
    again = [*EVENING, sent(FAMILY, REPLY)]

    assert only(case(calls=again)) == "doubled: chat 10001 asked for 1 replies and got 2"
    assert findings(case(calls=again, casualties=[kill(answering=(3,))])) == []


def test_a_question_sent_again_after_it_was_answered_looks_like_a_reply_and_only_once():
    later = [*EVENING, sent(FAMILY, REPLY)]

    assert findings(case(calls=later, casualties=[kill(sending=(1,))])) == []
    assert only(case(calls=[*later, sent(FAMILY, REPLY)], casualties=[kill(sending=(1,))])).startswith(
        "doubled"
    )
    both = [*later, sent(FAMILY, QUESTION)]
    assert only(case(calls=both, casualties=[kill(sending=(1,))])).startswith("doubled: chat 10001")


def test_an_alarm_that_rang_nowhere_is_lost():
    rows = [owed(1, Kind.CHECKIN, 1), owed(2, Kind.ALERT, 2, outcome="skipped:taken")]

    assert only(case(deliveries=rows, calls=EVENING[:2])) == "lost: alert 1 reached nobody"
