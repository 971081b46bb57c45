"""What a refusal says to the person, in their language."""

from content.catalogue import nearest, words
from content.message import Message, Reply, send
from db import people
from db.session import Session
from flows import waiting
from flows.act import DEFAULT_LANGUAGE, Act
from flows.errors import AtRest, BadInvite, NotForYou, OldButton, Refusal
from flows.families import threshold

# After these the person goes on where they are; a refusal that is about safety stands alone.
GOES_ON = (OldButton, NotForYou, BadInvite)


def explain(act: Act, refusal: Refusal) -> Reply:
    """Return the words of a refusal, above what waits for this person."""
    if isinstance(refusal, AtRest):
        return threshold.answer(act)
    told = act.words.say(refusal.key, **refusal.values)
    if act.person is not None and isinstance(refusal, GOES_ON):
        return waiting.below(act, told)
    return send(Message(told))


def sorry(session: Session, user_id: int, spoken: str | None, *, recorded: bool) -> str:
    """Return the words for a step that failed on our side: whether it was recorded, and what to do."""
    person = people.of_telegram(session, user_id)
    language = person.language if person else nearest(spoken) or DEFAULT_LANGUAGE
    return words(language).say("broken.not_shown" if recorded else "broken.sorry")
