"""The arm: what of the programme a person waits for."""

from db import alerts, programmes
from db.models import Arm, Person
from db.session import Session
from flows.errors import Refusal


class Waiting(Refusal):
    """Something of the programme, asked for by somebody whose programme comes later."""

    key = "library.later"


def waits_for_programme(session: Session, person: Person) -> bool:
    """Whether the person is in the control arm still; a red alert releases them."""
    place = programmes.enrolment_of(session, person.id)
    return place is not None and place.arm == Arm.WAITLIST and not alerts.any_red(session, person.id)
