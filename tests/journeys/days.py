"""What journeys do again and again: let the evening come, answer, and look at how things ended."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select

from db.models import CheckIn, Delivery, Kind, Person, SiteRow, State
from scheduler.budget import DAILY
from tests import cast
from tests.journeys.ward import AMINA, Ward

SHANGHAI = ZoneInfo("Asia/Shanghai")


def local(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment in March 2026 by the ward's wall clock; the 2nd is a Monday."""
    return datetime(2026, 3, day, hour, minute, tzinfo=SHANGHAI).astimezone(UTC)


async def asked(ward: Ward) -> None:
    """Let the planner plan, then let the evening of MONDAY come."""
    await ward.beat()
    await ward.until(local(2, 19, 30))


async def asked_in_the_morning(ward: Ward, person: int) -> None:
    """Let a person choose nine in the morning, and Thursday the 5th come. It is open till eleven at night."""

    def choose(session):
        session.get_one(Person, person).asked_at = time(9)

    ward.change(choose)
    await ward.beat()
    await ward.until(local(5, 9))


async def answer(ward: Ward, checkin: int, user: int = AMINA, **values: int) -> None:
    """Tap an answer to each named item of a micro check-in."""
    for item, value in values.items():
        await ward.tap(user, f"answer:{checkin}:micro.{item}:{value}")


def state(ward: Ward, checkin: int) -> tuple[str, str | None]:
    """How far a check-in has come, and why it was closed."""
    row = ward.ask(lambda session: session.get_one(CheckIn, checkin))
    return row.progress, row.closed_because


def ends(ward: Ward, kind: Kind, person: int | None = None) -> list[str]:
    """How the deliveries of a kind ended, or stand, oldest first."""
    query = select(Delivery).where(Delivery.kind == kind).order_by(Delivery.id)
    if person is not None:
        query = query.where(Delivery.person_id == person)
    rows = ward.ask(lambda session: session.scalars(query).all())
    return [row.outcome or row.state for row in rows]


def newest(ward: Ward, person: int) -> CheckIn:
    """The person's latest check-in."""
    query = select(CheckIn).where(CheckIn.person_id == person).order_by(CheckIn.day.desc()).limit(1)
    found = ward.ask(lambda session: session.scalars(query).one())
    assert isinstance(found, CheckIn)
    return found


def set_site(ward: Ward, **columns: object) -> None:
    """Change the site's choices."""

    def change(session):
        site = session.get_one(SiteRow, 1)
        for name, value in columns.items():
            setattr(site, name, value)

    ward.change(change)


def set_person(ward: Ward, person: int, **columns: object) -> None:
    """Change what is known of a person."""

    def change(session):
        row = session.get_one(Person, person)
        for name, value in columns.items():
            setattr(row, name, value)

    ward.change(change)


def hours(count: float) -> timedelta:
    """So many hours."""
    return timedelta(hours=count)


def fill_day(ward: Ward, person: int, at: datetime) -> None:
    """Let a person have had at a moment all the messages that a day may bring."""

    def heard(session):
        for number in range(DAILY):
            cast.delivery(
                session,
                session.get_one(Person, person),
                subject=f"earlier/{at:%d}/{number}",
                state=State.SETTLED,
                outcome="sent",
                settled_at=at,
            )

    ward.change(heard)
