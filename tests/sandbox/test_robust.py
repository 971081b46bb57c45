"""Whatever a call carries, the answer is Telegram's: a result or a refusal, never a crash."""

import asyncio

from hypothesis import given, settings
from hypothesis import strategies as st

from sandbox.methods.table import METHODS
from sandbox.server import Sandbox
from tests.sandbox.cast import AMINA, TOKEN

NAMES = [
    "allowed_updates",
    "animation",
    "audio",
    "callback_query_id",
    "caption",
    "caption_entities",
    "chat_id",
    "commands",
    "correct_option_ids",
    "document",
    "entities",
    "file_id",
    "from_chat_id",
    "is_closed",
    "limit",
    "link_preview_options",
    "media",
    "message_id",
    "message_ids",
    "offset",
    "open_period",
    "options",
    "parse_mode",
    "photo",
    "question",
    "reaction",
    "reply_markup",
    "reply_parameters",
    "scope",
    "text",
    "type",
    "user_id",
    "video",
    "voice",
]
LEAVES = st.none() | st.booleans() | st.integers(-5, 10) | st.floats() | st.text(max_size=8) | st.just("HTML")
KEYS = st.sampled_from(
    ["inline_keyboard", "keyboard", "text", "callback_data", "offset", "length", "message_id", "type"]
)
VALUES = st.recursive(
    LEAVES, lambda part: st.lists(part, max_size=3) | st.dictionaries(KEYS, part, max_size=3)
)
PARAMS = st.dictionaries(st.sampled_from(NAMES), VALUES, max_size=5)


async def statuses(method, params):
    """Call a method on a chat with one message of the bot and one of Amina's, twice over."""
    box = Sandbox(limits=False)
    box.add_bot(token=TOKEN, username="respite_bot")
    box.add_person(AMINA, "Amina")
    await box.text(AMINA, "Hello")
    await box.call(TOKEN, "sendMessage", {"chat_id": AMINA, "text": "Hi"})
    calls = [{"chat_id": AMINA, "text": "x", "message_id": 2, **params}, params]
    return [(await box.call(TOKEN, method, {**one, "timeout": 0})).status for one in calls]


@settings(max_examples=400, deadline=None)
@given(st.sampled_from(sorted(METHODS)), PARAMS)
def test_odd_parameters_get_an_answer(method, params):
    assert set(asyncio.run(statuses(method, params))) <= {200, 400, 403, 404}
