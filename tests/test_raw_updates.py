"""Raw updates: whatever Telegram or anybody sends is stored, because finding its chat never fails."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.wire.raw import chat_of, private_user

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["chat", "from", "id", "message", "x"]), inner, max_size=4)
    ),
    max_leaves=12,
)


@pytest.mark.parametrize(
    ("update", "chat", "user"),
    [
        pytest.param({"message": {"chat": {"id": 7}, "from": {"id": 7}}}, 7, 7, id="private"),
        pytest.param({"message": {"chat": {"id": -5}, "from": {"id": 7}}}, -5, None, id="group"),
        pytest.param({"callback_query": {"from": {"id": 7}, "message": {"chat": {"id": 7}}}}, 7, 7, id="tap"),
        pytest.param({"callback_query": {"from": {"id": 7}}}, 7, 7, id="inline tap"),
        pytest.param({"message": {"chat": {"id": "x"}}}, 0, None, id="no number"),
        pytest.param({"callback_query": {"message": 5}}, 0, None, id="no message"),
        pytest.param(
            {"message": {"chat": {"id": True}, "from": {"id": True}}}, 0, None, id="yes is no number"
        ),
        pytest.param({"message": {"from": {"id": False}}}, 0, None, id="no is no number"),
        pytest.param({}, 0, None, id="nothing"),
    ],
)
def test_an_update_belongs_to_its_chat(update: dict[str, object], chat: int, user: int | None) -> None:
    assert (chat_of({"update_id": 1, **update}), private_user({"update_id": 1, **update})) == (chat, user)


@given(JSON)
def test_no_update_is_too_odd_to_be_stored(body: object) -> None:
    assert isinstance(chat_of({"update_id": 1, "message": body}), int)
    private_user({"update_id": 1, "message": body})
