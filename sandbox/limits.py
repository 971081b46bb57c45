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
RATES = {
    "total_per_second": int,
    "paid_per_second": int,
    "group_per_minute": int,
    "chat_per_second": float,
    "chat_burst": int,
    "callback_seconds": float,
}


@dataclass
class _Pace:
    """One bot's recent sends: over all chats, to each group, and what each person's chat has left."""

    sent: deque[float] = field(default_factory=deque)
    paid: deque[float] = field(default_factory=deque)
    groups: dict[int, deque[float]] = field(default_factory=dict)
    chats: dict[int, tuple[float, float]] = field(default_factory=dict)


class Limits:
    """Telegram's rates: a sliding second over all chats, a minute per group, a refilling bucket per person.

    What is sent as a paid broadcast counts in a wider second of its own.
    `callback_seconds` is how long a callback query can be answered; it holds even
    where `enabled` is off, which switches the rates alone.
    """

    def __init__(self, clock: Ticking, enabled: bool = True) -> None:
        self.enabled = enabled
        self.total_per_second = 30
        self.paid_per_second = 1000
        self.group_per_minute = 20
        self.chat_per_second = 1.0
        self.chat_burst = 5
        self.callback_seconds = 15.0
        self._clock = clock
        self._paces: dict[int, _Pace] = {}

    def configure(self, *, enabled: bool | None = None, **rates: float | None) -> None:
        """Change what is given, by the names of RATES, keep the rest, and forget what was sent so far.

        Raises ValueError for an unknown rate, or one that is not above zero.
        """
        given = {name: number for name, number in rates.items() if number is not None}
        for name, number in given.items():
            if name not in RATES:
                raise ValueError(f"there is no rate {name!r}; there are {', '.join(RATES)}")
            if number <= 0:
                raise ValueError(f"{name} must be above zero, not {number}")
        for name, number in given.items():
            setattr(self, name, number)
        self.enabled = self.enabled if enabled is None else enabled
        self._paces.clear()

    def take(self, bot: int, chat: int, paid: bool = False) -> None:
        """Count one send, copy, forward or edit by `bot` to `chat`; a refused call is not counted.

        An album counts as one. Raises Refused (429) with whole seconds to wait, at
        least one.
        """
        if not self.enabled:
            return
        now = self._clock.time()
        pace = self._paces.setdefault(bot, _Pace())
        sent, most = (pace.paid, self.paid_per_second) if paid else (pace.sent, self.total_per_second)
        left = self._left_in_chat(pace, chat, now)
        wait = (1 - left) / self.chat_per_second
        group = pace.groups.setdefault(chat, deque()) if chat < 0 else None
        if group is not None:
            wait = _wait(group, 60, self.group_per_minute, now)
        wait = max(_wait(sent, 1, most, now), wait)
        if wait > 0:
            seconds = max(1, math.ceil(wait))
            raise Refused(429, f"Too Many Requests: retry after {seconds}", {"retry_after": seconds})
        sent.append(now)
        if group is not None:
            group.append(now)
        else:
            pace.chats[chat] = (now, left - 1)

    def _left_in_chat(self, pace: _Pace, chat: int, now: float) -> float:
        at, left = pace.chats.get(chat, (now, float(self.chat_burst)))
        return min(float(self.chat_burst), left + max(0.0, now - at) * self.chat_per_second)


def _wait(sent: deque[float], seconds: float, most: int, now: float) -> float:
    """Return how long until fewer than `most` were sent in the last `seconds`; forgets older ones."""
    while sent and sent[0] <= now - seconds:
        sent.popleft()
    return 0.0 if len(sent) < most else sent[-most] + seconds - now
