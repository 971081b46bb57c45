"""The intake: raw updates become rows of the inbox, and whoever brought them is told once they are there."""

import logging
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from operator import itemgetter
from typing import Any, Protocol

from bot.wire.raw import chat_of
from db import inbox, people
from db.outages import is_outage
from scheduler.acts import Acts

log = logging.getLogger(__name__)

HEARD_KINDS = ("message", "edited_message", "callback_query", "my_chat_member", "channel_post")
HIGHEST = 2**63


class Ears(Protocol):
    """What listens to Telegram: the poller or the webhook."""

    heard_at: float
    """When Telegram last answered, on the steady clock."""

    async def run(self, wake: Callable[[], object]) -> None:
        """Listen until cancelled and call `wake` when something was stored.

        Raises InvalidToken when Telegram no longer knows the bot.
        """


class Intake:
    """Stores updates for one bot; one that cannot be stored as it is keeps its number and nothing else."""

    def __init__(self, acts: Acts, bot_id: int) -> None:
        self._acts, self._bot_id = acts, bot_id

    async def keep(self, updates: Sequence[Mapping[str, Any]], now: datetime) -> None:
        """Store updates, each `is_one`, in the order of their numbers; all are committed on return.

        Raises the database's own error while it is away.
        """
        # Telegram may hand them over in any order; their numbers say in which they were made.
        rows = [_row(update) for update in sorted(updates, key=itemgetter("update_id"))]
        try:
            await self._acts(inbox.store, self._bot_id, rows, now)
        except Exception as error:
            if is_outage(error) or not rows:
                raise
            for row in rows:
                await self._keep_alone(row, now)

    async def _keep_alone(self, row: dict[str, Any], now: datetime) -> None:
        try:
            await self._acts(inbox.store, self._bot_id, [row], now)
        except Exception as error:
            if is_outage(error):
                raise
            log.exception("update %s cannot be stored: only its number is kept", row["update_id"])
            bare = {**row, "payload": {"update_id": row["update_id"]}}
            await self._acts(inbox.store, self._bot_id, [bare], now)


def is_one(update: object) -> bool:
    """Whether this is an update at all: an object with a number."""
    number = update.get("update_id") if isinstance(update, dict) else None
    return isinstance(number, int) and not isinstance(number, bool) and 0 <= number < HIGHEST


def _row(update: Mapping[str, Any]) -> dict[str, Any]:
    key = people.chat_index(chat_of(update))
    return {"update_id": update["update_id"], "chat_key": key, "payload": dict(update)}
