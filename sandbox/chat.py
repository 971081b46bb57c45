"""A chat as one bot shares it: who is in it, the messages, what the person sees beside them."""

from dataclasses import dataclass, field

from sandbox.journal import Json


@dataclass
class Chat:
    """A chat as one bot shares it.

    A message is never changed in place: an edit stores a new object, so what was
    answered or journaled before keeps saying what it said. `version` grows with
    everything a person would see change. `shown` keeps the data of every button a
    message ever had, `reactions` who reacted to which message and how. `closed`
    holds the words of the 403 that sending gets; `moved_to` is the supergroup that a
    group has become.
    """

    id: int
    info: Json
    closed: str | None = None
    moved_to: int | None = None
    messages: dict[int, Json] = field(default_factory=dict)
    shown: dict[int, set[str]] = field(default_factory=dict)
    pinned: list[int] = field(default_factory=list)
    answers: list[Json] = field(default_factory=list)
    reactions: dict[int, dict[int, list[Json]]] = field(default_factory=dict)
    keyboard: Json | None = None
    typing_until: float = 0.0
    last_id: int = 0
    version: int = 0

    def next_id(self) -> int:
        """Return the number of the next message, which is thereby taken."""
        self.last_id += 1
        return self.last_id

    def put(self, message: Json) -> None:
        """Store a message, new or changed, under its own number."""
        number = message["message_id"]
        self.last_id = max(self.last_id, number)
        self.messages[number] = message
        self.version += 1
        data = buttons(message)
        if data:
            self.shown.setdefault(number, set()).update(data)

    def react(self, number: int, author: int, reactions: list[Json]) -> list[Json]:
        """Put somebody's reactions on a message, and return those they had there before."""
        of_message = self.reactions.setdefault(number, {})
        old = of_message.get(author, [])
        of_message[author] = reactions
        self.version += 1
        return old

    def remove(self, number: int) -> None:
        """Delete a message that is there."""
        del self.messages[number]
        self.version += 1


def buttons(message: Json) -> list[str]:
    """Return the callback data of a message's buttons, row by row."""
    rows = message.get("reply_markup", {}).get("inline_keyboard", ())
    return [button["callback_data"] for row in rows for button in row if "callback_data" in button]
