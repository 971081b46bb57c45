"""The preview of one person's next days: what comes, what does not, and why; nobody is named."""

from datetime import UTC, datetime, time, timedelta

import pytest

from bot.clock import WallClock
from db.models import Arm, Asks, Kind, Person, Priority, Programme, Standing
from db.programmes import enrolment_of
from scheduler.cadence import DEFAULT, monday_of
from scheduler.known import known
from scheduler.preview import preview
from tests import cast
from tests.scheduler.families import enrolled, planned

EVENING = datetime(2026, 3, 2, 11, 30, tzinfo=UTC)
FORTNIGHT = timedelta(days=14)


def lines(database, person, now=cast.MONDAY, ahead=FORTNIGHT):
    """What the preview says: (when in UTC, kind, what, verdict)."""
    with database.read() as session:
        one = session.get_one(Person, person)
        found = preview(known(session, one, now, now + ahead), now, now + ahead)
        return [(line.at, line.kind, line.what, line.verdict) for line in found]


def settled(database, **how):
    """A caregiver with a plan."""
    with database.begin() as session:
        person = enrolled(session, asks=(Asks.WAVE, Asks.MICRO, Asks.WEEKLY), **how).id
    planned(database, cast.MONDAY)
    return person


def test_what_is_asked_comes_with_its_reminder(database):
    person = settled(database)

    found = lines(database, person, ahead=timedelta(days=4))

    assert found == [
        (EVENING, "checkin", "micro", "sent"),
        (EVENING + timedelta(hours=12), "reminder", "micro", "sent"),
        (EVENING + timedelta(days=3), "checkin", "micro", "sent"),
        (EVENING + timedelta(days=3, hours=12), "reminder", "micro", "sent"),
    ]


def test_what_gives_way_to_a_wave_says_so(database):
    person = settled(database, cadence=DEFAULT.to_json())

    found = lines(database, person, ahead=timedelta(days=1))

    assert (EVENING, "checkin", "micro", "wave") in found


@pytest.mark.parametrize(
    ("columns", "verdict"),
    [
        ({"standing": Standing.PAUSED, "paused_until": cast.MONDAY + timedelta(days=3)}, "paused"),
        ({"unreachable_at": cast.MONDAY}, "unreachable"),
    ],
)
def test_who_rests_or_is_out_of_reach_gets_nothing(database, columns, verdict):
    person = settled(database)
    with database.begin() as session:
        for name, value in columns.items():
            setattr(session.get_one(Person, person), name, value)

    assert lines(database, person, ahead=timedelta(days=1)) == [(EVENING, "checkin", "micro", verdict)]


def test_what_is_queued_for_the_night_is_put_off_and_what_is_for_the_other_arm_is_held_back(database):
    person = settled(database)
    with database.begin() as session:
        one = session.get_one(Person, person)
        night = {"kind": Kind.REMINDER, "subject": "x", "due_at": EVENING + timedelta(hours=3)}
        cast.delivery(session, one, **night, priority=Priority.MATERIAL)

    found = lines(database, person, ahead=timedelta(hours=16))
    with database.begin() as session:
        enrolment_of(session, person).arm = Arm.WAITLIST
    held = lines(database, person, ahead=timedelta(hours=16))

    assert [line for line in found if line[2] == "reminder"] == [
        (EVENING + timedelta(hours=3), "reminder", "reminder", "quiet"),
        (EVENING + timedelta(hours=12), "reminder", "reminder", "sent"),
    ]
    assert (EVENING + timedelta(hours=12), "reminder", "reminder", "arm") in held


def test_the_ninth_message_of_a_week_is_not_sent(database):
    every_day = [{"weeks": [1, 4], "weekday": day, "battery": "micro"} for day in range(7)]
    person = settled(database, cadence=every_day)

    first_week = [
        line for line in lines(database, person) if line[0] < cast.MONDAY + timedelta(days=6, hours=8)
    ]

    sent = [(kind, verdict) for _, kind, _, verdict in first_week]
    assert sent.count(("checkin", "sent")) == 7, "questions come before reminders"
    assert sent.count(("reminder", "sent")) == 1
    assert sent.count(("reminder", "budget")) == 5


@pytest.fixture
def family(house):
    """A family of the house's programme, asked at half past seven."""
    now = WallClock().now()
    with house.session() as session:
        run = session.get_one(Programme, 1)
        run.starts_on = monday_of(now.date())
        person = cast.caregiver(session, cast.site(session), run, called="CANARY", asked_at=time(19, 30))
        for asks in (Asks.MICRO, Asks.WEEKLY):
            cast.subscription(
                session,
                person,
                run,
                asks=asks,
                battery="micro",
                next_at=now + timedelta(days=1),
                next_day=(now + timedelta(days=1)).date(),
            )
        return person.id


@pytest.mark.parametrize("who", ["C-01", "c-01", "1"])
def test_a_person_or_a_case_is_shown_without_a_name(respite, family, who):
    result = respite("preview", who, "--days", 3)

    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.startswith(f"person {family}, active, Asia/Shanghai, asked at 19:30")
    assert "micro" in result.stdout
    assert "CANARY" not in result.output


@pytest.mark.parametrize("who", ["C-99", "99"])
def test_nobody_is_told(respite, family, who):
    result = respite("preview", who)

    assert result.exit_code == 2
    assert "there is no" in result.stderr
