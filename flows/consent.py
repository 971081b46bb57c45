"""Consent: which text stands, and the asking again of whoever agreed to an earlier one."""

from content.catalogue import Words
from content.message import Button, Message, column
from db import people
from db.models import Person, Role
from db.session import Session

# Changes with the text; whoever agreed to another is asked again before the next questions.
VERSION = "2026-12"


def asks_again(session: Session, person: Person) -> bool:
    """Whether the person agreed to an earlier text and not to this one; help is theirs all the same."""
    if person.role != Role.CAREGIVER:
        return False
    given = people.consents_of(session, person.id)
    stands = [each for each in given if each.version == VERSION and each.withdrawn_at is None]
    return bool(given) and not stands


def message(words: Words) -> Message:
    """Return the text that stands, with a word about why it comes again, and the ways to agree or not."""
    buttons = column(
        Button(words.say("button.agree"), "consent:yes"),
        Button(words.say("consent.stop"), "consent:no"),
        Button(words.say("button.help"), "help"),
    )
    return Message(words.say("join.consent"), buttons).with_note(words.say("consent.again"))
