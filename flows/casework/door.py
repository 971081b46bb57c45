"""The door of a case: who may come in, and what is written down when somebody does."""

from dataclasses import dataclass

from db import audit, people, programmes
from db.models import Act as Deed
from db.models import Enrolment, Person, Role
from flows.act import Act
from flows.casework import whose
from flows.errors import OldButton


@dataclass(frozen=True)
class Case:
    """A family's place in a programme, and the family."""

    place: Enrolment
    person: Person

    @property
    def label(self) -> str:
        """What stands for the family where no name may."""
        return self.place.label


def case(act: Act, place_id: int) -> Case:
    """Return a family of an own programme, or of one in which this worker stands in now.

    Raises OldButton for everything else: a forged button learns nothing from it.
    """
    place = programmes.place(act.session, place_id)
    if place is None or place.role != Role.CAREGIVER or place.left_at is not None:
        raise OldButton
    if place.programme_id not in whose.programmes_seen(act):
        raise OldButton
    person = people.by_id(act.session, place.person_id)
    assert person is not None, "a place goes with its person"
    return Case(place, person)


def look(act: Act, place_id: int, at: str) -> Case:
    """Return a family that this worker looks at, and write down that she did, and at what."""
    seen = case(act, place_id)
    note(act, Deed.LOOKED, seen.place, at)
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
