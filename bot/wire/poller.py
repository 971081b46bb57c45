"""The poller: raw updates go into the inbox before Telegram is told that they arrived."""

import logging
from collections.abc import Callable, Mapping, Sequence
from operator import itemgetter
from typing import Any
from urllib.parse import urlencode

import orjson
from telegram.error import Conflict, InvalidToken, NetworkError, RetryAfter, TelegramError
from telegram.request import BaseRequest

from bot.acts import Acts
from bot.clock import Clock
from bot.wire.raw import chat_of
from db import inbox, people

log = logging.getLogger(__name__)

HEARD_KINDS = ("message", "edited_message", "callback_query", "my_chat_member", "channel_post")
POLL_SECONDS = 50
BATCH = 100
LONGEST_WAIT = 30.0


class Poller:
    """Polls one bot. The first request after a start confirms nothing, so what was not stored comes again.

    Updates are fetched raw: one that PTB cannot parse is stored like any other and fails alone later.
    """

    def __init__(self, request: BaseRequest, url: str, acts: Acts, clock: Clock, bot_id: int) -> None:
        self._request, self._url, self._acts, self._clock, self._bot_id = request, url, acts, clock, bot_id
        self._offset: int | None = None
        self.last_poll = clock.now()

    async def run(self, wake: Callable[[], object]) -> None:
        """Poll until cancelled; raises InvalidToken when Telegram no longer knows the bot."""
        wait = 1.0
        while True:
            try:
                if await self.poll():
                    wake()
                wait = 1.0
            except InvalidToken:
                raise
            except TelegramError as error:
                wait = await self._rest(error, wait)

    async def poll(self, seconds: int = POLL_SECONDS) -> int:
        """Fetch once, store what came, and return how many updates that were, known ones included."""
        updates = await self._fetch(seconds)
        self.last_poll = self._clock.now()
        if not updates:
            return 0
        # Telegram may hand them over in any order; their numbers say in which they were made.
        rows = [_row(update) for update in sorted(updates, key=itemgetter("update_id"))]
        await self._acts(inbox.store, self._bot_id, rows, self._clock.now())
        self._offset = max(int(update["update_id"]) for update in updates) + 1
        return len(updates)

    async def _fetch(self, seconds: int) -> Sequence[Mapping[str, Any]]:
        query: dict[str, Any] = {"timeout": seconds, "limit": BATCH}
        if self._offset is None:
            query["allowed_updates"] = orjson.dumps(HEARD_KINDS).decode()
        else:
            query["offset"] = self._offset
        answer = await self._request.retrieve(
            f"{self._url}/getUpdates?{urlencode(query)}", read_timeout=seconds + 10
        )
        try:
            return list(self._request.parse_json_payload(answer)["result"])
        except (KeyError, TypeError):
            raise NetworkError("getUpdates: the answer was cut") from None

    async def _rest(self, error: TelegramError, wait: float) -> float:
        if isinstance(error, Conflict):
            log.error("another process polls this bot: only one may run")
        elif isinstance(error, RetryAfter):
            told = error.retry_after
            wait = told.total_seconds() if not isinstance(told, int) else float(told)
        else:
            log.warning("polling failed (%s); again in %.0f s", type(error).__name__, wait)
        await self._clock.sleep(wait)
        return min(wait * 2, LONGEST_WAIT)


def _row(update: Mapping[str, Any]) -> dict[str, Any]:
    key = people.chat_index(chat_of(update))
    return {"update_id": update["update_id"], "chat_key": key, "payload": dict(update)}
