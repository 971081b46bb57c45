"""Groups and channels: one polite line at most in each, ever, and nothing personal in it."""

from typing import Any

from sqlalchemy import func, select

from db.models import Alert, ToldChat
from tests.journeys.newcomers import dump, say, set_language, sure
from tests.journeys.ward import AMINA, OTHER, STRANGER, Ward

GROUP, SECOND_GROUP, CHANNEL = -1001, -1002, -1003
LINE = "I only work in private chats."
TAPS = ("help", "contact", "trend", "stop:yes", "answer:1:micro.mood:3", "alert:take:1", "junk")
USER = {"is_bot": False, "first_name": "Amina", "language_code": "en"}


def info(chat: int) -> dict[str, Any]:
    """How Telegram describes a chat of many."""
    return {"id": chat, "type": "channel" if chat == CHANNEL else "supergroup", "title": "Ward 3"}


async def talk(ward: Ward, chat: int, user: int, **content: Any) -> None:
    """Somebody says something in a group."""
    author = {"id": user, **USER}
    message = {
        "message_id": 500 + len(ward.box.calls),
        "date": 1772438400,
        "chat": info(chat),
        "from": author,
    }
    await ward.box.push({"message": {**message, **content}})
    await ward.quiet()


async def command(ward: Ward, chat: int, user: int, text: str) -> None:
    """Somebody writes a command in a group."""
    length = len(text.split()[0])
    await talk(ward, chat, user, text=text, entities=[{"type": "bot_command", "offset": 0, "length": length}])


async def move(ward: Ward, chat: int, user: int, status: str) -> None:
    """Somebody adds the bot to a group, or removes it."""
    bot = ward.box.world.bot().user
    change = {
        "chat": info(chat),
        "from": {"id": user, **USER},
        "date": 1772438400,
        "old_chat_member": {"user": bot, "status": "left" if status == "member" else "member"},
        "new_chat_member": {"user": bot, "status": status},
    }
    await ward.box.push({"my_chat_member": change})
    await ward.quiet()


def said(ward: Ward, chat: int) -> list[str]:
    """What the bot said in a group."""
    return [message["text"] for message in ward.box.chat(chat) if message["from"].get("is_bot")]


async def test_a_group_is_told_once_and_never_again(ward: Ward) -> None:
    await talk(ward, GROUP, AMINA, text="Hello everybody")
    for user in (OTHER, STRANGER, AMINA):
        await talk(ward, GROUP, user, text="How is everybody?")
        await command(ward, GROUP, user, "/help")
        await command(ward, GROUP, user, "/start@respite_test_bot")
        await talk(
            ward, GROUP, user, photo=[{"file_id": "a", "file_unique_id": "b", "width": 9, "height": 9}]
        )
    await ward.pass_time(days=40)
    await talk(ward, GROUP, AMINA, text="Still here?")

    assert said(ward, GROUP) == [LINE]


async def test_each_group_is_told_in_the_language_of_whoever_spoke(ward: Ward) -> None:
    set_language(ward, AMINA, "zh-Hans")

    await talk(ward, GROUP, AMINA, text="大家好")
    await talk(ward, SECOND_GROUP, OTHER, text="Hello")

    assert [said(ward, GROUP), said(ward, SECOND_GROUP)] == [[say("zh-Hans", "outside.private_only")], [LINE]]
    assert ward.ask(lambda s: s.scalar(select(func.count()).select_from(ToldChat))) == 2


async def test_an_invite_opened_in_a_group_is_not_used_there(ward: Ward) -> None:
    token = ward.invite()
    before = dump(ward)["people"], dump(ward)["invites"]

    await command(ward, GROUP, STRANGER, f"/start {token}")

    assert said(ward, GROUP) == [LINE]
    assert (dump(ward)["people"], dump(ward)["invites"]) == before


async def test_a_tap_in_a_group_does_nothing_and_shows_nothing_personal(ward: Ward) -> None:
    await talk(ward, GROUP, AMINA, text="Hello")
    message = {"message_id": 501, "date": 1772438400, "chat": info(GROUP), "text": "Hello"}
    taps = [(user, data) for user in (AMINA, STRANGER) for data in TAPS]
    before = dump(ward)

    for number, (user, data) in enumerate(taps):
        query = {"id": f"77{number}", "from": {"id": user, **USER}, "chat_instance": "1", "data": data}
        await ward.box.push({"callback_query": {**query, "message": message}})
        await ward.quiet()

    assert said(ward, GROUP) == [LINE]
    assert dump(ward) == before
    assert ward.ask(lambda s: s.scalar(select(func.count()).select_from(Alert))) == 0
    calls = [call for call in ward.box.calls if call["method"] == "answerCallbackQuery"]
    assert [call["params"]["callback_query_id"] for call in calls] == [f"77{n}" for n in range(len(taps))]


async def test_being_added_and_removed_is_silent_and_says_nothing_about_who_did_it(ward: Ward) -> None:
    before = dump(ward)

    for user in (AMINA, STRANGER):
        for status in ("member", "left", "member", "kicked"):
            await move(ward, GROUP, user, status)
            await move(ward, CHANNEL, user, status)

    assert (said(ward, GROUP), said(ward, CHANNEL)) == ([], [])
    assert dump(ward) == before
    assert sure(ward, AMINA).unreachable_at is None


async def test_a_channel_is_left_in_peace(ward: Ward) -> None:
    post = {"message_id": 9, "date": 1772438400, "chat": info(CHANNEL), "text": "News of the ward"}

    await ward.box.push({"channel_post": post})
    await ward.quiet()

    assert len(said(ward, CHANNEL)) <= 1
    assert set(said(ward, CHANNEL)) <= {LINE}


async def test_a_message_corrected_in_a_group_is_ordinary_talk(ward: Ward) -> None:
    await talk(ward, GROUP, AMINA, text="Hello")
    edited = {"message_id": 501, "date": 1772438400, "edit_date": 1772438401, "chat": info(GROUP)}

    await ward.box.push({"edited_message": {**edited, "from": {"id": AMINA, **USER}, "text": "Hallo"}})
    await ward.quiet()

    assert said(ward, GROUP) == [LINE]
