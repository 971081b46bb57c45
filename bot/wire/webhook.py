"""The webhook: Telegram brings updates, and is told 200 only after they are committed in the inbox."""

import errno
import hmac
import logging
import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from aiohttp import web
from telegram.error import BadRequest, InvalidToken, RetryAfter, TelegramError
from telegram.ext import ExtBot

from bot.clock import Clock
from bot.wire.certificate import self_signed, server_context
from bot.wire.intake import HEARD_KINDS, Intake
from bot.wire.receiver import Receiver
from db.crypto import keyring

log = logging.getLogger(__name__)

CONNECTIONS = 40
LOOKS_EVERY = 30.0
LONGEST_WAIT = 30.0
LONGEST_REASON = 120


class NoWebhook(RuntimeError):
    """The webhook cannot be had: the message says why, without the token and the secret."""


@dataclass(frozen=True)
class Hook:
    """Where Telegram finds us, and where we listen; with a certificate the TLS is ours, else a proxy's.

    `secret` is what Telegram sends along, to be had from `secret_for`.
    """

    url: str
    host: str
    port: int
    secret: str
    certificate: Path | None = None
    key: Path | None = None


def secret_for(token: str) -> str:
    """Return the secret of a bot's webhook, derived from the site's last key: the same at every start."""
    return keyring().index(f"webhook secret of {token}").hex()


class Webhook:
    """Receives one bot's updates; Telegram is asked twice a minute whether it still knows bot and address."""

    def __init__(self, bot: ExtBot[Any], hook: Hook, intake: Intake, clock: Clock) -> None:
        self._bot, self._hook, self._clock = bot, hook, clock
        self._receiver = Receiver(hook.secret, intake, clock)
        self._told_error = 0
        self.heard_at = clock.steady()

    async def run(self, wake: Callable[[], object]) -> None:
        """Receive until cancelled; raises InvalidToken, and NoWebhook if Telegram refuses the address."""
        async with self._listening(wake):
            await self._patiently(self._set)
            while True:
                await self._clock.sleep(LOOKS_EVERY)
                await self._patiently(self._look)

    @asynccontextmanager
    async def _listening(self, wake: Callable[[], object]) -> AsyncIterator[None]:
        app = self._receiver.application(urlsplit(self._hook.url).path or "/", wake)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=5)
        await runner.setup()
        try:
            await self._bind(runner)
            yield
        finally:
            await runner.cleanup()

    async def _bind(self, runner: web.AppRunner) -> None:
        host, port = self._hook.host, self._hook.port
        try:
            await web.TCPSite(runner, host, port, ssl_context=self._tls()).start()
        except OSError as error:
            raise NoWebhook(f"nothing can listen at {host}:{port} ({_reason(error)})") from None

    def _tls(self) -> ssl.SSLContext | None:
        if self._hook.certificate is None:
            return None
        try:
            return server_context(self._hook.certificate, self._hook.key)
        except (OSError, ValueError):
            raise NoWebhook("the certificate and its key cannot be used together") from None

    async def _patiently(self, ask: Callable[[], Any]) -> None:
        """Ask Telegram something, for as long as it cannot be reached; BadRequest means that it will not."""
        wait = 1.0
        while True:
            try:
                await ask()
            except (InvalidToken, NoWebhook):
                raise
            except BadRequest as error:
                raise NoWebhook(f"Telegram does not take the address: {error.message}") from None
            except TelegramError as error:
                log.warning(
                    "the webhook cannot be looked after (%s); again in %.0f s", type(error).__name__, wait
                )
                if isinstance(error, RetryAfter):
                    told = error.retry_after
                    wait = float(told) if isinstance(told, int) else told.total_seconds()
                await self._clock.sleep(wait)
                wait = min(wait * 2, LONGEST_WAIT)
            else:
                self.heard_at = self._clock.steady()
                return

    async def _set(self) -> None:
        """Tell Telegram the address; what waits there comes to it."""
        certificate = self_signed(self._hook.certificate) if self._hook.certificate else None
        await self._bot.set_webhook(
            self._hook.url,
            certificate=certificate,
            max_connections=CONNECTIONS,
            allowed_updates=HEARD_KINDS,
            secret_token=self._hook.secret,
        )

    async def _look(self) -> None:
        """Ask whether the webhook stands, and set it again if somebody moved it."""
        info = await self._bot.get_webhook_info()
        if refused := self._receiver.refused_lately():
            log.warning("%d requests came without the webhook's secret", refused)
        failed_at = int(info.last_error_date.timestamp()) if info.last_error_date else 0
        if failed_at > self._told_error:
            self._told_error = failed_at
            reason = (info.last_error_message or "")[:LONGEST_REASON]
            log.warning("Telegram could not deliver (%s); %d updates wait", reason, info.pending_update_count)
        if not hmac.compare_digest(info.url.encode(), self._hook.url.encode()):
            log.error("somebody else changed or removed the webhook: it is set again")
            await self._set()


def _reason(error: OSError) -> str:
    return errno.errorcode.get(error.errno or 0, type(error).__name__)
