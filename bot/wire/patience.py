"""Patience: which failures of an update are nobody's fault, and how long they are waited out."""

from datetime import timedelta

from telegram.error import BadRequest, InvalidToken, NetworkError, RetryAfter

from db.outages import is_outage

PAUSES = (1.0, 2.0, 5.0, 15.0)
LONGEST_PAUSE = 60.0


def patience(error: Exception, attempt: int) -> float | None:
    """Return the seconds to wait where only the network or the database failed, None for any other failure.

    A token that Telegram takes back ends the process; what it could not show waits for the next one.
    """
    if isinstance(error, RetryAfter):
        told = error.retry_after
        return told.total_seconds() if isinstance(told, timedelta) else float(told)
    if isinstance(error, InvalidToken):
        return LONGEST_PAUSE
    away = isinstance(error, NetworkError) and not isinstance(error, BadRequest)
    if away or is_outage(error):
        return (*PAUSES, LONGEST_PAUSE)[min(attempt, len(PAUSES))]
    return None
