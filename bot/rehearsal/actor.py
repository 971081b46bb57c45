"""What the director asks of everybody on the stage."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

from bot.rehearsal.agenda import Plan
from bot.rehearsal.families import Family

Chat = Sequence[Mapping[str, Any]]


class Actor(Protocol):
    """A made-up person who looks at their chat and acts."""

    family: Family

    def begin(self) -> list[Plan]:
        """Return what the person means to do whatever the chat shows."""

    def look(self, chat: Chat, now: datetime) -> list[Plan]:
        """Return what the person means to do after seeing the chat as it is now."""
