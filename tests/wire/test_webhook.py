"""The webhook with Telegram: announced at the start, looked after, and loud when it cannot be had."""

import asyncio
import contextlib
import ssl
from datetime import UTC, datetime, timedelta

import pytest
from aiohttp import web
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from telegram.error import InvalidToken
from telegram.ext import ExtBot

from bot.clock import VirtualClock
from bot.wire.certificate import self_signed, server_context
from bot.wire.intake import HEARD_KINDS
from bot.wire.transport import AiohttpRequest
from bot.wire.webhook import LOOKS_EVERY, Hook, NoWebhook, Webhook, secret_for
from tests.wire.hooked import SECRET, free_port

TOKEN = "1000:TEST-token-of-nobody"
MONDAY = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
URL = "https://ward.example/hook"


class Api:
    """The two methods of the Bot API that a webhook needs; `faults` are statuses to answer first."""

    def __init__(self):
        self.set, self.faults, self.looks = [], [], 0
        self.info = {"url": "", "has_custom_certificate": False, "pending_update_count": 0}

    async def answer(self, request):
        if self.faults:
            status, words = self.faults.pop(0)
            body = {"ok": False, "error_code": status, "description": words}
            return web.json_response(body, status=status)
        if request.match_info["method"] == "setWebhook":
            with_file = request.content_type != "application/json"
            self.set.append(dict(await (request.post() if with_file else request.json())))
            self.info["url"] = self.set[-1]["url"]
            return web.json_response({"ok": True, "result": True})
        self.looks += 1
        return web.json_response({"ok": True, "result": self.info})


@pytest.fixture
async def api():
    api = Api()
    app = web.Application()
    app.router.add_route("*", "/{bot}/{method}", api.answer)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    api.url = f"http://127.0.0.1:{runner.addresses[0][1]}/bot"
    yield api
    await runner.cleanup()


class Standing:
    """A webhook at work on a virtual clock."""

    def __init__(self, api, bot, **hook):
        self.api, self.clock = api, VirtualClock(MONDAY)
        hook = {"url": URL, "host": "127.0.0.1", "port": free_port(), "secret": SECRET} | hook
        self.webhook = Webhook(bot, Hook(**hook), None, self.clock)

    @contextlib.asynccontextmanager
    async def at_work(self):
        task = asyncio.ensure_future(self.webhook.run(lambda: None))
        try:
            yield task
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    async def until(self, holds):
        """Let time pass from one wake to the next until something holds."""
        for _ in range(3000):
            if holds():
                return
            await asyncio.sleep(0.001)
            if (wake := self.clock.next_wake()) is not None:
                self.clock.advance_to(wake)
        raise AssertionError("it does not come to that")


@pytest.fixture
async def stand(api):
    """Return a webhook of a bot that speaks to this Bot API."""
    requests = [AiohttpRequest(), AiohttpRequest()]
    bot = ExtBot(TOKEN, base_url=api.url, request=requests[0], get_updates_request=requests[1])
    for request in requests:
        await request.initialize()
    yield lambda **hook: Standing(api, bot, **hook)
    for request in requests:
        await request.shutdown()


async def test_the_address_is_announced_with_the_secret_and_what_we_listen_to(api, stand):
    standing = stand()

    async with standing.at_work():
        await standing.until(lambda: api.set)

    (said,) = api.set
    assert (said["url"], said["secret_token"]) == (URL, SECRET)
    assert all(kind in said["allowed_updates"] for kind in HEARD_KINDS)
    assert "certificate" not in said
    assert "drop_pending_updates" not in said


async def test_while_telegram_is_away_it_is_announced_again_and_again(api, stand):
    api.faults = [(502, "Bad Gateway")] * 4
    standing = stand()

    async with standing.at_work():
        await standing.until(lambda: api.set)

    assert standing.clock.now() >= MONDAY + timedelta(seconds=1 + 2 + 4 + 8)


async def test_an_address_that_telegram_refuses_ends_it_with_the_reason(api, stand):
    api.faults = [(400, "Bad Request: bad webhook: HTTPS url must be provided for webhook")]

    with pytest.raises(NoWebhook, match="https url must be provided"):
        await stand().webhook.run(lambda: None)


