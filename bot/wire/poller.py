"""The poller: raw updates go into the inbox before Telegram is told that they arrived."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import urlencode

import orjson
from telegram.error import Conflict, InvalidToken, NetworkError, RetryAfter, TelegramError, TimedOut
from telegram.request import BaseRequest

from bot.clock import Clock
from bot.wire.intake import HEARD_KINDS, Intake, is_one

log = logging.getLogger(__name__)

POLL_SECONDS = 50
BATCH = 100
LONGEST_WAIT = 30.0
# An answer may take this much longer than the poll itself: between two bytes, and in all.
SLACK, MOST_SLACK = 10, 30


class Poller:
    """Polls one bot. The first request after a start confirms nothing, so what was not stored comes again.

    Updates are fetched raw: one that PTB cannot parse is stored like any other and fails alone later.
    """

    def __init__(self, request: BaseRequest, url: str, intake: Intake, clock: Clock) -> None:
        self._request, self._url, self._intake, self._clock = request, url, intake, clock
        self._offset: int | None = None
        self._webhook_gone = False
        self.heard_at = clock.steady()

    async def run(self, wake: Callable[[], object]) -> None:
        """Poll until cancelled; raises InvalidToken when Telegram no longer knows the bot."""
        wait = 1.0
        while True:
            try:
                if not self._webhook_gone:
                    await self._take_the_webhook_away()
                if await self.poll():
                    wake()
                wait = 1.0
            except InvalidToken:
                raise
            except TelegramError as error:
                wait = await self._rest(error, wait)

    async def poll(self, seconds: int = POLL_SECONDS) -> int:
        """Fetch once, store what came, and return how many updates that were, known ones included."""
        found = await self._fetch(seconds)
        self.heard_at = self._clock.steady()
        updates = [each for each in found if is_one(each)]
        if unread := len(found) - len(updates):
            log.error("%d of %d updates have no number: they are passed over", unread, len(found))
        if found and not updates:  # they would come again at once, and again
            raise NetworkError("getUpdates: nothing in the answer is an update")
        if updates:
            await self._intake.keep(updates, self._clock.now())
            self._offset = max(int(update["update_id"]) for update in updates) + 1
        return len(updates)

    async def _fetch(self, seconds: int) -> Sequence[Any]:
        query: dict[str, Any] = {"timeout": seconds, "limit": BATCH}
        if self._offset is None:
            query["allowed_updates"] = orjson.dumps(HEARD_KINDS).decode()
        else:
            query["offset"] = self._offset
        try:
            async with asyncio.timeout(seconds + MOST_SLACK):
                answer = await self._request.retrieve(
                    f"{self._url}/getUpdates?{urlencode(query)}", read_timeout=seconds + SLACK
                )
        except TimeoutError:
            raise TimedOut("getUpdates: the answer did not end") from None
        found = self._request.parse_json_payload(answer)
        if not isinstance(found, dict) or not isinstance(found.get("result"), list):
            raise NetworkError("getUpdates: this is no answer")
        return list(found["result"])

    async def _take_the_webhook_away(self) -> None:
        """Telegram refuses polls while a webhook is set; what waits for it then comes to the poll."""
        await self._request.retrieve(f"{self._url}/deleteWebhook")
        self._webhook_gone = True

    async def _rest(self, error: TelegramError, wait: float) -> float:
        if isinstance(error, Conflict) and "webhook" in error.message:
            log.error("a webhook was set for this bot, which polls: it is taken away")
            self._webhook_gone = False
        elif isinstance(error, Conflict):
            log.error("another process polls this bot: only one may run")
        elif isinstance(error, RetryAfter):
            told = error.retry_after
            wait = told.total_seconds() if not isinstance(told, int) else float(told)
        else:
            log.warning("polling failed (%s); again in %.0f s", type(error).__name__, wait)
        await self._clock.sleep(wait)
        return min(wait * 2, LONGEST_WAIT)
