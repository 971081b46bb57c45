"""Two who care for one child, and what is known of a family."""

from sqlalchemy import select

from db import families
from db.models import Halt, Person, Role
from tests import cast
from tests.journeys.staff import arrive
from tests.journeys.ward import Cast, Ward

NURSE = 2005


def pair(ward: Ward, people: Cast) -> str:
    """Let both caregivers of the ward care for one child; return its study code."""

    def link(session):
        first, second = session.get_one(Person, people.amina), session.get_one(Person, people.other)
        child = families.new_child(session, people.site, cast.MONDAY)
        families.link(session, first, child, "mother", cast.MONDAY)
        families.link(session, second, child, "father", cast.MONDAY)
        return child.code

    return str(ward.change(link))


async def a_nurse(ward: Ward) -> int:
    """Hao is a nurse of the programme."""

    def add(session, site, programme, **how):
        person = cast.person(session, site, role=Role.MEDICAL_WORKER, **how)
        cast.enrolment(session, person, programme, label="M-01")
        return person

    return await arrive(ward, NURSE, "Hao", add)


def standings(ward: Ward, people: Cast) -> list[str]:
    """How both caregivers stand."""
    query = select(Person.standing).where(Person.id.in_([people.amina, people.other])).order_by(Person.id)
    return list(ward.ask(lambda session: session.scalars(query).all()))


def halts(ward: Ward) -> list[Halt]:
    """What has stopped, oldest first."""
    return list(ward.ask(lambda session: session.scalars(select(Halt).order_by(Halt.id)).all()))
