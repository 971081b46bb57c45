"""A second channel to listen at: a real mail server and a real HTTP server, on this machine."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import orjson
from aiohttp import web
from aiosmtpd.smtp import SMTP, Envelope, Session

from bot.paging.channels import Channels, channels_of
from bot.paging.webhook import SIGNATURE, TIMESTAMP, is_ours
from bot.settings import load
from db.session import Database
from tests import cast
from tests.journeys.ward import Ward, open_ward

SECRET = "a-secret-of-the-tests"


@dataclass
class Mailbox:
    """What the mail server took; `refuses` are the answers it gives first, `nobody` addresses it lacks."""

    took: list[EmailMessage] = field(default_factory=list)
    to: list[list[str]] = field(default_factory=list)
    refuses: list[str] = field(default_factory=list)
    nobody: list[str] = field(default_factory=list)

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Take an address, but one that is said to be nobody's."""
        if address in self.nobody:
            return "550 there is nobody of that name"
        envelope.rcpt_tos.append(address)
        return "250 known"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Take a message, or refuse it."""
        if self.refuses:
            return self.refuses.pop(0)
        message = message_from_bytes(bytes(envelope.content or b""), policy=policy.default)
        assert isinstance(message, EmailMessage)
        self.took.append(message)
        self.to.append(envelope.rcpt_tos)
        return "250 taken"


@asynccontextmanager
async def mail_server() -> AsyncIterator[tuple[Mailbox, str]]:
    """Yield a mailbox and the address of its server."""
    mailbox = Mailbox()
    server = await asyncio.get_running_loop().create_server(
        lambda: SMTP(mailbox, hostname="ward.example"), "127.0.0.1", 0
    )
    try:
        yield mailbox, f"smtp://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    finally:
        server.close()
        await server.wait_closed()


@dataclass
class Desk:
    """What the webhook's server was told, and the statuses that it answers first."""

    told: list[dict[str, Any]] = field(default_factory=list)
    genuine: list[bool] = field(default_factory=list)
    answers: list[int] = field(default_factory=list)

    async def take(self, request: web.Request) -> web.Response:
        """Take a call, or answer with a status."""
        if self.answers:
            return web.Response(status=self.answers.pop(0))
        body = await request.read()
        headers = request.headers
        self.genuine.append(is_ours(SECRET, headers[TIMESTAMP], body, headers[SIGNATURE]))
        self.told.append(orjson.loads(body))
        return web.Response(status=204)


@asynccontextmanager
async def webhook_server() -> AsyncIterator[tuple[Desk, str]]:
    """Yield a desk and its address."""
    desk, app = Desk(), web.Application()
    app.router.add_post("/page", desk.take)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    try:
        yield desk, f"http://127.0.0.1:{runner.addresses[0][1]}/page"
    finally:
        await runner.cleanup()


def both(smtp: str, webhook: str) -> Channels:
    """The channels of a site that has both."""
    return channels_of(
        load(
            smtp_url=smtp,
            alert_mail=("team@ward.example", "head@ward.example"),
            alert_mail_from="respite@ward.example",
            alert_webhook_url=webhook,
            alert_webhook_secret=SECRET,
        )
    )


@asynccontextmanager
async def listening(
    database: Database, start: datetime = cast.MONDAY
) -> AsyncIterator[tuple[Ward, Mailbox, Desk]]:
    """Yield a ward with both second channels, and who listens there."""
    async with (
        mail_server() as (mailbox, smtp),
        webhook_server() as (desk, webhook),
        open_ward(database, start, pager=both(smtp, webhook)) as ward,
    ):
        yield ward, mailbox, desk
