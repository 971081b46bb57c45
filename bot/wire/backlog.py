"""The backlog: what the inbox holds is taken into memory a little at a time, in order per chat."""

import asyncio
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field

from db.inbox import Waiting

PER_CHAT = 20
IN_HAND = 1000


@dataclass
class _Chat:
    """One chat's updates in hand; those after `last` and up to `left` stayed in the database."""

    last: int
    queue: deque[Waiting] = field(default_factory=deque)
    left: int | None = None


class Backlog:
    """The updates in hand, chat by chat.

    Memory is bounded twice: one chat has at most PER_CHAT here, however much it wrote, so that it cannot
    crowd out the others; and nothing is loaded while all of them have IN_HAND.
    """

    def __init__(self) -> None:
        self._chats: dict[bytes, _Chat] = {}
        self._size = 0
        self._roomy = asyncio.Event()
        self._roomy.set()
        self.loaded = 0

    @property
    def size(self) -> int:
        """How many updates are in memory."""
        return self._size

    @property
    def at_rest(self) -> bool:
        """Whether no chat has anything left to do."""
        return not self._chats

    def chats(self) -> frozenset[bytes]:
        """Return the chats that somebody is at work on."""
        return frozenset(self._chats)

    async def room(self) -> None:
        """Wait until there is room for another batch; at rest, loading begins from the start again.

        What lies behind the place it had reached then is in nobody's hand: a number used anew, or a dead
        letter that was given another chance.
        """
        await self._roomy.wait()
        if self.at_rest:
            self.loaded = 0

    def add(self, row: Waiting) -> bool:
        """Take an update in, or leave it in the database; true if its chat needs somebody to work on it."""
        self.loaded = max(self.loaded, row.id)
        chat = self._chats.get(row.chat_key)
        if chat is not None and (chat.left is not None or len(chat.queue) >= PER_CHAT):
            chat.left = max(chat.left or 0, row.id)
            return False
        if chat is None:
            chat = self._chats[row.chat_key] = _Chat(row.id)
            self._append(chat, row)
            return True
        self._append(chat, row)
        return False

    def first(self, chat_key: bytes) -> Waiting | None:
        """Return a chat's next update in memory."""
        queue = self._chats[chat_key].queue
        return queue[0] if queue else None

    def done(self, chat_key: bytes) -> None:
        """Let go of a chat's first update."""
        self._chats[chat_key].queue.popleft()
        self._grow(-1)

    def left(self, chat_key: bytes) -> tuple[int, int] | None:
        """Return after and up to which row a chat's updates stayed in the database, or None."""
        chat = self._chats[chat_key]
        return None if chat.left is None else (chat.last, chat.left)

    def refill(self, chat_key: bytes, rows: Sequence[Waiting], upto: int) -> None:
        """Take in what a look for PER_CHAT rows up to `upto` has found."""
        chat = self._chats[chat_key]
        for row in rows:
            self._append(chat, row)
        if len(rows) < PER_CHAT:
            chat.last = upto
        if chat.left is not None and chat.last >= chat.left:
            chat.left = None

    def leave(self, chat_key: bytes) -> None:
        """Say that a chat has nothing left to do."""
        del self._chats[chat_key]

    def _append(self, chat: _Chat, row: Waiting) -> None:
        chat.queue.append(row)
        chat.last = row.id
        self._grow(1)

    def _grow(self, by: int) -> None:
        self._size += by
        if self._size < IN_HAND:
            self._roomy.set()
        else:
            self._roomy.clear()
