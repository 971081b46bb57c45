"""Who may do what to whom, by the table in `flows.rules`. What is not in it nobody may do.

`handlers/routes.py` is checked against it when it is read, and the flows ask here how far a role reaches.
"""

from collections.abc import Collection

from db import programmes
from db.models import Enrolment, Person, Role, Standing
from flows.act import Act
from flows.casework import whose
from flows.rules import TABLE, Reach, Who


def roles(act: str) -> frozenset[Who]:
    """Return to whom an act is open; raises KeyError for one that is not in the table."""
    return frozenset(TABLE[act])


def reach(role: str, act: str) -> Reach | None:
    """Return how far a role reaches in an act; None where it may not do it."""
    return TABLE[act].get(Role(role))


def reached(act: Act, name: str) -> Collection[int]:
    """Return the programmes in which the one who acts may do this; none for what they do alone."""
    how = reach(act.who.role, name) if act.who.standing == Standing.ACTIVE else None
    if how == Reach.PROGRAMME:
        return whose.programmes_seen(act)
    return programmes.of_site(act.session, act.who.site_id) if how == Reach.SITE else ()


def family_of(act: Act, name: str, place_id: int) -> Enrolment | None:
    """Return a family's place by its number if the one who acts may do this to it."""
    place = programmes.place(act.session, place_id)
    if place is None or place.role != Role.CAREGIVER:
        return None
    return place if place.programme_id in reached(act, name) else None


def keeps(act: Act, person: Person | None, name: str) -> bool:
    """Whether the one who acts may do this to another of the staff: an admin to all, a lead to the rest.

    Nobody to themselves: whoever holds somebody's phone must not make it their own.
    """
    if person is None or person.site_id != act.who.site_id or person.role == Role.CAREGIVER:
        return False
    if person.id == act.who.id:
        return False
    if reach(act.who.role, name) != Reach.SITE or act.who.standing != Standing.ACTIVE:
        return False
    return act.who.role == Role.ADMIN or person.role not in {Role.ADMIN, Role.LEAD}
