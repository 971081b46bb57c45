"""What should have come of everything that was heard: a model of the check-in in a few lines of its own.

It knows nothing of the bot's code. It goes through the updates of each chat in the order in which they were
made, and says what must be stored and how many messages answer it.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from chaos.scene import ASKED_FOR_HELP, ITEMS
from sandbox.journal import Json


@dataclass
class Chat:
    """One person's side: answers by check-in and item, cries for help by update, replies by update."""

    answers: dict[int, dict[str, int]] = field(default_factory=lambda: defaultdict(dict))
    cries: list[tuple[str, int]] = field(default_factory=list)
    replies: dict[int, int] = field(default_factory=dict)

    def hear(self, update: Json) -> None:
        """Take one update; a copy of one that was heard before changes nothing."""
        number = update["update_id"]
        if number not in self.replies:
            self.replies[number] = self._tapped(update) if "callback_query" in update else self._told(update)

    def _told(self, update: Json) -> int:
        """Return how many messages answer a text: a note, and below it the question that waits."""
        text = update["message"]["text"]
        return 1 if text.startswith("/") or not self._asked else 2

    def _tapped(self, update: Json) -> int:
        data = update["callback_query"]["data"]
        verb, *parts = data.split(":")
        if verb in {"help", "contact"}:
            self.cries.append((verb, update["update_id"]))
            return 1
        if verb not in {"answer", "change"}:
            return 0
        checkin, item, value = int(parts[0]), parts[1].partition(".")[2], int(parts[2])
        return self._answered(self.answers[checkin], item, value, changing=verb == "change")

    def _answered(self, given: dict[str, int], item: str, value: int, *, changing: bool) -> int:
        """Keep an answer to the question at hand, or the change of one while there still is a question."""
        at_hand = next((each for each in ITEMS if each not in given), None)
        if at_hand is None or (item not in given if changing else item != at_hand):
            return 0
        given[item] = value
        return int(item == ITEMS[-1] and value == ASKED_FOR_HELP)

    @property
    def _asked(self) -> bool:
        return any(len(given) < len(ITEMS) for given in self.answers.values())


def of(updates: Iterable[Json]) -> Mapping[int, Chat]:
    """Return what each chat expects; the updates may come in any order and more than once."""
    known = {update["update_id"]: update for update in updates}
    chats: dict[int, Chat] = defaultdict(Chat)
    for number in sorted(known):
        chats[chat_of(known[number])].hear(known[number])
    return chats


def chat_of(update: Json) -> int:
    """Return the chat in which an update was made."""
    message = update["callback_query"]["message"] if "callback_query" in update else update["message"]
    return int(message["chat"]["id"])
