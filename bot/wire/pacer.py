"""When a message may leave: pure arithmetic on rates, with the time as an argument.

Each limit is one number per bucket, the moment by which everything taken so far is paid for
(the generic cell rate algorithm). Times are seconds on any steady clock.
"""

from dataclasses import dataclass
from functools import cached_property

SAFETY = 0
REPLY = 1
BULK_FROM = 4

Chat = int | str | None

_FEW = 1024
_ANOTHER_WITHIN = 1.0


@dataclass(frozen=True)
class Rate:
    """`count` messages each `per` seconds, `burst` of them at once.

    No stretch of `t` seconds, ends included, holds more than burst + t * count / per.
    """

    count: float
    per: float
    burst: int

    @cached_property
    def spacing(self) -> float:
        """Seconds that one message pays for."""
        return self.per / self.count

    @cached_property
    def tolerance(self) -> float:
        """Seconds by which taking may run ahead of paying."""
        return self.spacing * (self.burst - 1)


@dataclass(frozen=True)
class Rates:
    """How fast a bot may talk.

    The whole bot stays within 30 in any second and a group within 20 in any minute, both with
    their bursts; Telegram publishes these two and asks for one a second in a private chat.
    """

    bot: Rate = Rate(count=28, per=1, burst=2)
    bulk: Rate = Rate(count=25, per=1, burst=2)
    private: Rate = Rate(count=1, per=1, burst=5)
    group: Rate = Rate(count=16, per=60, burst=4)

    @classmethod
    def paid(cls) -> "Rates":
        """Return the rates of a bot that pays for its broadcasts: within 1000 in any second, chats as ever.

        The burst makes up for timers, which are coarser than a message a millisecond.
        """
        return cls(bot=Rate(count=970, per=1, burst=30), bulk=Rate(count=900, per=1, burst=30))


class Pacer:
    """Says when the next message may go, and keeps the account of those gone.

    It forgets a chat once all it took is paid for, so it remembers as many chats as it served lately.
    """

    def __init__(self, rates: Rates | None = None) -> None:
        self._rates = rates or Rates()
        self._bot = self._bulk = float("-inf")
        self._chats: dict[Chat, float] = {}
        self._halts: dict[Chat, float] = {}
        self._bot_halt = float("-inf")
        self._last_flood: tuple[Chat, float] | None = None
        self._sweep_at = _FEW

    def earliest(self, now: float, chat: Chat, priority: int) -> float:
        """Return when a message could go if nothing else went before; `now` if it can go at once.

        A chat is a number, negative for groups, an @name, or None where the call names no chat.
        Safety texts do not wait for the chat's rate, only for the bot's and for halts.
        """
        return max(self.bot_free_at(now, priority), self.chat_free_at(now, chat, priority))

    def chat_free_at(self, now: float, chat: Chat, priority: int) -> float:
        """Return from when the chat itself takes a message, whatever the bot may do; `now` if at once."""
        moment = max(now, self._halts.get(chat, now))
        if priority != SAFETY and chat in self._chats:
            moment = max(moment, self._chats[chat] - self._rate_of(chat).tolerance)
        return moment

    def bot_free_at(self, now: float, priority: int = SAFETY) -> float:
        """Return the moment before which nothing so urgent or less may go, to whatever chat."""
        moment = max(now, self._bot - self._rates.bot.tolerance, self._bot_halt)
        return moment if priority < BULK_FROM else max(moment, self._bulk - self._rates.bulk.tolerance)

    def take(self, now: float, chat: Chat, priority: int) -> bool:
        """Account for one message now if it may go, and return whether it may."""
        if self.earliest(now, chat, priority) > now:
            return False
        self._bot = max(self._bot, now) + self._rates.bot.spacing
        if priority >= BULK_FROM:
            self._bulk = max(self._bulk, now) + self._rates.bulk.spacing
        if chat is not None:
            self._chats[chat] = max(self._chats.get(chat, now), now) + self._rate_of(chat).spacing
        self._forget_idle(now)
        return True

    def halt(self, now: float, chat: Chat, seconds: float) -> None:
        """Let nothing go to `chat` for `seconds`, because Telegram said so (429).

        If it said so of another chat less than a second ago, nothing goes to anyone.
        """
        until = max(now + seconds, self._halts.get(chat, now))
        self._halts[chat] = until
        if self._last_flood is not None:
            other, when = self._last_flood
            if other != chat and now - when <= _ANOTHER_WITHIN:
                self._bot_halt = max(self._bot_halt, until)
        self._last_flood = (chat, now)
        self._forget_idle(now)

    @property
    def remembered(self) -> int:
        """How many chats are on its books."""
        return len(self._chats.keys() | self._halts.keys())

    def _rate_of(self, chat: Chat) -> Rate:
        return self._rates.private if isinstance(chat, int) and chat > 0 else self._rates.group

    def _forget_idle(self, now: float) -> None:
        """Drop what is paid for, each time the books have doubled: constant work per message."""
        if len(self._chats) + len(self._halts) < self._sweep_at:
            return
        self._chats = {chat: paid for chat, paid in self._chats.items() if paid > now}
        self._halts = {chat: until for chat, until in self._halts.items() if until > now}
        self._sweep_at = max(_FEW, 2 * (len(self._chats) + len(self._halts)))
