"""The Bot API's manners on the wire: ways to call, ways to be refused."""

import io

import aiohttp
import pytest

from tests.sandbox.cast import AMINA

BUTTONS = '{"inline_keyboard": [[{"text": "Yes", "callback_data": "yes"}]]}'
FIELDS = {"chat_id": "7", "text": "[好]", "reply_markup": BUTTONS}


def multipart():
    form = aiohttp.FormData(FIELDS, default_to_multipart=True)
    form.add_field("extra", io.BytesIO(b"x"), filename="x.bin", content_type="application/x-thing")
    return form


@pytest.mark.parametrize(
    "request_with",
    [
        pytest.param({"method": "GET", "params": FIELDS}, id="query"),
        pytest.param({"method": "POST", "data": FIELDS}, id="form"),
        pytest.param({"method": "POST", "json": FIELDS}, id="json"),
        pytest.param({"method": "POST", "json": {**FIELDS, "chat_id": 7}}, id="json number"),
        pytest.param({"method": "POST", "data": None}, id="multipart"),
    ],
)
async def test_a_call_may_come_in_any_of_telegrams_ways(http, box, request_with):
    if "data" in request_with and request_with["data"] is None:
        request_with = {**request_with, "data": multipart()}

    async with http.request(url="/bot1:TEST/sendMessage", **request_with) as response:
        answer = await response.json()

    assert (response.status, response.content_type, answer["ok"]) == (200, "application/json", True)
    assert answer["result"]["text"] == "[好]"
    assert answer["result"]["reply_markup"] == {
        "inline_keyboard": [[{"text": "Yes", "callback_data": "yes"}]]
    }
    assert box.calls[-1]["params"]["reply_markup"] == answer["result"]["reply_markup"]
    assert box.calls[-1]["params"]["text"] == "[好]"


async def test_method_names_ignore_case(post, box):
    assert (await post("SENDmessage", chat_id=AMINA, text="Hi"))[0] == 200
    assert box.calls[-1]["method"] == "sendMessage"


async def test_an_unknown_token_is_unauthorized(post):
    status, _, answer = await post("getMe", token="2:OTHER")

    assert (status, answer) == (401, {"ok": False, "error_code": 401, "description": "Unauthorized"})


@pytest.mark.parametrize("method", ["sendEverything", "sendInvoice"])
async def test_an_unknown_method_is_not_found(post, method):
    status, _, answer = await post(method)

    assert (status, answer) == (404, {"ok": False, "error_code": 404, "description": "Not Found"})


@pytest.mark.parametrize(
    ("body", "kind", "refusal"),
    [
        pytest.param(b"{", "application/json", "can't parse JSON object", id="broken JSON"),
        pytest.param(b"[]", "application/json", "object expected", id="no object"),
        pytest.param(b"text=\xff", "application/x-www-form-urlencoded", "encoded in UTF-8", id="no UTF-8"),
        pytest.param(
            b"reply_markup={&text=x&chat_id=7", "application/x-www-form-urlencoded", "JSON", id="cut"
        ),
    ],
)
async def test_a_body_that_cannot_be_read_is_refused(http, body, kind, refusal):
    async with http.post("/bot1:TEST/sendMessage", data=body, headers={"Content-Type": kind}) as response:
        answer = await response.json()

    assert (response.status, answer["error_code"]) == (400, 400)
    assert refusal in answer["description"]


@pytest.mark.parametrize(
    ("method", "params"),
    [
        ("sendMessage", {"text": "x", "reply_markup": [1]}),
        ("sendMessage", {"text": "x", "reply_markup": {"buttons": []}}),
        ("sendMessage", {"text": "x", "reply_markup": {"inline_keyboard": {}}}),
        ("sendMessage", {"text": "x", "entities": ["bold"]}),
        ("sendMessage", {"text": "x", "parse_mode": "Markdown"}),
        ("sendMessage", {"text": "x", "reply_parameters": "x"}),
        ("deleteMessages", {"message_ids": "x"}),
        ("deleteMessages", {"message_ids": []}),
        ("setMyCommands", {"commands": ["start"]}),
        ("setMyCommands", {"commands": [{"command": "Start!", "description": "x"}]}),
        ("setMyCommands", {"commands": [{"command": "start", "description": ""}]}),
        ("setMyName", {"name": "x" * 65}),
        ("sendChatAction", {"action": "juggling"}),
        ("pinChatMessage", {"message_id": 99}),
        ("unpinChatMessage", {}),
        ("leaveChat", {}),
        ("setWebhook", {"url": "ftp://bot.example"}),
        ("setWebhook", {"url": "https://"}),
        ("setWebhook", {"url": "https://bot.example:x/"}),
        ("setWebhook", {"url": "https://bot.example", "secret_token": "no spaces"}),
        ("sendPoll", {"question": "", "options": ["Yes"]}),
        ("sendPoll", {"question": "x" * 301, "options": ["Yes"]}),
        ("sendPoll", {"question": "?", "options": "Yes"}),
        ("sendPoll", {"question": "?", "options": []}),
        ("sendPoll", {"question": "?", "options": ["x"] * 13}),
        ("sendPoll", {"question": "?", "options": ["x" * 101]}),
        ("sendPoll", {"question": "?", "options": ["Yes"], "type": "quiz"}),
        ("sendPoll", {"question": "?", "options": ["Yes"], "type": "quiz", "correct_option_ids": [1]}),
        ("sendPoll", {"question": "?", "options": ["Yes"], "open_period": 4}),
        ("sendPoll", {"question": "?", "options": ["Yes"], "open_period": 9, "close_date": 9}),
        ("stopPoll", {"message_id": 1}),
        ("setMessageReaction", {"message_id": 99, "reaction": []}),
        ("sendMediaGroup", {"media": [{"type": "photo", "media": "x"}]}),
        ("sendMediaGroup", {"media": [{"type": "photo", "media": "x"}, {"type": "audio", "media": "x"}]}),
        ("sendMediaGroup", {"media": [{"type": "photo", "media": "x"}] * 2}),
        ("setMyCommands", {"commands": [], "scope": {"type": "moon"}}),
        ("setMyCommands", {"commands": [], "scope": {"type": "chat", "chat_id": 404}}),
        ("setMyCommands", {"commands": [], "language_code": "german"}),
        ("getChatMember", {"user_id": 404}),
        ("getChatAdministrators", {}),
    ],
)
async def test_a_parameter_of_another_shape_is_a_bad_request(post, method, params):
    status, _, answer = await post(method, chat_id=AMINA, **params)

    assert (status, answer["description"][:13]) == (400, "Bad Request: ")
