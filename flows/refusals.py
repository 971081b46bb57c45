"""What a refusal says to the person, in their language."""

from content.message import Message, Reply, send
from db.models import Role
from flows import checkin
from flows.act import Act
from flows.errors import OldButton, Refusal


def explain(act: Act, refusal: Refusal) -> Reply:
    """Return the words of a refusal; an old button also brings the question at hand."""
    told = send(Message(act.words.say(refusal.key, **refusal.values)))
    if isinstance(refusal, OldButton) and act.person is not None and act.person.role == Role.CAREGIVER:
        at_hand = checkin.present(act)
        return told + at_hand if at_hand else told
    return told
