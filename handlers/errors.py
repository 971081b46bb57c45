"""The error handler: PTB swallows exceptions, so ours reports each one to the inbox."""

import logging

from handlers.context import Context, hearing

log = logging.getLogger(__name__)


async def on_error(update: object, context: Context) -> None:
    """Hand the failure to the row at hand; the inbox counts it, retries it, and sets it aside in the end."""
    failure = context.error
    assert failure is not None, "PTB calls an error handler with an error"
    heard = hearing.get()
    heard.failure = failure
    log.error("update %s failed: %s", heard.update_id, type(failure).__name__)
