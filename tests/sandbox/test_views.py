"""What can be looked at over HTTP: journal, chats, files."""

from tests.sandbox.cast import AMINA, MONDAY


async def test_the_journal_can_be_read_on_from_where_one_was(view, post):
    for _ in range(3):
        await post("getMe")

    first = await view("journal", after=1)
    later = await view("journal", after=first["next"])

    assert ([entry["method"] for entry in first["entries"]], first["next"]) == (["getMe"] * 2, 3)
    assert later == {"entries": [], "next": 3}


async def test_a_chat_shows_what_its_person_sees(view, post, order):
    buttons = {"keyboard": [[{"text": "My number", "request_contact": True}]]}
    await post("sendMessage", chat_id=AMINA, text="Hi", reply_markup=buttons)
    await post("sendChatAction", chat_id=AMINA, action="typing")

    chat = await view("chat", person=AMINA)

    assert [message["text"] for message in chat["messages"]] == ["Hi"]
    assert (chat["typing"], chat["blocked"], chat["keyboard"]) == (True, False, buttons)
    assert chat["bot"]["username"] == "respite_bot"


async def test_a_chat_that_did_not_change_says_only_that(view, post):
    await post("sendMessage", chat_id=AMINA, text="Hi")
    version = (await view("chat", person=AMINA))["version"]

    assert (await view("chat", person=AMINA, since=version))["unchanged"] is True
    await post("sendMessage", chat_id=AMINA, text="Hi")
    assert len((await view("chat", person=AMINA, since=version))["messages"]) == 2


async def test_the_answer_to_a_tap_is_seen(view, post, order):
    await post("sendMessage", chat_id=AMINA, text="Hi")
    query = (await order("tap", person=AMINA, data="x", forged=True))[1]["result"]
    await post("answerCallbackQuery", callback_query_id=query, text="Noted", show_alert=True)

    assert (await view("chat", person=AMINA))["answers"] == [
        {"query": query, "text": "Noted", "show_alert": True, "ts": MONDAY}
    ]


async def test_a_file_can_be_looked_at(http, box):
    photo = (await box.send_kind(AMINA, "photo"))["photo"][-1]
    voice = (await box.send_kind(AMINA, "voice"))["voice"]

    async with http.get("/control/file", params={"id": photo["file_id"]}) as shown:
        assert (shown.status, shown.content_type, (await shown.read())[:4]) == (200, "image/png", b"\x89PNG")
    async with http.get("/control/file", params={"id": voice["file_id"]}) as kept:
        assert kept.headers["Content-Disposition"].startswith("attachment")
    async with http.get("/control/file", params={"id": "made-up"}) as missing:
        assert missing.status == 404
