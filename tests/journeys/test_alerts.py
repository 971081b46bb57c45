"""What raises an alert, how often it rings, and that it is written with the tap."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from db.models import Alert, Delivery, Kind, Person, Programme
from tests import cast
from tests.journeys.days import answer, asked, ends, newest, state
from tests.journeys.ward import AMINA, STRANGER, WORKER, Cast, Ward


def alerts(ward: Ward) -> list[tuple[str, str]]:
    """The tier and reason of every alert."""
    return [
        (row.tier, row.reason)
        for row in ward.ask(lambda s: s.scalars(select(Alert).order_by(Alert.id)).all())
    ]


def heavy(ward: Ward, people: Cast, days_ago: int) -> None:
    """Amina said five for her load, some days before the evening of MONDAY."""

    def say(session):
        person, programme = (
            session.get_one(Person, people.amina),
            session.get_one(Programme, people.programme),
        )
        day = date(2026, 3, 2) - timedelta(days=days_ago)
        earlier = cast.checkin(session, person, programme, day=day, progress="done")
        cast.answer(session, earlier, "load", 5, answered_at=earlier.sent_at + timedelta(hours=3, minutes=31))

    ward.change(say)


async def test_the_alert_is_written_with_the_tap_and_before_any_beat(ward: Ward) -> None:
    await asked(ward)

    await answer(ward, 1, mood=1, load=4, contact=2)

    assert alerts(ward) == [("amber", "contact")]
    assert ends(ward, Kind.ALERT) == ["pending"]
    assert state(ward, 1) == ("done", None)


async def test_help_is_red_and_open_at_any_time(ward: Ward) -> None:
    await ward.tap(AMINA, "help")
    await ward.beat()

    assert alerts(ward) == [("red", "help")]
    assert ward.last(WORKER) == "🔴 New alert, case 1. Please look at once."
    assert "000-0000" in ward.last(AMINA)


async def test_help_is_open_to_somebody_who_stopped(ward: Ward) -> None:
    await ward.text(AMINA, "/stop")
    await ward.tap(AMINA, "stop:yes")

    await ward.tap(AMINA, "help")
    await ward.beat()

    assert alerts(ward) == [("red", "help")]
    assert "case 1" in ward.last(WORKER)


@pytest.mark.parametrize("days", [0, 20])
async def test_help_is_open_to_somebody_who_is_still_joining(ward: Ward, days: int) -> None:
    """Also after fourteen days, when the dialogue of joining is over."""
    await ward.box.open_link(STRANGER, ward.invite())
    await ward.quiet()
    await ward.pass_time(days=days)

    await ward.tap(STRANGER, "help", forged=True)
    await ward.beat()

    assert alerts(ward) == [("red", "help")]
    assert "000-0000" in ward.last(STRANGER)
    assert "case 1" in ward.last(WORKER)


async def test_help_pressed_again_is_the_same_alert_and_rings_once_a_minute_at_most(ward: Ward) -> None:
    await ward.tap(AMINA, "help")
    await ward.beat()
    for seconds in (10, 20, 25):
        await ward.pass_time(seconds=seconds)
        await ward.tap(AMINA, "help")
        assert "000-0000" in ward.last(AMINA), "whom to call is shown each time"
    await ward.beat()
    assert ends(ward, Kind.ALERT) == ["sent"]

    await ward.pass_time(seconds=61)
    await ward.tap(AMINA, "help")
    await ward.tap(AMINA, "help")
    await ward.beat()

    assert alerts(ward) == [("red", "help")]
    assert ends(ward, Kind.ALERT) == ["sent", "sent"]


async def test_help_after_somebody_took_the_alert_is_a_new_one(ward: Ward) -> None:
    await ward.tap(AMINA, "help")
    await ward.beat()
    await ward.tap(WORKER, "alert:take:1")

    await ward.tap(AMINA, "help")
    await ward.beat()

    assert alerts(ward) == [("red", "help")] * 2
    assert ward.buttons(WORKER) == ["alert:take:2"]


async def test_asking_to_be_contacted_is_amber_and_the_same_when_asked_again(ward: Ward) -> None:
    await ward.tap(AMINA, "contact")
    await ward.tap(AMINA, "contact")
    await ward.beat()

    assert alerts(ward) == [("amber", "contact")]
    assert ends(ward, Kind.ALERT) == ["sent"]
    assert ward.last(AMINA) == "I have told Lin, who will see it today before 17:30."


@pytest.mark.parametrize(
    ("days_ago", "raised"), [(3, [("amber", "load")]), (7, [("amber", "load")]), (8, [])]
)
async def test_too_much_load_twice_in_seven_days_is_an_alert_and_in_eight_is_none(
    ward: Ward, people: Cast, days_ago: int, raised: list[tuple[str, str]]
) -> None:
    heavy(ward, people, days_ago)
    await ward.beat()
    await asked(ward)

    await ward.tap(AMINA, f"answer:{mine(ward, people)}:micro.mood:2")
    await ward.tap(AMINA, f"answer:{mine(ward, people)}:micro.load:5")
    await ward.beat()

    assert alerts(ward) == raised


async def test_the_same_load_said_twice_in_one_checkin_counts_once(ward: Ward) -> None:
    await asked(ward)
    await answer(ward, 1, mood=2, load=5)

    await ward.tap(AMINA, "back:1:micro.contact")
    await ward.tap(AMINA, "change:1:micro.load:5")

    assert alerts(ward) == []


async def test_an_answer_taken_back_leaves_its_alert_and_given_again_raises_no_second(
    ward: Ward, people: Cast
) -> None:
    heavy(ward, people, 3)
    await asked(ward)
    question = mine(ward, people)
    await answer(ward, question, mood=2, load=5)
    for value in (2, 5):
        await ward.tap(AMINA, f"back:{question}:micro.contact")
        await ward.tap(AMINA, f"change:{question}:micro.load:{value}")

    await ward.beat()

    assert alerts(ward) == [("amber", "load")]
    assert ends(ward, Kind.ALERT) == ["sent"]


async def test_a_load_corrected_before_the_second_time_raises_nothing(ward: Ward, people: Cast) -> None:
    heavy(ward, people, 3)
    await asked(ward)
    question = mine(ward, people)

    await answer(ward, question, mood=2, load=4)

    assert alerts(ward) == []


async def test_what_rings_carries_no_name_no_score_and_no_word_of_theirs(ward: Ward) -> None:
    await ward.text(AMINA, "I want to die, my name is Amina")
    await ward.beat()

    sent = [call["params"] for call in ward.box.calls if call["params"].get("chat_id") == str(WORKER)]
    assert sent[-1]["text"] == "🔴 New alert, case 1. Please look at once."
    assert not any(word in str(sent[-1]) for word in ("Amina", "C-01", "die"))


async def test_an_alarm_is_most_urgent_and_never_too_late(ward: Ward) -> None:
    await ward.tap(AMINA, "help")

    row = ward.ask(lambda s: s.scalars(select(Delivery).where(Delivery.kind == Kind.ALERT)).one())

    assert (row.priority, row.not_after, row.subject) == (0, None, "alert:1/ring1")


def mine(ward: Ward, people: Cast) -> int:
    """The question that Amina has before her."""
    return newest(ward, people.amina).id
