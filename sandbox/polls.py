"""A poll that a bot has sent, and who voted for what."""

from dataclasses import dataclass, field

from sandbox.chat import Chat
from sandbox.errors import Misuse
from sandbox.journal import Json


@dataclass
class Poll:
    """One poll in its message; `told` is how the Bot API shows it, replaced with every change."""

    chat: Chat
    message_id: int
    told: Json
    votes: dict[int, list[int]] = field(default_factory=dict)

    def vote(self, person: int, options: list[int]) -> None:
        """Count a person's vote instead of any earlier one; no option takes it back.

        Raises Misuse for a vote that nobody could give.
        """
        if not set(options) <= set(range(len(self.told["options"]))):
            raise Misuse(f"the poll has options 0 to {len(self.told['options']) - 1}")
        if len(options) > 1 and not self.told["allows_multiple_answers"]:
            raise Misuse("the poll takes one answer")
        if self.told["is_closed"]:
            raise Misuse("the poll is closed")
        if self.votes.get(person) and not self.told["allows_revoting"]:
            raise Misuse(f"person {person} has voted, and this poll takes no second vote")
        self.votes[person] = sorted(set(options))
        self._show({"options": self._counted(), "total_voter_count": sum(map(bool, self.votes.values()))})

    def close_by(self, now: float) -> None:
        """Close the poll where its time is over."""
        if not self.told["is_closed"] and now >= self.told.get("close_date", now + 1):
            self.close()

    def close(self, markup: Json | None = None) -> None:
        """Take no more votes, and show these buttons, or none, below the poll."""
        self._show({"is_closed": True}, markup or {})

    def _counted(self) -> list[Json]:
        return [
            {**option, "voter_count": sum(number in chosen for chosen in self.votes.values())}
            for number, option in enumerate(self.told["options"])
        ]

    def _show(self, changes: Json, markup: Json | None = None) -> None:
        """Replace the poll and its message by new objects; one that was deleted stays deleted."""
        self.told = {**self.told, **changes}
        message = self.chat.messages.get(self.message_id)
        if message is not None:
            kept = message if markup is None else {k: v for k, v in message.items() if k != "reply_markup"}
            self.chat.put({**kept, "poll": self.told, **(markup or {})})
