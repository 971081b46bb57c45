"""What waits for a person's tap: the step of joining, or the question of an open check-in."""

from content.message import Message, Reply, send
from db import checkins
from db.models import Role, Standing
from flows import checkin, consent, joining
from flows.act import Act


def question(act: Act) -> Message | None:
    """Return the question of the newest open check-in, on a shared phone the line that one waits, or None."""
    if act.who.role != Role.CAREGIVER:
        return None
    asked = checkins.open_of(act.session, act.who.id)
    if asked is None:
        return None
    if not act.who.shares_phone and consent.asks_again(act.session, act.who):
        return consent.message(act.words)
    return checkin.arrival(act.words, act.who, asked, checkins.answers(act.session, asked.id))


def below(act: Act, note: str) -> Reply:
    """Say the note and show below it, in the same message, what waits for this person."""
    if act.who.standing == Standing.JOINING:
        return send(joining.at_hand(act, note))
    message = question(act)
    return send(message.with_note(note) if message else Message(note))
