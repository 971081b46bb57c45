"""What a fault on the wire becomes: surely not sent, or perhaps; and never the token in sight."""

import logging
import traceback

import pytest
from telegram import InputFile
from telegram.error import BadRequest, NetworkError, RetryAfter, TimedOut
from telegram.request import RequestData
from telegram.request._requestparameter import RequestParameter

from bot.wire.transport import AiohttpRequest, NotSent, NotSentTimeout
from tests.wire.peer import ME, TOKEN, Peer, closed_port, deaf_port

UPLOAD = RequestData([RequestParameter.from_input("document", InputFile(bytes(30_000_000), "big.bin"))])


async def fault_of(url, *, data=None, proxy=None, **timeouts):
    async with AiohttpRequest(proxy=proxy) as request:
        with pytest.raises(NetworkError) as caught:
            await request.post(url, data, **timeouts)
    return caught.value


def unreachable(port):
    return f"http://127.0.0.1:{port}/bot{TOKEN}/getMe"


async def test_a_refused_connection_sent_nothing():
    assert type(await fault_of(unreachable(closed_port()))) is NotSent


async def test_an_unknown_host_was_sent_nothing():
    fault = await fault_of(f"http://nowhere.invalid/bot{TOKEN}/getMe", connect_timeout=1)
    assert type(fault) in (NotSent, NotSentTimeout)


async def test_a_connection_that_is_not_accepted_in_time_sent_nothing():
    with deaf_port(full=True) as port:
        assert type(await fault_of(unreachable(port), connect_timeout=0.1)) is NotSentTimeout


@pytest.mark.parametrize("url", ["http:///getMe", "telegram.example/getMe", "ftp://telegram.example/getMe"])
async def test_an_address_that_is_none_was_sent_nothing(url):
    assert type(await fault_of(url)) is NotSent


async def test_a_server_that_hangs_may_have_acted(peer):
    assert type(await fault_of(peer.url("hang"), read_timeout=0.1)) is TimedOut


async def test_an_upload_nobody_reads_times_out():
    with deaf_port(full=False) as port:
        assert type(await fault_of(unreachable(port), data=UPLOAD, write_timeout=0.2)) is TimedOut


@pytest.mark.parametrize("method", ["drop", "cut", "gibberish"])
async def test_a_connection_lost_after_sending_may_have_acted(peer, method):
    assert type(await fault_of(peer.url(method))) is NetworkError


async def test_the_read_timeout_counts_each_step_not_the_whole(peer, request_object):
    assert await request_object.post(peer.url("trickle"), read_timeout=0.3) is True


async def test_a_page_instead_of_an_answer_is_a_network_fault(peer):
    fault = await fault_of(peer.url("html"))
    assert type(fault) is NetworkError
    assert "Bad Gateway" in str(fault)
    assert str(await fault_of(peer.url("portal"))) == "Invalid server response"


async def test_a_flood_says_how_long_to_wait(peer, request_object):
    with pytest.raises(RetryAfter) as caught:
        await request_object.post(peer.url("flood"))
    assert caught.value.retry_after.total_seconds() == 3


async def test_a_redirect_is_not_followed(peer):
    fault = await fault_of(peer.url("elsewhere"))
    assert "307" in str(fault)
    assert peer.forms == []


async def test_a_proxy_carries_the_request(peer):
    proxy = peer.base_url.removesuffix("/bot")
    async with AiohttpRequest(proxy=proxy) as request:
        assert await request.post(f"http://telegram.example/bot{TOKEN}/getMe") == ME


async def test_a_proxy_that_refuses_sent_nothing(peer):
    proxy = peer.base_url.removesuffix("/bot")
    assert type(await fault_of(f"https://telegram.example/bot{TOKEN}/getMe", proxy=proxy)) is NotSent


async def test_a_proxy_that_is_not_there_sent_nothing():
    proxy = f"http://user:secret@127.0.0.1:{closed_port()}"
    fault = await fault_of(f"https://telegram.example/bot{TOKEN}/getMe", proxy=proxy)
    assert type(fault) is NotSent
    assert "secret" not in seen_in(fault)


def test_a_proxy_of_another_kind_is_refused_without_repeating_it():
    with pytest.raises(ValueError, match="http://") as caught:
        AiohttpRequest(proxy="socks5://user:secret@127.0.0.1:1080")
    assert "secret" not in str(caught.value)


def test_a_refusal_stays_apart_from_a_fault_that_sent_nothing():
    assert not issubclass(NotSent, BadRequest | TimedOut)
    assert issubclass(NotSentTimeout, TimedOut)
    assert issubclass(NotSent, NetworkError)


def seen_in(fault):
    return repr(fault) + str(fault) + "".join(traceback.format_exception(fault)) + repr(fault.__context__)


@pytest.mark.parametrize(
    "method", ["hang", "drop", "cut", "gibberish", "html", "portal", "elsewhere", "refused", "full", "https"]
)
async def test_no_fault_shows_the_token(peer: Peer, caplog, method):
    caplog.set_level(logging.DEBUG)
    url = peer.url(method)
    if method == "https":
        url = peer.url("getMe").replace("http:", "https:")
    if method == "refused":
        url = unreachable(closed_port())
    with deaf_port(full=True) as port:
        if method == "full":
            url = unreachable(port)
        fault = await fault_of(url, read_timeout=0.1, connect_timeout=0.1)

    secret = TOKEN.split(":")[1]
    assert secret not in seen_in(fault)
    assert secret not in caplog.text


@pytest.mark.parametrize(
    ("payload", "answer"),
    [
        pytest.param(b'{"ok":true,"result":"\xe4\xbd\xa0"}', "你", id="plain"),
        pytest.param(b'{"ok":true,"result":"a\\ud83db"}', "a?b", id="half a surrogate pair"),
        pytest.param(b'{"ok":true,"result":"a\xffb"}', "a\N{REPLACEMENT CHARACTER}b", id="broken UTF-8"),
        pytest.param(
            b'{"ok":true,"result":12345678901234567890123}', 12345678901234567890123, id="huge number"
        ),
    ],
)
def test_an_odd_answer_is_still_read(payload, answer):
    assert AiohttpRequest.parse_json_payload(payload)["result"] == pytest.approx(answer)


@pytest.mark.parametrize(
    "payload", [b"", b"<html>", b'{"ok":true,"resul', b"[]", b"{}", b"null", b'{"ok":true}']
)
def test_what_is_no_answer_is_a_network_fault(payload, caplog):
    with pytest.raises(NetworkError, match="Invalid server response"):
        AiohttpRequest.parse_json_payload(payload)
    assert caplog.text == ""
