"""How often a bot may speak, and for how long a tap may be answered."""

import math
from collections import deque
from dataclasses import dataclass, field

from sandbox.clock import Ticking
from sandbox.errors import Refused

TEXT, CAPTION = 4096, 1024
CALLBACK_BYTES, BUTTONS = 64, 100
UPLOAD, PHOTO, DOWNLOAD = 50 * 1000 * 1000, 10 * 1024 * 1024, 20 * 1024 * 1024
DELETABLE_SECONDS = 48 * 3600


@dataclass
class _Pace:
    """One bot's recent sends: when over all chats, and what each chat has left."""

    sent: deque[float] = field(default_factory=deque)
    chats: dict[int, tuple[float, float]] = field(default_factory=dict)


class Limits:
    """Telegram's rates: a sliding second over all chats, a refilling bucket per private chat.

    `callback_seconds` is how long a callback query can be answered; it holds even
    where `enabled` is off, which switches the rates alone.
    """

    def __init__(self, clock: Ticking, enabled: bool = True) -> None:
        self.enabled = enabled
        self.total_per_second = 30
        self.chat_per_second = 1.0
        self.chat_burst = 5
        self.callback_seconds = 15.0
        self._clock = clock
        self._paces: dict[int, _Pace] = {}

    def configure(
        self,
        *,
        total_per_second: int | None = None,
        chat_per_second: float | None = None,
        chat_burst: int | None = None,
        callback_seconds: float | None = None,
        enabled: bool | None = None,
    ) -> None:
        """Change what is given, keep the rest, and forget what was sent so far.

        Raises ValueError for a rate that is not above zero.
        """
        asked = {
            "total_per_second": total_per_second,
            "chat_per_second": chat_per_second,
            "chat_burst": chat_burst,
            "callback_seconds": callback_seconds,
        }
        given = {name: number for name, number in asked.items() if number is not None}
        for name, number in given.items():
            if number <= 0:
                raise ValueError(f"{name} must be above zero, not {number}")
        for name, number in given.items():
            setattr(self, name, number)
        self.enabled = self.enabled if enabled is None else enabled
        self._paces.clear()

    def take(self, bot: int, chat: int) -> None:
        """Count one send, copy, forward or edit by `bot` to `chat`; a refused call is not counted.

        Raises Refused (429) with whole seconds to wait, at least one.
        """
        if not self.enabled:
            return
        now = self._clock.time()
        pace = self._paces.setdefault(bot, _Pace())
        left = self._left_in_chat(pace, chat, now)
        wait = max(self._wait_for_all(pace, now), (1 - left) / self.chat_per_second)
        if wait > 0:
            seconds = max(1, math.ceil(wait))
            raise Refused(429, f"Too Many Requests: retry after {seconds}", {"retry_after": seconds})
        pace.sent.append(now)
        if chat > 0:
            pace.chats[chat] = (now, left - 1)

    def _left_in_chat(self, pace: _Pace, chat: int, now: float) -> float:
        """Return the sends that `chat` has left; a group's own rate is not kept, so it is never empty."""
        at, left = pace.chats.get(chat, (now, float(self.chat_burst)))
        return min(float(self.chat_burst), left + max(0.0, now - at) * self.chat_per_second)

    def _wait_for_all(self, pace: _Pace, now: float) -> float:
        while pace.sent and pace.sent[0] <= now - 1:
            pace.sent.popleft()
        if len(pace.sent) < self.total_per_second:
            return 0.0
        return pace.sent[-self.total_per_second] + 1 - now
