"""Placing: somebody who has joined gets a place, an arm and their times."""

from collections.abc import Mapping

from db import allotments, families, programmes, sessions
from db.models import Arm, Asks, Person, Programme, Role, Standing
from flows.act import Act
from flows.casework.assigning import give_first_worker

SUBSCRIBED: Mapping[str, tuple[Asks, ...]] = {
    Role.CAREGIVER: (Asks.WAVE, Asks.MICRO, Asks.WEEKLY),
    Role.SOCIAL_WORKER: (Asks.DIGEST,),
}


def place(act: Act, person: Person, programme_id: int) -> bool:
    """Give a person their place and ask the planner for their times; false where no arm is left for them."""
    programme = programmes.by_id(act.session, programme_id)
    assert programme is not None, "an invite's programme is never deleted"
    arm = _arm(act, person, programme)
    if arm is None:
        return False
    person.standing, person.joined_at = Standing.ACTIVE, act.now
    given = programmes.enrol(act.session, person, programme, act.now, arm)
    if person.role == Role.CAREGIVER:
        give_first_worker(act.session, given, act.now)
    sessions.look_again(act.session, programme.id, act.now)
    for asks in SUBSCRIBED.get(person.role, ()):
        programmes.subscribe(act.session, person, programme, asks, act.now)
    return True


def _arm(act: Act, person: Person, programme: Programme) -> Arm | None:
    """Return the arm of a new place: that of who cares for the same child, or the next of the list.

    Without a list everybody is in the intervention; of a list that is used up comes no arm.
    """
    if person.role != Role.CAREGIVER:
        return Arm.NONE
    for other in families.others(act.session, person.id):
        theirs = programmes.place_of(act.session, other.id, programme.id)
        if theirs is not None:
            return Arm(theirs.arm)
    if not allotments.has_list(act.session, programme.id):
        return Arm.INTERVENTION
    return allotments.take(act.session, programme.id, act.now)
