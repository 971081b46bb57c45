"""What was owed in a rehearsal: settled once, or still to come."""

from collections import Counter

from tests.rehearsal.stage import moment


def test_every_delivery_is_settled_or_due_later(rehearsed):
    for state, outcome, due_at in rehearsed.rows("SELECT state, outcome, due_at FROM deliveries"):
        if state == "settled":
            assert outcome
        else:
            assert (state, outcome) == ("pending", None)
            assert moment(due_at) > rehearsed.ended_at


def test_every_outcome_is_one_of_those_there_are(rehearsed):
    outcomes = {
        outcome for (outcome,) in rehearsed.rows("SELECT outcome FROM deliveries WHERE outcome NOT NULL")
    }
    kinds = {outcome.partition(":")[0] for outcome in outcomes}

    assert "sent" in kinds
    assert kinds <= {"sent", "failed", "skipped", "cancelled", "expired", "withheld"}


def test_every_delivery_sent_is_one_message_of_its_own(rehearsed):
    chats = rehearsed.chats()
    owed = [
        (chats[person], message)
        for person, message in rehearsed.rows(
            "SELECT person_id, message_id FROM deliveries WHERE outcome = 'sent'"
        )
    ]
    sent = Counter(
        (call["result"]["chat"]["id"], call["result"]["message_id"])
        for call in rehearsed.calls
        if call["ok"] and call["method"] in {"sendMessage", "sendDocument"}
    )

    assert len(owed) == len(set(owed)) > 0
    assert {sent[message] for message in owed} == {1}


def test_a_check_in_is_sent_once_and_reminded_of_at_most_once_unless_the_person_chose(rehearsed):
    rows = rehearsed.rows(
        "SELECT about_id, kind, subject FROM deliveries WHERE outcome = 'sent' AND about_id NOT NULL"
    )
    times = Counter((kind, about) for about, kind, subject in rows if not subject.startswith("later:"))

    assert {count for (kind, _), count in times.items() if kind in {"checkin", "reminder"}} == {1}


def test_nothing_reaches_a_person_on_a_silent_day(rehearsed):
    days = rehearsed.rows("SELECT DISTINCT strftime('%w', day) FROM checkins WHERE sent_at IS NOT NULL")

    assert {day for (day,) in days} == {"0", "1", "2", "4", "5"}
