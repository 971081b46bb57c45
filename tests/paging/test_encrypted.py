"""Mail in flight: a real server that speaks STARTTLS, and certificates that are trusted or not."""

import asyncio
import os
import ssl
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

import pytest
from aiosmtpd.smtp import SMTP, AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from bot.clock import WallClock
from bot.paging.mail import Mail
from bot.relay import Relay, relay
from scheduler.paging import Call
from tests.cast import MONDAY
from tests.journeys.second_channel import Mailbox

CALL = Call(id=7, case=17, drill=False, channel="mail", subject="step7", attempts=1)
USER, WORD = "ward", "a-made-up-word"


@dataclass
class Line(Mailbox):
    """A mailbox that knows whether what it took came encrypted, and what else it was told."""

    encrypted: list[bool] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    passwords: list[str] = field(default_factory=list)

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        """Take a message."""
        self.encrypted.append(session.ssl is not None)
        return await super().handle_DATA(server, session, envelope)

    def authenticate(self, server, session, envelope, mechanism, data) -> AuthResult:
        """Let anybody in and remember what they said."""
        self.passwords.append(bytes(data.password).decode())
        return AuthResult(success=True)


class Listening(SMTP):
    """The server, with what it is told."""

    line: Line

    async def smtp_MAIL(self, arg):  # noqa: N802
        """A sender is named."""
        self.line.told.append("MAIL")
        await super().smtp_MAIL(arg)


def certificate(folder: Path, name: str = "localhost", *, days: int = 1) -> tuple[Path, Path]:
    """A certificate that vouches for itself, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    called = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = WallClock().now()
    made = (
        x509.CertificateBuilder()
        .subject_name(called)
        .issuer_name(called)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=2))
        .not_valid_after(now + timedelta(days=days))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    paths = folder / f"{name}.pem", folder / f"{name}.key"
    paths[0].write_bytes(made.public_bytes(serialization.Encoding.PEM))
    paths[1].write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return paths


@asynccontextmanager
async def server(files: tuple[Path, Path] | None) -> AsyncIterator[tuple[Line, Relay]]:
    """Yield a mail server that offers STARTTLS if it has a certificate, and the relay to it."""
    line, context = Line(), None
    if files is not None:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(*files)

    def speak() -> SMTP:
        made = Listening(
            line,
            hostname="ward.example",
            tls_context=context,
            authenticator=line.authenticate,
            auth_require_tls=False,
        )
        made.line = line
        return made

    listening = await asyncio.get_running_loop().create_server(speak, "127.0.0.1", 0)
    port = listening.sockets[0].getsockname()[1]
    try:
        yield line, Relay("localhost", port, USER, WORD, encrypted=False, clear=False)
    finally:
        listening.close()
        await listening.wait_closed()


@pytest.fixture
def trust(tmp_path: Path) -> Iterator[Callable[..., tuple[Path, Path]]]:
    """Make a certificate that this process trusts, and no other, until the test is over."""
    before = dict(os.environ)

    def trust(name: str = "localhost", *, days: int = 1) -> tuple[Path, Path]:
        files = certificate(tmp_path, name, days=days)
        os.environ["SSL_CERT_FILE"], os.environ["SSL_CERT_DIR"] = str(files[0]), str(tmp_path / "none")
        return files

    yield trust
    os.environ.clear()
    os.environ.update(before)


@pytest.fixture
def trusted(trust: Callable[..., tuple[Path, Path]]) -> tuple[Path, Path]:
    """One for this machine."""
    return trust()


async def sent(to: Relay) -> str | None:
    """Send the call; None once it was taken."""
    return await Mail(to, "from@ward.example", ["to@ward.example"]).send(CALL, MONDAY)


async def test_by_starttls_message_and_password_go_encrypted(trusted) -> None:
    async with server(trusted) as (line, to):
        assert await sent(to) is None

    assert (line.encrypted, line.passwords) == ([True], [WORD])
    assert line.took[0]["Subject"] == "Respite #17: please look / 请查看"


async def test_where_starttls_is_not_offered_nothing_is_sent_and_no_password_said(trusted) -> None:
    async with server(None) as (line, to):
        assert await sent(to) == "smtpnotsupportederror"

    assert (line.took, line.told, line.passwords) == ([], [], [])


async def test_the_same_server_takes_it_in_the_clear_where_that_is_allowed(trusted) -> None:
    async with server(None) as (line, to):
        assert await sent(replace(to, clear=True)) is None

    assert (line.encrypted, line.passwords) == ([False], [WORD])


async def test_a_certificate_that_nobody_vouches_for_is_refused(tmp_path, trusted) -> None:
    stranger = tmp_path / "stranger"
    stranger.mkdir()
    async with server(certificate(stranger)) as (line, to):
        assert await sent(to) == "sslcertverificationerror"

    assert (line.took, line.told, line.passwords) == ([], [], [])


async def test_a_certificate_of_another_host_is_refused(trust) -> None:
    async with server(trust("elsewhere.example")) as (line, to):
        assert await sent(to) == "sslcertverificationerror"

    assert (line.took, line.passwords) == ([], [])


async def test_a_certificate_whose_time_is_over_is_refused(trust) -> None:
    async with server(trust(days=-1)) as (line, to):
        assert await sent(to) == "sslcertverificationerror"

    assert (line.took, line.passwords) == ([], [])


@pytest.mark.parametrize(
    ("address", "clear"),
    [
        ("smtp://mail.example", False),
        ("smtp://10.0.0.5:25", False),
        ("smtp://127.0.0.1.mail.example:25", False),
        ("smtps://localhost", False),
        ("smtp://localhost:25", True),
        ("smtp://127.0.0.1:25", True),
        ("smtp://[::1]:25", True),
    ],
)
def test_only_to_this_machine_it_may_go_in_the_clear(address: str, clear: bool) -> None:
    assert relay(address).clear is clear
