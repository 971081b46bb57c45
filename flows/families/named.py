"""A family as staff name it by its case label, and which one is meant where two have the same."""

from collections.abc import Sequence

from content.message import Button, Message, column
from db import labels, programmes
from db.models import Enrolment, Role
from flows import authority
from flows.act import Act


def families(act: Act, way: str, label: str) -> Sequence[Enrolment]:
    """Return the families of this label that one may do this to, each by one place.

    More than one only where a site's programmes began before labels were the site's own.
    """
    found = labels.labelled(act.session, authority.reached(act, way), label)
    by_person = {place.person_id: place for place in found if place.role == Role.CAREGIVER}
    return list(by_person.values())


def programme_of(act: Act, place: Enrolment) -> str:
    """Return the name of the programme a place is in, which tells two of the same label apart."""
    programme = programmes.by_id(act.session, place.programme_id)
    assert programme is not None, "a place is in a programme"
    return programme.name


def which(act: Act, label: str, places: Sequence[Enrolment], button: str) -> Message:
    """Ask which of several families is meant; `button` begins the data of each button."""
    choices = [Button(programme_of(act, place), f"{button}:{place.id}") for place in places]
    return Message(act.words.say("send.where", label=label), column(*choices))
