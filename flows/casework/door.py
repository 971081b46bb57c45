"""The door of a case: who may come in, and what is written down when somebody does."""

from dataclasses import dataclass

from db import audit, people
from db.models import Act as Deed
from db.models import Enrolment, Person
from flows import authority, looks
from flows.act import Act
from flows.errors import OldButton

# What a worker may do to a case, by its name in the authorisation table.
CASE, WHERE = "families.note", "families.where"


@dataclass(frozen=True)
class Case:
    """A family's place in a programme, and the family."""

    place: Enrolment
    person: Person

    @property
    def label(self) -> str:
        """What stands for the family where no name may."""
        return self.place.label


def case(act: Act, place_id: int, name: str = CASE) -> Case:
    """Return a family whom this worker may do this to: of an own programme, or one in which she stands in.

    Raises OldButton for everything else: a forged button learns nothing from it.
    """
    place = authority.family_of(act, name, place_id)
    if place is None or place.left_at is not None:
        raise OldButton
    person = people.by_id(act.session, place.person_id)
    assert person is not None, "a place goes with its person"
    return Case(place, person)


def look(act: Act, place_id: int, at: str, name: str = CASE) -> Case:
    """Return a family that this worker looks at, and write down that she did, and at what."""
    seen = case(act, place_id, name)
    looks.at(act, seen.person.id, at)
    return seen


def note(act: Act, deed: Deed, place: Enrolment, about: str) -> None:
    """Write into the audit record what this worker did in a case."""
    audit.record(
        act.session,
        site_id=place.site_id,
        actor_id=act.who.id,
        act=deed,
        person_id=place.person_id,
        about=about,
        now=act.now,
    )
