"""What journeys with a group do again and again: plan it, let a session come, look at who heard what."""

from sqlalchemy import select

from db.models import Delivery, Enrolment, Kind, Meeting, Person, Programme, SiteRow
from tests import cast
from tests.journeys.days import local
from tests.journeys.ward import WORKER, Ward

FIRST = 3101


async def plan(
    ward: Ward, day: str = "2026-03-10", hour: str = "14:30", place: str = "Room 3", room: str = "12"
) -> None:
    """Plan the six sessions of the ward's programme, as she would write it."""
    await ward.text(WORKER, "/programme")
    await ward.tap(WORKER, "prog:plan:1")
    await ward.tap(WORKER, "plan:template:caregivers")
    for written in (day, hour, place, room):
        await ward.text(WORKER, written)
    await ward.tap(WORKER, "plan:sure:yes")


def meetings(ward: Ward) -> list[Meeting]:
    """The sessions there are, by number."""
    return list(ward.ask(lambda s: s.scalars(select(Meeting).order_by(Meeting.id)).all()))


def told(ward: Ward, person: int | None = None, like: str = "%") -> list[tuple[str, str]]:
    """What about sessions was queued, as (what, outcome or state), in the order of its moments."""
    query = select(Delivery).where(Delivery.kind == Kind.SESSION, Delivery.subject.like(like))
    if person is not None:
        query = query.where(Delivery.person_id == person)
    rows = ward.ask(lambda s: s.scalars(query.order_by(Delivery.due_at, Delivery.id)).all())
    return [(row.subject.rpartition("/")[2], row.outcome or row.state) for row in rows]


def due(ward: Ward, person: int) -> dict[str, Delivery]:
    """The messages about sessions that a person is owed, by what they are."""
    query = select(Delivery).where(Delivery.kind == Kind.SESSION, Delivery.person_id == person)
    rows = ward.ask(lambda s: s.scalars(query).all())
    return {row.subject.partition("/")[2]: row for row in rows}


async def families(ward: Ward, count: int, **columns: object) -> list[int]:
    """So many more families come in, with labels from C-03 on; return their numbers."""
    found = []
    for number in range(count):
        user = FIRST + number
        ward.box.add_person(user_id=user, first_name=f"Family {number}", language_code="en")

        def add(session, user=user, number=number):
            site, programme = session.get_one(SiteRow, 1), session.get_one(Programme, 1)
            how = {"language": "en", "called": f"Parent {number}"} | columns
            return cast.caregiver(session, site, programme, label=f"C-{number + 3:02d}", chat=user, **how).id

        found.append(ward.change(add))
        await ward.text(user, "/help")
    return found


def place_of(ward: Ward, person: int) -> int:
    """The number of a person's place."""
    return ward.ask(lambda s: s.scalars(select(Enrolment.id).where(Enrolment.person_id == person)).one())


def user_of(ward: Ward, person: int) -> int:
    """The Telegram number of a person."""
    return int(ward.ask(lambda s: s.get_one(Person, person)).chat or 0)


async def hold(ward: Ward, number: int = 1, came: tuple[int, ...] = ()) -> None:
    """Let a session come and go, and mark who was there: everybody, or these alone."""
    meeting = meetings(ward)[number - 1]
    await ward.until(meeting.starts_at)
    await ward.pass_time(minutes=meeting.minutes)
    await ward.tap(WORKER, f"here:{meeting.id}:show")
    marked = {data for data in ward.buttons(WORKER)}
    assert f"here:{meeting.id}:all" in marked
    if not came:
        await ward.tap(WORKER, f"here:{meeting.id}:all")
    for person in came:
        await ward.tap(WORKER, f"here:{meeting.id}:{place_of(ward, person)}")
    await ward.tap(WORKER, f"here:{meeting.id}:done")


__all__ = ["due", "families", "hold", "local", "meetings", "place_of", "plan", "told", "user_of"]
