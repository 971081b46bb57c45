"""Progress: the message that says how far a broadcast is, edited in place as it goes on."""

from dataclasses import dataclass
from datetime import timedelta

from content.catalogue import words
from content.message import Message
from db import progresses
from db.models import Priority
from db.session import Session
from flows.broadcasting import screens
from scheduler.acts import Acts
from scheduler.delivery import Sender


@dataclass(frozen=True)
class Edit:
    """One progress message that says something else by now."""

    broadcast_id: int
    chat: str
    message: Message
    says: str


class Progress:
    """Edits progress messages; they wait behind everything but the broadcasts themselves."""

    def __init__(self, acts: Acts, sender: Sender) -> None:
        self._acts, self._sender = acts, sender

    async def show(self) -> None:
        """Edit what has changed since it was last looked at."""
        for each in await self._acts(changed):
            granted = await self._sender.grant(each.chat, Priority.DIGEST)
            if isinstance(granted, timedelta):
                continue
            outcome = await self._sender.send(each.chat, each.message)
            if outcome.how in {"sent", "refused"}:  # what is refused was deleted: it is let be
                said = each.says if outcome.how == "sent" else progresses.GONE
                await self._acts(progresses.note, each.broadcast_id, said)


def changed(session: Session) -> list[Edit]:
    """Return the progress messages that say something else than they should."""
    found = []
    for one, reader, number in progresses.watched(session):
        said, moves_on = screens.key(session, one)
        says = progresses.says(said, moves_on=moves_on)
        if says == one.shown or reader.chat is None:
            continue
        status = screens.status(session, one, words(reader.language))
        message = Message(status.text, status.buttons, silent=True, replaces=number)
        found.append(Edit(one.id, reader.chat, message, says))
    return found
