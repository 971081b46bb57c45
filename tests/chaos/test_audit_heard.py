"""The audit of what was heard, and the model that it compares with."""

from chaos import expected
from db.models import Answer, CheckIn
from tests.chaos.cases import FAMILY, NOW, TAPS, answers, case, heard, tap, text
from tests.chaos.test_audit_said import findings, only


def test_an_update_that_was_confirmed_and_is_not_kept_is_lost():
    assert only(case(heard=[heard(1), heard(2)])).startswith("lost: update 3 was handed out and confirmed")


def test_an_update_that_was_never_handed_out_is_lost():
    handed = [tap(1, TAPS[0]), tap(3, "open:1")]
    row = CheckIn(id=1, person_id=1, progress="opened")

    found = findings(case(handed=handed, answers=answers()[:1], checkins={1: row}, alerts={}))

    assert "lost: update 2 was never handed out" in found


def test_an_update_in_the_inbox_twice_is_doubled():
    assert "doubled: update 3 is in the inbox 2 times" in findings(case(heard=[*map(heard, (1, 2, 3, 3))]))


def test_an_update_that_was_given_up_is_lost():
    rows = [heard(1), heard(2), heard(3, dead_at=NOW, attempts=5, error="ValueError")]

    assert only(case(heard=rows)) == "lost: update 3 failed 5 times (ValueError) and was given up"


def test_an_update_that_is_not_shown_is_not_finished():
    assert only(case(heard=[heard(1), heard(2), heard(3, shown_at=None)])).startswith(
        "not finished: update 3"
    )


def test_an_answer_that_is_not_stored_is_lost():
    assert only(case(answers=answers()[1:])) == "lost: the answer (1, 'mood') is not stored"


def test_an_answer_with_another_value_is_lost():
    stored = [Answer(checkin_id=1, item="mood", value=5), *answers()[1:]]

    assert only(case(answers=stored)) == "lost: the answer (1, 'mood') is 3, and 5 is stored"


def test_an_answer_that_nobody_gave_is_a_ghost():
    stored = [*answers(), Answer(checkin_id=2, item="mood", value=5)]

    assert only(case(answers=stored)).startswith("ghost: the answer (2, 'mood') is stored")


def test_a_checkin_with_all_its_answers_is_done():
    row = CheckIn(id=1, person_id=1, progress="opened")

    assert only(case(checkins={1: row})) == "lost: check-in 1 has all its answers, and is opened"


def test_a_cry_for_help_without_an_alert_is_lost():
    found = findings(case(handed=[*(tap(n, data) for n, data in enumerate(TAPS, 1)), tap(4, "help")]))

    assert "lost: update 4 asks for help, and there is no alert" in found


def model(*updates):
    return expected.of(updates)[FAMILY]


def test_only_the_question_at_hand_takes_an_answer():
    taps = tap(1, TAPS[0]), tap(2, "answer:1:micro.mood:5"), tap(3, "answer:1:micro.contact:0")

    assert model(*taps).answers == {1: {"mood": 3}}


def test_an_answer_can_be_changed_until_the_last_one_is_given():
    given = [tap(n, data) for n, data in enumerate(TAPS, start=1)]
    early, late = tap(2, "change:1:micro.mood:5"), tap(4, "change:1:micro.mood:1")

    assert model(given[0], early).answers == {1: {"mood": 5}}
    assert model(*given, late).answers[1]["mood"] == 3


def test_updates_count_once_and_in_the_order_in_which_they_were_made():
    first, second = tap(1, TAPS[0]), tap(2, "answer:1:micro.mood:5")

    assert model(second, first, second, first).answers == {1: {"mood": 3}}


def test_a_text_is_answered_with_the_question_that_waits_as_long_as_one_does():
    updates = [
        tap(1, TAPS[0]),
        text(2, "hello"),
        text(3, "/start"),
        tap(4, TAPS[1]),
        tap(5, TAPS[2]),
        text(6, "bye"),
    ]

    assert model(*updates).replies == {1: 0, 2: 2, 3: 1, 4: 0, 5: 1, 6: 1}
