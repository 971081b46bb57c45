"""Rolls of a programme for those who analyse it: who takes part, and every occasion with what is missing."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import func, select

from db import families, needs
from db.models import Caring, CheckIn, Child, Enrolment, Need, Person, Progress, Role
from db.session import Session

ROWS = 2000


class Family(NamedTuple):
    """A caregiver in a programme, without a name: child and relation are there where they were told."""

    person: int
    label: str
    arm: str
    standing: str
    since: datetime
    child_id: int | None
    child: str | None
    age_band: str | None
    birth_year: int | None
    relation: str | None
    carers: int


class Occasion(NamedTuple):
    """One occasion on which a caregiver was asked, or was to be; `missing` says why it was not answered."""

    person: int
    label: str
    arm: str
    battery: str
    day: date
    progress: str
    missing: str


def families_in(session: Session, programme_id: int) -> Sequence[Family]:
    """Return the caregivers of a programme in the order in which they came."""
    carers = (
        select(Caring.child_id, func.count().label("carers")).group_by(Caring.child_id).subquery("carers")
    )
    query = (
        select(
            Person.id, Enrolment.label, Enrolment.arm, Person.standing, Enrolment.since, Child.id, Child.code,
            Child.age_band, Child.birth_year, Caring.relation, func.coalesce(carers.c.carers, 1),
        )
        .join(Person, Person.id == Enrolment.person_id)
        .outerjoin(Caring, Caring.person_id == Person.id)
        .outerjoin(Child, Child.id == Caring.child_id)
        .outerjoin(carers, carers.c.child_id == Child.id)
        .where(Enrolment.programme_id == programme_id, Enrolment.role == Role.CAREGIVER)
        .order_by(Enrolment.id)
    )  # fmt: skip
    return [Family(*row) for row in session.execute(query)]


def allowed(session: Session, child_id: int | None) -> tuple[str, str]:
    """Return what the guardian and the child said last; nothing where nobody was asked."""
    said = families.latest(session, child_id) if child_id is not None else {}
    return said.get(families.GUARDIAN, ""), said.get(families.CHILD, "")


def needs_of(session: Session, person_id: int) -> dict[tuple[str, str], str]:
    """Return what somebody said to the checklist, by occasion and item."""
    query = select(Need.occasion, Need.item, Need.choice).where(Need.person_id == person_id)
    return {
        (occasion, item): choice
        for occasion, item, choice in session.execute(query)
        if occasion in {needs.START, needs.END}
    }


def occasions(session: Session, programme_id: int) -> Iterator[Occasion]:
    """Yield every occasion of a programme's caregivers, earliest first."""
    query = (
        select(
            CheckIn.person_id, Enrolment.label, Enrolment.arm, CheckIn.battery, CheckIn.day, CheckIn.progress,
            CheckIn.closed_because,
        )
        .join(
            Enrolment,
            (Enrolment.person_id == CheckIn.person_id) & (Enrolment.programme_id == CheckIn.programme_id),
        )
        .where(CheckIn.programme_id == programme_id, Enrolment.role == Role.CAREGIVER)
        .order_by(CheckIn.day, CheckIn.id)
        .execution_options(yield_per=ROWS)
    )  # fmt: skip
    for person, label, arm, battery, day, progress, because in session.execute(query):
        missing = "" if progress == Progress.DONE else because or ""
        yield Occasion(person, label, arm, battery, day, progress, missing)
