"""The door: whose broadcast somebody may compose, and which they may steer."""

from db import broadcasts
from db.models import Broadcast, Sending
from flows.act import Act
from flows.errors import OldButton


def known(act: Act, broadcast_id: int) -> Broadcast:
    """Return a broadcast of this site that is no draft of somebody else's; raises OldButton otherwise."""
    one = broadcasts.by_id(act.session, broadcast_id)
    if one is None or one.site_id != act.who.site_id:
        raise OldButton
    if one.state == Sending.DRAFT and one.created_by != act.who.id:
        raise OldButton
    return one


def draft(act: Act, broadcast_id: int) -> Broadcast:
    """Return a draft of one's own; raises OldButton for what has left that state."""
    one = known(act, broadcast_id)
    if one.state != Sending.DRAFT:
        raise OldButton
    return one
