"""Requests over aiohttp: what goes out, what comes back, when the pool is open."""

import asyncio
import gc
import json

import pytest
from telegram import Bot, InputFile, InputMediaDocument
from telegram.error import NetworkError
from telegram.request import RequestData
from telegram.request._requestparameter import RequestParameter

from bot.wire.transport import AiohttpRequest, NotSentTimeout
from tests.wire.peer import ME, SENT, TOKEN, Peer


def parameters(**values):
    return RequestData([RequestParameter.from_input(name, value) for name, value in values.items()])


async def test_parameters_arrive_in_order_with_objects_as_json(peer, request_object):
    data = parameters(chat_id=7, text="今天好吗？ & 1+1=2", reply_markup={"inline_keyboard": []}, silent=True)

    assert await request_object.post(peer.url("sendMessage"), data) == SENT

    assert peer.forms == [
        (
            "sendMessage",
            [
                ("chat_id", "7"),
                ("text", "今天好吗？ & 1+1=2"),
                ("reply_markup", '{"inline_keyboard": []}'),
                ("silent", "true"),
            ],
        )
    ]


async def test_half_a_surrogate_pair_does_not_stop_a_message(peer, request_object):
    await request_object.post(peer.url("sendMessage"), parameters(text="a\ud83db"))
    file = InputFile(b"x", "x.txt")
    await request_object.post(peer.url("sendDocument"), parameters(caption="a\ud83db", document=file))

    assert peer.forms[0][1] == [("text", "a?b")]
    assert peer.forms[1][1][0] == ("caption", None, b"a?b")


async def test_a_request_without_parameters_is_sent(peer, request_object):
    assert await request_object.post(peer.url("getMe"), RequestData()) == ME
    assert await request_object.post(peer.url("getMe")) == ME


@pytest.mark.parametrize("filename", ["report.pdf", "第12周 报告.pdf", 'a "b" \\ c.pdf', "a;b=c.pdf"])
async def test_an_upload_keeps_its_name_type_and_bytes(peer, request_object, filename):
    content = bytes(range(256)) * 1000
    data = parameters(chat_id=7, document=InputFile(content, filename), caption="周报")

    await request_object.post(peer.url("sendDocument"), data)

    [(_, [chat, caption, document])] = peer.forms
    assert (chat, caption) == (("chat_id", None, b"7"), ("caption", None, "周报".encode()))
    name, (sent_name, mime), sent = document
    assert (name, mime, sent) == ("document", "application/pdf", content)
    assert sent_name.replace("%22", '"') == filename


async def test_a_line_break_in_a_filename_adds_no_header(peer, request_object):
    file = InputFile(b"x", "a.txt\r\nX-Evil: 1\r\n\r\nbody")
    await request_object.post(peer.url("sendDocument"), parameters(document=file))

    [(_, [(_, (name, _), content)])] = peer.forms
    assert (name, content) == ("a.txt%0D%0AX-Evil: 1%0D%0A%0D%0Abody", b"x")


async def test_an_album_points_to_its_files_in_order(peer, request_object):
    files = [InputFile(text, f"{text.decode()}.txt", attach=True) for text in (b"one", b"two")]
    data = parameters(chat_id=7, media=[InputMediaDocument(file) for file in files])

    await request_object.post(peer.url("sendMediaGroup"), data)

    [(_, [_, (_, _, media), *sent])] = peer.forms
    assert [item["media"] for item in json.loads(media)] == [f"attach://{file.attach_name}" for file in files]
    assert [(name, content) for name, _, content in sent] == [
        (files[0].attach_name, b"one"),
        (files[1].attach_name, b"two"),
    ]


async def test_a_file_handle_can_be_sent_twice(peer, request_object, tmp_path):
    path = tmp_path / "plan.txt"
    path.write_bytes(b"three small steps")
    with path.open("rb") as handle:
        for _ in range(2):
            data = parameters(document=InputFile(handle, read_file_handle=False))
            await request_object.post(peer.url("sendDocument"), data)

    assert [fields[0][2] for _, fields in peer.forms] == [b"three small steps"] * 2


async def test_a_real_bot_sends_text_and_files(peer):
    async with Bot(TOKEN, base_url=peer.base_url, request=AiohttpRequest()) as bot:
        message = await bot.send_message(7, "hello")
        await bot.send_document(7, b"digest", filename="digest.pdf", caption="week 12")

    assert message.text == "hello"
    assert [method for method, _ in peer.forms] == ["getMe", "sendMessage", "sendDocument"]


async def test_no_more_connections_are_open_than_allowed(peer):
    async with AiohttpRequest(connections=3, pool_timeout=None) as request:
        await asyncio.gather(*(request.post(peer.url("trickle")) for _ in range(7)))

    assert peer.most_open == 3


async def test_a_cancelled_request_frees_its_connection(peer):
    async with AiohttpRequest(connections=1, pool_timeout=0.5) as request:
        async with asyncio.TaskGroup() as group:
            hanging = group.create_task(request.post(peer.url("hang")))
            await peer.hanging.wait()
            hanging.cancel()
        assert await request.post(peer.url("getMe")) == ME


async def test_a_full_pool_recovers_after_its_timeout(peer):
    async with AiohttpRequest(connections=1, pool_timeout=0.05) as request, asyncio.TaskGroup() as group:
        hanging = group.create_task(request.post(peer.url("hang")))
        await peer.hanging.wait()
        with pytest.raises(NotSentTimeout, match="Pool timeout"):
            await request.post(peer.url("getMe"))
        hanging.cancel()
        await asyncio.sleep(0.01)
        assert await request.post(peer.url("getMe")) == ME


async def test_opening_and_closing_twice_changes_nothing(peer):
    request = AiohttpRequest()
    await request.shutdown()
    await request.initialize()
    assert await request.post(peer.url("getMe")) == ME
    await request.initialize()
    assert await request.post(peer.url("getMe")) == ME
    await request.shutdown()
    await request.shutdown()
    with pytest.raises(NetworkError, match="not initialized"):
        await request.post(peer.url("getMe"))
    await request.initialize()
    assert await request.post(peer.url("getMe")) == ME
    await request.shutdown()
    gc.collect()  # an unclosed connection would warn here, and warnings are errors


def test_a_closed_request_object_opens_again_in_another_loop():
    request = AiohttpRequest(connections=1)

    async def three_at_once():
        async with Peer().running() as peer, request:
            return await asyncio.gather(*(request.post(peer.url("getMe")) for _ in range(3)))

    assert asyncio.run(three_at_once()) == asyncio.run(three_at_once()) == [ME] * 3


def test_the_read_timeout_can_be_read():
    assert AiohttpRequest(read_timeout=7.5).read_timeout == 7.5
    assert AiohttpRequest(read_timeout=None).read_timeout is None
