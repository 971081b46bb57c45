"""Looking: a broadcast as its reader will see it in each language, and who would get it."""

from content.message import Media, Message, Reply, Show, edit, send
from db.models import Broadcast, Kind
from flows import broadcast
from flows.act import Act
from flows.broadcasting import screens, wording


def look(act: Act, one: Broadcast) -> Reply:
    """Show it in each language; who gets it is counted, and comes as a message of its own."""
    if not one.texts:
        return edit(screens.draft(act.session, one, act.words))
    counting = act.words.say("broadcast.counting", number=one.id)
    subject = f"broadcast:{one.id}/audience{act.update_id}"
    broadcast.owe(act.session, one, Kind.AUDIENCE, subject, act.who.id, act.now)
    return as_seen(act, one) + send(Message(counting, silent=True))


def as_seen(act: Act, one: Broadcast) -> Reply:
    """Return the message in each language, exactly as it will be seen, below the name of the language."""
    media = Media(**one.media) if one.media else None
    shows: list[Show] = []
    for language, text in one.texts.items():
        head = act.words.say("broadcast.seen_in", language=wording.named(language, act.words))
        shows += [Show(Message(head, silent=True)), Show(Message(text, media=media, silent=True))]
    return Reply(tuple(shows))
