"""A group: its people, its bots and how each bot stands in it."""

from dataclasses import dataclass, field

from sandbox.errors import NotInGroup
from sandbox.journal import Json

PRESENT = frozenset({"member", "administrator"})


@dataclass
class Group:
    """A group of the whole sandbox; each bot in it has its own chat with its own message numbers.

    `bots` holds the status of every bot that was ever in it, by the bot's id.
    `moved_to` is the supergroup it has become.
    """

    id: int
    title: str
    kind: str = "group"
    people: set[int] = field(default_factory=set)
    bots: dict[int, str] = field(default_factory=dict)
    moved_to: int | None = None

    @property
    def info(self) -> Json:
        """Return the group as the Bot API shows a chat."""
        return {"id": self.id, "title": self.title, "type": self.kind}

    def has_bot(self, bot: int) -> bool:
        """Tell whether a bot is in it at the moment."""
        return self.bots.get(bot) in PRESENT

    def expect(self, person: int) -> None:
        """Raise NotInGroup unless the person is in it."""
        if person not in self.people:
            raise NotInGroup(f"person {person} is not in the group {self.id}")