@pytest.mark.parametrize("status", [401, 404])
async def test_a_token_that_telegram_takes_back_ends_it_at_the_next_look(api, stand, status):
    standing = stand()
    async with standing.at_work() as task:
        await standing.until(lambda: api.set)
        api.faults = [(status, "Unauthorized")]
        await standing.until(task.done)
        with pytest.raises(InvalidToken):
            await task


async def test_a_webhook_that_somebody_moved_is_set_again(api, stand):
    standing = stand()
    async with standing.at_work():
        await standing.until(lambda: api.set)
        api.info["url"] = "https://elsewhere.example/"
        await standing.until(lambda: len(api.set) == 2)

    assert api.info["url"] == URL


async def test_each_look_that_is_answered_is_a_sign_of_life(api, stand):
    standing = stand()
    async with standing.at_work():
        await standing.until(lambda: api.looks == 3)
        assert standing.clock.steady() - standing.webhook.heard_at <= LOOKS_EVERY
        api.faults = [(502, "Bad Gateway")] * 5
        await standing.until(lambda: not api.faults)
        assert standing.clock.steady() - standing.webhook.heard_at > LOOKS_EVERY


async def test_what_telegram_says_it_could_not_deliver_is_told_once(api, stand, caplog):
    api.info |= {"last_error_date": 1772438400, "last_error_message": "Connection refused"}
    standing = stand()
    async with standing.at_work():
        await standing.until(lambda: api.looks == 3)

    assert [line for line in caplog.messages if "could not deliver" in line] == [
        "Telegram could not deliver (Connection refused); 0 updates wait"
    ]


async def test_a_port_that_is_taken_ends_it_with_the_reason(api, stand):
    standing = stand()
    async with standing.at_work():
        await standing.until(lambda: api.set)
        with pytest.raises(NoWebhook, match="EADDRINUSE"):
            await stand(port=standing.webhook._hook.port).webhook.run(lambda: None)


def test_the_derived_secret_is_the_same_at_every_start_and_another_for_another_bot():
    assert secret_for(TOKEN) == secret_for(TOKEN)
    assert secret_for(TOKEN) != secret_for("1001:TEST-token-of-nobody")
    assert len(secret_for(TOKEN)) == 32


@pytest.fixture
def certificate(tmp_path):
    """Return a function that makes a certificate and its key, in one file or in two."""

    def certificate(issuer="ward.example", *, together=True):
        key = ec.generate_private_key(ec.SECP256R1())
        name, by = (
            x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, said)])
            for said in ("ward.example", issuer)
        )
        made = x509.CertificateBuilder().subject_name(name).issuer_name(by).public_key(key.public_key())
        made = made.serial_number(1).not_valid_before(MONDAY).not_valid_after(MONDAY + timedelta(days=9))
        signed = made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
        private = key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        paths = tmp_path / "certificate.pem", tmp_path / "key.pem"
        paths[0].write_bytes(signed + private if together else signed)
        paths[1].write_bytes(private)
        return paths

    return certificate


@pytest.mark.parametrize("together", [True, False])
def test_certificate_and_key_may_lie_in_one_file_or_two(certificate, together):
    chain, key = certificate(together=together)

    context = server_context(chain, None if together else key)

    assert context.minimum_version == ssl.TLSVersion.TLSv1_2


def test_only_a_certificate_that_vouches_for_itself_is_handed_to_telegram(certificate):
    own, _ = certificate()
    handed = self_signed(own)
    assert handed is not None
    assert b"PRIVATE" not in handed

    signed, _ = certificate(issuer="A known authority")
    assert self_signed(signed) is None


async def test_with_a_certificate_of_its_own_the_listener_speaks_tls(api, stand, certificate):
    chain, key = certificate(together=False)
    standing = stand(certificate=chain, key=key)

    async with standing.at_work():
        await standing.until(lambda: api.set)
        trusting = ssl.create_default_context(cafile=str(chain))
        trusting.check_hostname, trusting.verify_mode = False, ssl.CERT_NONE
        _, writer = await asyncio.open_connection("127.0.0.1", standing.webhook._hook.port, ssl=trusting)
        version = writer.get_extra_info("ssl_object").version()
        writer.close()

    assert version in {"TLSv1.2", "TLSv1.3"}
    assert "certificate" in api.set[0]


async def test_a_certificate_without_its_key_is_told(stand, certificate):
    chain, _ = certificate(together=False)

    with pytest.raises(NoWebhook, match="certificate and its key"):
        await stand(certificate=chain).webhook.run(lambda: None)
