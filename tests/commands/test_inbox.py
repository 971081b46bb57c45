"""`respite inbox`: what was set aside is seen from outside, tried again or dropped."""

import pytest

from db.people import chat_index

PAYLOAD = {"update_id": 900, "message": {"text": "CANARY", "chat": {"id": 1}}}


@pytest.fixture
def letters(house):
    """Three updates: two set aside, the second of them after it took effect, and one at work."""
    from datetime import UTC, datetime

    from db.models import Heard

    at = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
    row = {"bot_id": 1, "chat_key": chat_index(1), "payload": PAYLOAD, "received_at": at, "attempts": 5}
    with house.session() as session:
        session.add(Heard(**row, update_id=900, error="TypeError", dead_at=at.replace(minute=5)))
        session.add(
            Heard(**row, update_id=901, error="KeyError", dead_at=at.replace(minute=6), applied_at=at)
        )
        session.add(Heard(**row, update_id=902))
    return house


def open_ones(house):
    """The update numbers that a bot would take up."""
    return [n for (n,) in house.sql("SELECT update_id FROM inbox WHERE shown_at IS NULL AND dead_at IS NULL")]


def sealed(house):
    """The update numbers whose words are still there."""
    return [n for (n,) in house.sql("SELECT update_id FROM inbox WHERE payload IS NOT NULL")]


def test_the_list_shows_numbers_times_and_errors_and_no_contents(respite, letters):
    result = respite("inbox", "list")

    assert result.stdout.splitlines() == [
        "id  update  arrived           set aside         tries  recorded  error",
        "1   900     2026-03-02 08:00  2026-03-02 08:05  5      no        TypeError",
        "2   901     2026-03-02 08:00  2026-03-02 08:06  5      yes       KeyError",
    ]


def test_an_empty_list_says_so(respite, house):
    assert respite("inbox", "list").stdout == "no update is set aside\n"


def test_one_is_tried_again_with_all_its_attempts(respite, letters):
    result = respite("inbox", "retry", 1)

    assert (result.stdout, result.exit_code) == ("1 update to be tried again\n", 0)
    assert open_ones(letters) == [900, 902]
    assert letters.sql("SELECT attempts, error FROM inbox WHERE update_id = 900") == [(0, None)]


def test_one_that_is_dropped_keeps_its_number_and_loses_its_words(respite, letters):
    result = respite("inbox", "drop", 2)

    assert (result.stdout, result.exit_code) == ("1 update dropped\n", 0)
    assert sealed(letters) == [900, 902]
    assert letters.sql("SELECT count(*) FROM inbox") == [(3,)]
    assert "901" not in respite("inbox", "list").stdout


@pytest.mark.parametrize(("verb", "still_open"), [("retry", [900, 901, 902]), ("drop", [902])])
def test_all_are_those_that_were_set_aside_and_no_other(respite, letters, verb, still_open):
    result = respite("inbox", verb, "--all")

    assert result.stdout.startswith("2 updates ")
    assert open_ones(letters) == still_open
    assert respite("inbox", "list").stdout == "no update is set aside\n"


@pytest.mark.parametrize("words", [[], ["1", "--all"]])
def test_it_must_be_said_which_are_meant(respite, letters, words):
    result = respite("inbox", "drop", *words)

    assert (result.exit_code, result.stderr) == (2, "say which: one or more ID, or --all\n")
    assert sealed(letters) == [900, 901, 902]


def test_an_id_that_is_not_set_aside_is_told_and_the_others_are_done(respite, letters):
    result = respite("inbox", "drop", 1, 3)

    assert result.exit_code == 2
    assert "1 of these ids are not set aside" in result.stderr
    assert sealed(letters) == [901, 902]


def test_the_doctor_tells_how_many_since_when_and_with_which_errors(respite, letters):
    said = respite("doctor").stdout

    assert "inbox: 2 set aside since 2026-03-02 08:05 UTC (1 TypeError, 1 KeyError)" in said
    assert "CANARY" not in said
