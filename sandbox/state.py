"""What the sandbox knows: bots, people, chats and the messages in them."""

import hashlib
from dataclasses import dataclass, field
from pathlib import Path

from sandbox.clock import Clock, Ticking
from sandbox.errors import NoSuchBot, NoSuchPerson, bad_request
from sandbox.faults import Faults
from sandbox.files import Files
from sandbox.journal import Journal, Json
from sandbox.limits import Limits
from sandbox.updates import UpdateQueue


@dataclass
class Chat:
    """A chat as one bot shares it.

    A message is never changed in place: an edit stores a new object, so what was
    answered or journaled before keeps saying what it said. `version` grows with
    everything a person would see change. `shown` keeps the data of every button a
    message ever had. `closed` holds the words of the 403 that sending gets.
    """

    id: int
    info: Json
    closed: str | None = None
    messages: dict[int, Json] = field(default_factory=dict)
    shown: dict[int, set[str]] = field(default_factory=dict)
    pinned: list[int] = field(default_factory=list)
    answers: list[Json] = field(default_factory=list)
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

    def remove(self, number: int) -> None:
        """Delete a message that is there."""
        del self.messages[number]
        self.version += 1


def buttons(message: Json) -> list[str]:
    """Return the callback data of a message's buttons, row by row."""
    rows = message.get("reply_markup", {}).get("inline_keyboard", ())
    return [button["callback_data"] for row in rows for button in row if "callback_data" in button]


@dataclass
class Query:
    """A tap that waits for its answer."""

    chat: Chat
    person: int
    asked_at: float
    answered: bool = False


@dataclass
class Bot:
    """One bot: who it is, what it is called where, its chats, its updates, its open queries."""

    id: int
    token: str = field(repr=False)
    user: Json
    updates: UpdateQueue
    chats: dict[int, Chat] = field(default_factory=dict)
    queries: dict[str, Query] = field(default_factory=dict)
    commands: dict[tuple[str, str], list[Json]] = field(default_factory=dict)
    profile: dict[tuple[str, str], str] = field(default_factory=dict)


@dataclass
class Person:
    """A synthetic person. Whoever has not `started` the bot cannot be written to."""

    user: Json
    started: bool


class World:
    """Everything there is, shared by the Bot API, the people and the control interface."""

    def __init__(self, clock: Ticking | None, journal: Path | None, limits: bool, open_tokens: bool) -> None:
        self.clock: Ticking = clock or Clock()
        self.journal = Journal(self.clock, journal)
        self.limits = Limits(self.clock, limits)
        self.faults = Faults()
        self.files = Files()
        self.bots: dict[str, Bot] = {}
        self.people: dict[int, Person] = {}
        self._open_tokens = open_tokens
        self._queries = 0

    def now(self) -> int:
        """Return the sandbox's time in whole seconds, as messages are dated."""
        return int(self.clock.time())

    def next_query(self) -> str:
        """Return the identifier of a new callback query."""
        self._queries += 1
        return str(4_000_000_000_000_000_000 + self._queries)

    def add_bot(self, token: str, username: str, first_name: str | None = None) -> Bot:
        """Let a bot exist; its id is the number before the token's colon, as with Telegram."""
        head = token.partition(":")[0]
        number = int(head) if head.isdigit() else int(hashlib.sha256(token.encode()).hexdigest()[:8], 16)
        user: Json = {"id": number, "is_bot": True, "first_name": first_name or username}
        user["username"] = username
        bot = Bot(number, token, user, UpdateQueue(self.clock, self.faults, self.journal))
        self.bots[token] = bot
        return bot

    def bot_of(self, token: str) -> Bot | None:
        """Return the bot with this token; where tokens are open, an unknown one makes a bot."""
        bot = self.bots.get(token)
        if bot is None and self._open_tokens:
            number = len(self.bots) + 1
            bot = self.add_bot(token, "respite_bot" if number == 1 else f"respite_{number}_bot")
        return bot

    def bot(self, which: str | None = None) -> Bot:
        """Return the bot with this token or username, or the only one there is."""
        for bot in self.bots.values():
            if which in (bot.token, bot.user["username"]) or (which is None and len(self.bots) == 1):
                return bot
        if which is not None:
            raise NoSuchBot("no bot has this token or username")
        raise NoSuchBot("no bot is known yet" if not self.bots else "there are several bots: say which")

    def person(self, user_id: int) -> Person:
        """Return the person with this id, or raise NoSuchPerson."""
        if user_id not in self.people:
            raise NoSuchPerson(f"nobody has the id {user_id}; add the person first")
        return self.people[user_id]

    def chat(self, bot: Bot, chat_id: object) -> Chat:
        """Return the chat a call means; raises Refused where there is none."""
        try:
            number = int(str(chat_id))
        except ValueError:
            raise bad_request("chat not found") from None
        chat = bot.chats.get(number)
        if chat is None:
            if number not in self.people:
                raise bad_request("chat not found")
            chat = self.private_chat(bot, number)
        return chat

    def private_chat(self, bot: Bot, user_id: int) -> Chat:
        """Return a person's chat with the bot, opening it on first use."""
        chat = bot.chats.get(user_id)
        if chat is None:
            person = self.person(user_id)
            info = {
                key: value for key, value in person.user.items() if key not in ("is_bot", "language_code")
            }
            chat = Chat(user_id, {**info, "type": "private"})
            if not person.started:
                chat.closed = "Forbidden: bot can't initiate conversation with a user"
            bot.chats[user_id] = chat
        return chat
