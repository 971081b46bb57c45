"""On a phone that a child uses too a notice waits behind a neutral line until it is opened."""

from content.catalogue import Words
from content.message import Button, Media, Message, Reply, column, edit, send
from db import broadcasts, rounds
from flows.act import Act
from flows.errors import OldButton


def cover(words: Words, broadcast_id: int) -> Message:
    """Return the line behind which a notice waits."""
    button = Button(words.say("button.open"), f"told:{broadcast_id}")
    return Message(words.say("checkin.waiting"), column(button))


def open_(act: Act, *, broadcast_id: int) -> Reply:
    """Show a notice that reached this person; raises OldButton for any other."""
    one = broadcasts.by_id(act.session, broadcast_id)
    if one is None or rounds.reached(act.session, one, act.who.id) is None:
        raise OldButton
    text = one.texts.get(act.language, next(iter(one.texts.values())))
    return send(Message(text, media=Media(**one.media))) if one.media else edit(Message(text))
