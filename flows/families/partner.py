"""The other one who cares for the child: invited by the first, or by a worker; answers stay apart."""

from datetime import timedelta

from content.message import Message, Reply, send
from db import families, people, programmes
from db.models import Enrolment, Invite, Role
from flows import authority, gate
from flows.act import Act
from flows.errors import OldButton
from flows.families import named

TWO, OPEN_FOR = 2, timedelta(days=7)


def invite(act: Act, *, label: str, bot: str) -> Reply:
    """Make a link for the other caregiver of one's own child; for staff see of_family."""
    if act.who.role != Role.CAREGIVER:
        return of_family(act, label=label, bot=bot) if label else act.say("partner.how")
    place = programmes.enrolment_of(act.session, act.who.id)
    return send(_link(act, place, bot)) if place else act.say("halt.nobody")


@gate.needs_second_factor
def of_family(act: Act, *, label: str, bot: str) -> Reply:
    """Make the link for a family that staff name by its label."""
    found = named.families(act, "kin.invite_partner", label)
    if not found:
        return act.say("halt.unknown", label=label)
    if len(found) > 1:
        return send(named.which(act, label, found, "partner"))
    return send(_link(act, found[0], bot))


@gate.needs_second_factor
def of_place(act: Act, *, place_id: int, bot: str) -> Reply:
    """Make the link for the family whose button was tapped; raises OldButton for one that is not theirs."""
    place = authority.family_of(act, "kin.partner_of", place_id)
    if place is None:
        raise OldButton
    return send(_link(act, place, bot))


def _link(act: Act, place: Enrolment, bot: str) -> Message:
    person = people.by_id(act.session, place.person_id)
    assert person is not None, "a place goes with its person"
    child = families.child_of(act.session, person.id)
    if child is None:
        child = families.new_child(act.session, person.site_id, act.now)
        families.link(act.session, person, child, None, act.now)
    if len(families.carers(act.session, child.id)) >= TWO:
        return Message(act.words.say("partner.both"))
    token = programmes.token_for(act.update_id, child.id)
    programmes.add_invite(
        act.session,
        Invite(
            site_id=place.site_id,
            programme_id=place.programme_id,
            role=Role.CAREGIVER,
            token_hash=programmes.token_hash(token),
            uses_left=1,
            child_id=child.id,
            expires_at=act.now + OPEN_FOR,
            created_at=act.now,
        ),
    )
    own = "own" if act.who.id == person.id else "staff"
    return Message(act.words.say(f"partner.link.{own}", link=f"https://t.me/{bot}?start={token}"))
