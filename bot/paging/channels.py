"""The channels that a site's settings name, behind one port."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from bot.paging.mail import Mail
from bot.paging.webhook import SignedWebhook
from bot.relay import relay
from bot.settings import Settings
from db.models import Channel
from scheduler.paging import Call


class Way(Protocol):
    """One way to staff beside Telegram."""

    async def send(self, call: Call, now: datetime) -> str | None:
        """Send a call; return None once it was taken, or in a word why not."""


class Channels:
    """Every way there is, by name; without any, nobody is called but by Telegram."""

    def __init__(self, ways: Mapping[str, Way]) -> None:
        self._ways = ways
        self.channels: Sequence[str] = tuple(ways)

    async def send(self, call: Call, now: datetime) -> str | None:
        """Send a call by its channel; one that the settings no longer have takes nothing."""
        way = self._ways.get(call.channel)
        return "gone" if way is None else await way.send(call, now)


def channels_of(settings: Settings) -> Channels:
    """Return the channels that the settings name; raises ValueError in plain words for half of one."""
    ways: dict[str, Way] = {}
    url, to = settings.smtp_url.get_secret_value(), settings.alert_mail
    if bool(url) != bool(to):
        raise ValueError("RESPITE_SMTP_URL and RESPITE_ALERT_MAIL go together: set both or neither")
    if url:
        ways[Channel.MAIL] = Mail(relay(url), settings.alert_mail_from or to[0], to)
    address, secret = settings.alert_webhook_url, settings.alert_webhook_secret.get_secret_value()
    if bool(address) != bool(secret):
        raise ValueError(
            "RESPITE_ALERT_WEBHOOK_URL and RESPITE_ALERT_WEBHOOK_SECRET go together: set both or neither"
        )
    if address:
        ways[Channel.WEBHOOK] = SignedWebhook(address, secret)
    return Channels(ways)
