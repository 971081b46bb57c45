"""What the sandbox knows: bots, people, chats and the messages in them."""

import hashlib
from dataclasses import dataclass, field
from pathlib import Path

from sandbox.chat import Chat
from sandbox.clock import Clock, Ticking
from sandbox.errors import NoSuchBot, NoSuchGroup, NoSuchPerson, bad_request
from sandbox.faults import Faults
from sandbox.files import Files
from sandbox.group import Group
from sandbox.journal import Journal, Json
from sandbox.limits import Limits
from sandbox.polls import Poll
from sandbox.updates import UpdateQueue
from sandbox.webhooks import Patience, Poster


@dataclass
class Query:
    """A tap that waits for its answer."""

    chat: Chat
    person: int
    asked_at: float
    answered: bool = False


@dataclass
class Bot:
    """One bot: who it is, what it is called where, its chats, its updates, its open queries.

    One that `reads_all` hears everything in its groups; the others hear what privacy
    mode lets through.
    """

    id: int
    token: str = field(repr=False)
    user: Json
    updates: UpdateQueue
    poster: Poster
    reads_all: bool = False
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
        self.groups: dict[int, Group] = {}
        self.polls: dict[str, Poll] = {}
        self.patience = Patience()
        self._open_tokens = open_tokens
        self._numbers = 0

    def now(self) -> int:
        """Return the sandbox's time in whole seconds, as messages are dated."""
        return int(self.clock.time())

    def next_number(self) -> str:
        """Return the identifier of a new callback query, poll or album."""
        self._numbers += 1
        return str(4_000_000_000_000_000_000 + self._numbers)

    def add_bot(
        self, token: str, username: str, first_name: str | None = None, *, reads_all: bool = False
    ) -> Bot:
        """Let a bot exist; its id is the number before the token's colon, as with Telegram."""
        head = token.partition(":")[0]
        number = int(head) if head.isdigit() else int(hashlib.sha256(token.encode()).hexdigest()[:8], 16)
        user: Json = {"id": number, "is_bot": True, "first_name": first_name or username}
        user["username"] = username
        updates = UpdateQueue(number, self.clock, self.faults, self.journal)
        bot = Bot(number, token, user, updates, Poster(updates, self.patience), reads_all)
        self.bots[token] = bot
        self.journal.main = self.journal.main or number
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

    def group(self, number: int) -> Group:
        """Return the group with this id, or raise NoSuchGroup."""
        group = self.groups.get(number)
        if group is None:
            raise NoSuchGroup(f"there is no group {number}; found it first")
        if group.moved_to is not None:
            raise NoSuchGroup(f"the group {number} has become the supergroup {group.moved_to}")
        return group

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
