"""What a refusal says to the person, in their language."""

from content.catalogue import words
from content.message import Message, Reply, send
from db import people
from db.models import Role
from db.session import Session
from flows import checkin
from flows.act import DEFAULT_LANGUAGE, Act
from flows.errors import OldButton, Refusal


def explain(act: Act, refusal: Refusal) -> Reply:
    """Return the words of a refusal; an old button also brings the question at hand."""
    told = send(Message(act.words.say(refusal.key, **refusal.values)))
    if isinstance(refusal, OldButton) and act.person is not None and act.person.role == Role.CAREGIVER:
        at_hand = checkin.present(act)
        return told + at_hand if at_hand else told
    return told


def sorry(session: Session, user_id: int) -> str:
    """Return the words for a step that failed on our side, in the person's language."""
    person = people.of_telegram(session, user_id)
    return words(person.language if person else DEFAULT_LANGUAGE).say("broken.sorry")
