"""The sessions to come, as the role of who asks sees them."""

from content.message import Reply
from db.models import Role
from flows import programme, rsvp
from flows.act import Act


def show(act: Act) -> Reply:
    """Show a family its sessions with what it said, a worker hers with how they fill."""
    return rsvp.list_(act) if act.who.role == Role.CAREGIVER else programme.list_(act)
