"""The door after a no: who was declined comes in by an invite that a person has given them."""

from content.message import Message
from db import admissions, people, programmes
from db.models import Standing
from flows import joining
from flows.act import Act
from flows.errors import BadInvite
from flows.invitation import lead


def anew(act: Act, token: str) -> Message | None:
    """Let somebody who was declined begin again by another door; None where they stay as they are.

    Raises BadInvite for an invite that opens no door.
    """
    invite = programmes.invite_of(act.session, token) if token else None
    if act.who.standing != Standing.DECLINED or invite is None or invite.asks_first:
        return None
    if invite.role != act.who.role or invite.site_id != act.who.site_id:
        raise BadInvite("invite.other_role")
    if not programmes.use_invite(act.session, invite.id, act.now):
        raise BadInvite("invite.used_up")
    asked = admissions.of(act.session, act.who.id)
    if asked is not None:
        admissions.forget(act.session, asked)
    act.who.standing = Standing.JOINING
    said, first = lead(act.session, invite), joining.STEPS[act.who.role][0]
    people.begin_draft(
        act.session, act.who.id, "joining", first, said=said, now=act.now, lasts=joining.PATIENCE
    )
    act.session.flush()
    return joining.at_hand(act)
