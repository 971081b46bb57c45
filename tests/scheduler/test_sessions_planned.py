"""Sessions in the plan: queued once for everybody, foreseen by the preview, and given room in the week."""

from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import select

from content.programmes import template
from db.models import Asks, Delivery, Kind, Person, Programme
from flows import running
from flows.running import Venue
from scheduler import meetings
from scheduler.known import known
from scheduler.preview import preview
from tests import cast
from tests.scheduler.families import enrolled, planned

TUESDAY = date(2026, 3, 10)
MONDAY_EVENING = datetime(2026, 3, 9, 11, 30, tzinfo=UTC)


def group(database) -> int:
    """A family of a programme with six sessions, the first on Tuesday the 10th at half past two."""
    with database.begin() as session:
        person = enrolled(session, asks=(Asks.MICRO, Asks.WEEKLY)).id
        run = session.scalars(select(Programme)).one()
        venue = Venue(TUESDAY, time(14, 30), "Room 3", 12)
        running.plan(session, run, "Asia/Shanghai", template("caregivers"), venue, cast.MONDAY)
    return person


def look(database, now) -> None:
    """Let the planner look at every session whose moment has come."""
    with database.begin() as session:
        while meetings.plan(session, now):
            pass


def owed(database) -> list[tuple[str, datetime]]:
    """What is queued about sessions, with its moment."""
    with database.read() as session:
        rows = session.scalars(select(Delivery).where(Delivery.kind == Kind.SESSION).order_by(Delivery.id))
        return [(row.subject, row.due_at) for row in rows]


def test_looking_again_and_again_owes_nothing_twice(database):
    group(database)
    planned(database, cast.MONDAY)
    for hours in range(0, 24 * 8, 6):
        planned(database, cast.MONDAY + timedelta(hours=hours))
        look(database, cast.MONDAY + timedelta(hours=hours))

    assert [subject for subject, _ in owed(database)] == ["session:1/0/24h", "session:1/0/2h"]


def test_nothing_is_queued_before_two_days_ahead(database):
    group(database)

    look(database, datetime(2026, 3, 8, 6, 29, tzinfo=UTC))
    assert owed(database) == []
    look(database, datetime(2026, 3, 8, 6, 30, tzinfo=UTC))
    assert len(owed(database)) == 2


def test_the_preview_foresees_what_the_planner_will_queue(database):
    person = group(database)
    planned(database, cast.MONDAY)

    with database.read() as session:
        one = session.get_one(Person, person)
        until = cast.MONDAY + timedelta(days=9)
        lines = list(preview(known(session, one, cast.MONDAY, until), cast.MONDAY, until))
    foreseen = [(line.what, line.at, line.verdict) for line in lines if line.kind == Kind.SESSION]

    assert foreseen == [
        ("session 24h", MONDAY_EVENING + timedelta(minutes=10), "rides"),
        ("session 2h", datetime(2026, 3, 10, 4, 30, tzinfo=UTC), "sent"),
    ]
