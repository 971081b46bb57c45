"""Beside Telegram: where an alert can ring nobody there, the second channel is called in the same act."""

from datetime import datetime

from db import pages
from db.models import Alert, Channel
from db.session import Session


def nobody(alert: Alert) -> str:
    """Return how the call is named that says that nobody could be rung: there is one for each climb."""
    anew = alert.climbs_from is not None and alert.climbs_from != alert.raised_at
    return f"unheard{alert.climbs_from:%y%m%d%H%M%S}" if anew else "unheard"


def call(session: Session, alert: Alert, subject: str, now: datetime) -> None:
    """Owe a call by every channel there is, once for its subject.

    Which of them this site has, only the bot's settings know: what it has not is settled unsent.
    """
    pages.queue(session, [row(alert, subject, channel, now) for channel in Channel])


def row(alert: Alert, subject: str, channel: str, now: datetime) -> dict[str, object]:
    """Return the call that an alert owes by one channel; it waits for nothing."""
    return {
        "site_id": alert.site_id,
        "alert_id": alert.id,
        "subject": subject,
        "channel": channel,
        "queued_at": now,
        "due_at": now,
    }
