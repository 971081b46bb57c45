"""What casework journeys do again and again: look at screens, write to each other, change what is known."""

from typing import Any

from sqlalchemy import select

from db import assignments, programmes
from db.models import AuditEvent, Delivery, Enrolment, Kind, Letter, Person, Programme, SiteRow
from tests import cast
from tests.journeys.ward import AMINA, WORKER, Ward

MOST_LINES = 7
NURSE, LEAD = 2101, 2102


def newest(ward: Ward, user: int = WORKER) -> dict[str, Any]:
    """The bot's newest message in a chat."""
    found = [each for each in ward.box.chat(user) if each["from"]["is_bot"]][-1]
    assert isinstance(found, dict)
    return found


def lines(ward: Ward, user: int = WORKER) -> list[str]:
    """The lines of the newest screen, which are never more than seven."""
    found = ward.last(user).splitlines()
    assert len(found) <= MOST_LINES, found
    return found


async def press(ward: Ward, data: str, user: int = WORKER) -> str:
    """Press a button that is on the newest message, and return what it says then."""
    assert data in ward.buttons(user), (data, ward.buttons(user))
    await ward.tap(user, data)
    return ward.last(user)


async def open_card(ward: Ward, place: int = 1, user: int = WORKER) -> list[str]:
    """Find a family on the list of all, and open its card."""
    await ward.text(user, "/families")
    await press(ward, f"case:{place}", user)
    return lines(ward, user)


async def write(ward: Ward, text: str, place: int = 1, user: int = WORKER) -> None:
    """Write to a family from its card, and send it."""
    await open_card(ward, place, user)
    await press(ward, f"write:{place}", user)
    await ward.text(user, text)
    await press(ward, f"send:{place}", user)


async def pass_on(ward: Ward, text: str, user: int = AMINA) -> str:
    """Write as a family, agree to pass it on, and return what is said to that."""
    await ward.text(user, text)
    passing = next(data for data in ward.buttons(user) if data.startswith("pass:"))
    return await press(ward, passing, user)


def letters(ward: Ward) -> list[Letter]:
    """Every letter, oldest first."""
    return list(ward.ask(lambda s: s.scalars(select(Letter).order_by(Letter.id)).all()))


def owed(ward: Ward, kind: Kind) -> list[Delivery]:
    """Every delivery of a kind, oldest first."""
    return list(
        ward.ask(
            lambda s: s.scalars(select(Delivery).where(Delivery.kind == kind).order_by(Delivery.id)).all()
        )
    )


def looks(ward: Ward) -> list[tuple[str, int | None, int | None, str]]:
    """What the audit record says was done: act, by whom, to whom, and at what."""
    rows = ward.ask(lambda s: s.scalars(select(AuditEvent).order_by(AuditEvent.id)).all())
    return [(row.act, row.actor_id, row.person_id, row.about) for row in rows]


def give(ward: Ward, place: int, worker: int) -> None:
    """Make somebody the first worker of a family."""

    def change(session):
        found = programmes.place(session, place)
        assignments.give(session, found, worker, ward.clock.now())

    ward.change(change)


def families(ward: Ward, count: int, first: int = 3) -> list[int]:
    """Let more families be in the programme, C-03 and on; return their places."""

    def add(session):
        site, programme = session.get_one(SiteRow, 1), session.get_one(Programme, 1)
        for n in range(first, first + count):
            cast.caregiver(session, site, programme, label=f"C-{n:02d}", chat=5000 + n, called=f"Family {n}")
        wanted = [f"C-{n:02d}" for n in range(first, first + count)]
        return list(session.scalars(select(Enrolment.id).where(Enrolment.label.in_(wanted))))

    return ward.change(add)


async def staff(ward: Ward, user: int, role: str, *, label: str | None = None) -> int:
    """Let somebody of another role come in; with a label they have a place in the programme."""
    ward.box.add_person(user_id=user, first_name="Staff", language_code="en")

    def add(session):
        site = session.get_one(SiteRow, 1)
        person = cast.person(session, site, chat=user, role=role, called="Hu", language="en")
        if label:
            cast.enrolment(session, person, session.get_one(Programme, 1), label=label)
        return person.id

    person = ward.change(add)
    await ward.text(user, "/help")
    assert isinstance(person, int)
    return person


def person(ward: Ward, person_id: int) -> Person:
    """A person's row."""
    return ward.ask(lambda s: s.get_one(Person, person_id))


def labelled(session) -> dict[str, Person]:
    """The families by case label."""
    query = select(Enrolment.label, Person).join(Person, Person.id == Enrolment.person_id)
    return {label: found for label, found in session.execute(query.where(Enrolment.label.like("C-%")))}
