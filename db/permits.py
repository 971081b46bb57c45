"""Permits: what a guardian and the child itself have allowed to ask, and the check-ins that hang on it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import aliased

from db.asked import NOT_DUE
from db.families import CHILD, GUARDIAN, YES
from db.models import OPEN, Caring, CheckIn, Child, Permission, Person, Progress, Standing
from db.session import Session

YOUNGEST = "0-7"
UNFINISHED = (Progress.PLANNED, *OPEN)


@dataclass(frozen=True)
class Permit:
    """What was said of one caregiver's child: by its guardian, by itself under which version, and its age.

    `first` says that nobody who came before this caregiver cares for the child and is asked.
    """

    guardian: bool
    child: bool
    version: str
    band: str | None
    first: bool


def of_people(session: Session, people: Collection[int]) -> Mapping[int, Permit]:
    """Return by caregiver what was said of their child; nobody of whom nothing was ever said."""
    said: dict[int, dict[str, tuple[str, str]]] = {}
    bands: dict[int, str | None] = {}
    query = (
        select(
            Caring.person_id, Permission.said_by, Permission.answer, Permission.version, Child.age_band
        )
        .join(Child, Child.id == Caring.child_id)
        .join(Permission, Permission.child_id == Child.id)
        .where(Caring.person_id.in_(people))
        .order_by(Permission.id)
    )  # fmt: skip
    for person, said_by, answer, version, band in session.execute(query):
        said.setdefault(person, {})[said_by] = answer, version
        bands[person] = band
    later = _later(session, said)
    return {
        person: Permit(
            guardian=given.get(GUARDIAN, ("",))[0] == YES,
            child=given.get(CHILD, ("",))[0] == YES,
            version=given.get(CHILD, ("", ""))[1],
            band=bands[person],
            first=person not in later,
        )
        for person, given in said.items()
    }


def unfinished(session: Session, people: Collection[int], batteries: Collection[str]) -> Sequence[CheckIn]:
    """Return the check-ins of these people and batteries that wait, or wait for their answers."""
    query = select(CheckIn).where(
        CheckIn.person_id.in_(people), CheckIn.battery.in_(batteries), CheckIn.progress.in_(UNFINISHED)
    )
    return session.scalars(query.order_by(CheckIn.id)).all()


def unasked(session: Session, people: Collection[int], batteries: Collection[str]) -> Sequence[CheckIn]:
    """Return the check-ins of these people and batteries of which nothing was due, or could be asked."""
    query = select(CheckIn).where(
        CheckIn.person_id.in_(people),
        CheckIn.battery.in_(batteries),
        CheckIn.progress == Progress.CLOSED,
        CheckIn.closed_because == NOT_DUE,
    )
    return session.scalars(query.order_by(CheckIn.id)).all()


def _later(session: Session, people: Collection[int]) -> set[int]:
    """Return those who care for a child for whom somebody cared before them who is asked."""
    before = aliased(Caring)
    query = (
        select(Caring.person_id)
        .join(before, (before.child_id == Caring.child_id) & (before.id < Caring.id))
        .join(Person, Person.id == before.person_id)
        .where(Caring.person_id.in_(people), Person.standing == Standing.ACTIVE)
    )
    return set(session.scalars(query))
