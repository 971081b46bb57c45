"""The relay: the site's own mail server, and a message handed over to it."""

import smtplib
import ssl
from dataclasses import dataclass
from email.message import EmailMessage
from urllib.parse import unquote, urlsplit

from bot.setting_checks import on_this_machine

PATIENCE = 15.0
PORTS = {"smtp": 587, "smtps": 465}


@dataclass(frozen=True)
class Relay:
    """The mail server: `encrypted` from the first byte on; else by STARTTLS, unless it may go in the `clear`.

    It may to this machine only: where STARTTLS is not offered, or by a certificate that nobody vouches for,
    nothing is sent, and no password said.
    """

    host: str
    port: int
    user: str | None
    password: str | None
    encrypted: bool
    clear: bool

    def __repr__(self) -> str:
        return f"Relay({self.host}:{self.port})"


def relay(url: str) -> Relay:
    """Return the mail server that smtp://USER:PASSWORD@HOST:PORT or smtps://… names, once checked."""
    parts = urlsplit(url)
    user = unquote(parts.username) if parts.username else None
    password = unquote(parts.password) if parts.password else None
    host, encrypted = parts.hostname or "", parts.scheme == "smtps"
    clear = not encrypted and on_this_machine(host)
    return Relay(host, parts.port or PORTS[parts.scheme], user, password, encrypted, clear)


def hand_over(to: Relay, message: EmailMessage) -> None:
    """Give a message to the server and return once it has taken it; raises OSError and SMTPException."""
    context = ssl.create_default_context()
    if to.encrypted:
        server: smtplib.SMTP = smtplib.SMTP_SSL(to.host, to.port, timeout=PATIENCE, context=context)
    else:
        server = smtplib.SMTP(to.host, to.port, timeout=PATIENCE)
    with server:
        if not to.encrypted and not to.clear:
            server.starttls(context=context)
        if to.user is not None:
            server.login(to.user, to.password or "")
        server.send_message(message)
