"""What a refusal says to the person, in their language."""

from content.catalogue import words
from content.message import Message, Reply, send
from db import people
from db.session import Session
from flows import waiting
from flows.act import DEFAULT_LANGUAGE, Act
from flows.errors import BadInvite, NotForYou, OldButton, Refusal

# After these the person goes on where they are; a refusal that is about safety stands alone.
GOES_ON = (OldButton, NotForYou, BadInvite)


def explain(act: Act, refusal: Refusal) -> Reply:
    """Return the words of a refusal, above what waits for this person."""
    told = act.words.say(refusal.key, **refusal.values)
    if act.person is not None and isinstance(refusal, GOES_ON):
        return waiting.below(act, told)
    return send(Message(told))


def sorry(session: Session, user_id: int) -> str:
    """Return the words for a step that failed on our side, in the person's language."""
    person = people.of_telegram(session, user_id)
    return words(person.language if person else DEFAULT_LANGUAGE).say("broken.sorry")
