"""Overhearing: whatever a caregiver writes anywhere is looked at for words of danger first."""

from dataclasses import replace

from content import danger
from content.message import Reply
from db.models import Role
from flows import concern
from flows.act import Act


def overhear(act: Act) -> tuple[Act, Reply]:
    """Return the act, marked if its words may speak of danger, and the crisis card to show with its reply.

    Words only ever raise an alert; none lowers or closes one.
    """
    if act.person is None or act.person.role != Role.CAREGIVER or not act.written:
        return act, Reply()
    if danger.find(act.written) is None:
        return act, Reply()
    return replace(act, in_danger=True), concern.hear_danger(act)
