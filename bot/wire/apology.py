"""The apology: whoever acted is told that it failed, and whether it was recorded all the same."""

import logging
from itertools import count

from telegram.error import TelegramError
from telegram.ext import ExtBot

from bot.clock import Clock
from bot.wire.patience import patience
from bot.wire.raw import language_of, private_user
from db import inbox
from db.inbox import Waiting
from flows.refusals import sorry
from scheduler.acts import Acts

log = logging.getLogger(__name__)


async def apologise(bot: ExtBot[None], acts: Acts, clock: Clock, row: Waiting) -> None:
    """Tell whoever acted in a private chat; as long as the network is away, this waits for it.

    It has no delivery row: strangers have none either. Its inbox row stays open until this returns, so what a
    crash interrupts is said after the next start.
    """
    user_id = private_user(row.payload or {})
    if user_id is None:
        return
    recorded = await acts(inbox.reply_of, row.id) is not None
    text = await acts(sorry, user_id, language_of(row.payload or {}), recorded=recorded)
    for attempt in count():
        try:
            await bot.send_message(user_id, text)
        except TelegramError as error:
            wait = patience(error, attempt)
            if wait is None:
                log.warning("nobody could be told about update %s (%s)", row.update_id, type(error).__name__)
                return
            await clock.sleep(wait)
        else:
            return
