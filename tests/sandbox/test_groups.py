"""Groups: bots come and go, people talk, rates hold, and a group becomes a supergroup."""

import pytest
from telegram import Update
from telegram.error import BadRequest, ChatMigrated, Forbidden

from tests.sandbox.cast import AMINA, BAO, heard

GROUP, SUPERGROUP = -100, -1001234567890


@pytest.fixture
async def ward(order):
    """A group of Amina and Bao with the bot in it."""
    await order("group", group=GROUP, title="Ward 3", people=[AMINA, BAO])
    await order("admit", person=AMINA, group=GROUP)


@pytest.fixture
def said(order, bot):
    """Let somebody say something in the group, and return what the bot hears of it."""

    async def said(text, person=AMINA, **more):
        await heard(bot)
        await order("text", person=person, group=GROUP, text=text, **more)
        return [update.message.text for update in await heard(bot)]

    return said


async def test_a_bot_that_is_let_in_learns_of_it_and_may_speak(bot, order, ward):
    change, notice = await heard(bot)

    member = change.my_chat_member
    assert (member.chat.id, member.chat.type, member.chat.title) == (GROUP, "group", "Ward 3")
    assert (member.from_user.id, member.old_chat_member.status, member.new_chat_member.status) == (
        AMINA,
        "left",
        "member",
    )
    assert [one.username for one in notice.message.new_chat_members] == ["respite_bot"]
    assert (await bot.send_message(GROUP, "Hello")).chat.title == "Ward 3"


async def test_a_bot_that_is_thrown_out_is_told_and_cannot_speak(bot, order, ward):
    await order("expel", person=BAO, group=GROUP)

    assert (await heard(bot))[-1].my_chat_member.new_chat_member.status == "kicked"
    with pytest.raises(Forbidden, match="bot was kicked from the group chat"):
        await bot.send_message(GROUP, "Hello?")
    await order("admit", person=BAO, group=GROUP)
    assert (await bot.send_message(GROUP, "Back")).text == "Back"


async def test_a_bot_that_left_hears_nothing_more(bot, order, ward):
    await bot.leave_chat(GROUP)

    assert (await order("text", person=AMINA, group=GROUP, text="/start"))[1]["error"].startswith(
        "no bot is in"
    )
    with pytest.raises(Forbidden, match="not a member of the group"):
        await bot.send_message(GROUP, "Hello?")


@pytest.mark.parametrize(
    ("text", "is_heard"),
    [("Good morning", False), ("/help", True), ("/help@respite_bot", True), ("/help@other_bot", False)],
)
async def test_privacy_mode_lets_commands_through(said, ward, text, is_heard):
    assert await said(text) == [text] * is_heard


async def test_privacy_mode_lets_answers_to_the_bot_through(bot, said, ward):
    sent = await bot.send_message(GROUP, "How are you?")

    assert await said("Fine", reply_to=sent.message_id) == ["Fine"]
    assert await said("Fine", reply_to=99) == []


async def test_an_administrator_hears_everything(order, said, ward):
    await order("promote", person=AMINA, group=GROUP)

    assert await said("Good morning", person=BAO) == ["Good morning"]


async def test_a_bot_without_privacy_mode_hears_everything(order, post, ward):
    await order("bot", token="2:OPEN", username="open_bot", reads_all=True)
    await order("admit", person=AMINA, group=GROUP, bot="open_bot")
    await order("text", person=BAO, group=GROUP, text="Good morning", bot="open_bot")

    updates = (await post("getUpdates", token="2:OPEN"))[2]["result"]
    assert updates[-1]["message"]["text"] == "Good morning"
    assert (await post("getMe", token="2:OPEN"))[2]["result"]["can_read_all_group_messages"]


async def test_coming_and_going_is_seen_by_all_and_told_to_administrators_who_ask(bot, box, order, ward):
    box.add_person(9, "Chen")
    await order("promote", person=AMINA, group=GROUP)
    await bot.get_updates(offset=-1, allowed_updates=Update.ALL_TYPES)
    await order("join", person=9, group=GROUP)
    await order("leave", person=9, group=GROUP)

    updates = (await heard(bot))[1:]
    changes = [update.chat_member for update in updates if update.chat_member]
    assert [(one.old_chat_member.status, one.new_chat_member.status) for one in changes] == [
        ("left", "member"),
        ("member", "left"),
    ]
    assert updates[1].message.new_chat_members[0].first_name == "Chen"
    assert updates[3].message.left_chat_member.first_name == "Chen"


async def test_members_can_be_asked_for(bot, order, ward):
    assert await bot.get_chat_member_count(GROUP) == 3
    assert (await bot.get_chat_member(GROUP, BAO)).status == "member"
    await order("leave", person=BAO, group=GROUP)
    assert (await bot.get_chat_member(GROUP, BAO)).status == "left"
    assert await bot.get_chat_administrators(GROUP) == ()
    await order("promote", person=AMINA, group=GROUP)
    assert [one.status for one in await bot.get_chat_administrators(GROUP)] == ["administrator"]
    assert (await bot.get_chat_member(GROUP, bot.id)).status == "administrator"
    assert (await bot.get_chat_member(AMINA, AMINA)).status == "member"


async def test_buttons_and_edits_work_in_a_group(bot, order, post, ward):
    markup = {"inline_keyboard": [[{"text": "Yes", "callback_data": "yes"}]]}
    await post("sendMessage", chat_id=GROUP, text="?", reply_markup=markup)
    await order("tap", person=BAO, group=GROUP, data="yes")
    mine = (await order("text", person=BAO, group=GROUP, text="/start"))[1]["result"]["message_id"]
    await order("edit", person=BAO, group=GROUP, message_id=mine, text="/stop")

    tap, _, edited = (await heard(bot))[-3:]
    assert (tap.callback_query.from_user.id, tap.callback_query.message.chat.id) == (BAO, GROUP)
    assert edited.edited_message.text == "/stop"


async def test_a_link_into_a_group_names_the_bot(said, order, bot, ward):
    await order("link", person=AMINA, group=GROUP, payload="invite-1")

    assert (await heard(bot))[-1].message.text == "/start@respite_bot invite-1"


async def test_a_group_takes_twenty_a_minute(post, clock, ward):
    async def send():
        return (await post("sendMessage", chat_id=GROUP, text="Hi"))[::2]

    statuses = []
    for _ in range(21):
        status, answer = await send()
        statuses.append(status)
        clock.advance(1)
    assert statuses == [200] * 20 + [429]
    assert answer["parameters"] == {"retry_after": 40}
    clock.advance(39)
    assert [(await send())[0] for _ in range(2)] == [200, 429]


async def test_a_full_group_holds_up_nobody_else(post, box, order, ward):
    box.limits.configure(group_per_minute=1)
    await order("group", group=-200, title="Ward 4", people=[AMINA])
    await order("admit", person=AMINA, group=-200)

    statuses = [
        (await post("sendMessage", chat_id=chat, text="Hi"))[0] for chat in (GROUP, GROUP, -200, AMINA)
    ]

    assert statuses == [200, 429, 200, 200]


async def test_a_group_that_became_a_supergroup_is_found_under_its_new_number(bot, order, view, ward):
    await heard(bot)
    await order("migrate", person=AMINA, group=GROUP, to=SUPERGROUP)

    old, new = [update.message for update in await heard(bot)]
    assert (old.chat.id, old.migrate_to_chat_id) == (GROUP, SUPERGROUP)
    assert (new.chat.id, new.chat.type, new.migrate_from_chat_id) == (SUPERGROUP, "supergroup", GROUP)
    with pytest.raises(ChatMigrated) as moved:
        await bot.send_message(GROUP, "Hello?")
    assert moved.value.new_chat_id == SUPERGROUP
    assert (await bot.send_message(SUPERGROUP, "Hello")).chat.id == SUPERGROUP
    assert [one["id"] for one in await view("groups")] == [SUPERGROUP]
    assert (await view("chat", group=SUPERGROUP))["messages"][-1]["text"] == "Hello"


async def test_a_group_without_the_bot_is_not_found(bot, order):
    await order("group", group=GROUP, title="Ward 3", people=[AMINA], supergroup=True)

    with pytest.raises(BadRequest, match="Chat not found"):
        await bot.send_message(GROUP, "Hello?")


@pytest.mark.parametrize(
    ("name", "body", "words"),
    [
        ("group", {"group": 5, "title": "x"}, "5 cannot be a new group"),
        ("group", {"group": GROUP, "title": "x"}, "-100 cannot be a new group"),
        ("group", {"group": -7, "title": "x", "people": [404]}, "nobody has the id 404"),
        ("admit", {"person": AMINA, "group": GROUP}, "the bot is in the group -100 already"),
        ("admit", {"person": AMINA, "group": -7}, "there is no group -7"),
        ("expel", {"person": 9, "group": GROUP}, "person 9 is not in the group"),
        ("join", {"person": AMINA, "group": GROUP}, "person 7 is in the group -100 already"),
        ("migrate", {"person": AMINA, "group": -300, "to": -301}, "-300 is a supergroup already"),
        ("promote", {"person": AMINA, "group": -300}, "the bot is not in the group -300"),
        ("text", {"person": 9, "group": GROUP, "text": "x"}, "person 9 is not in the group"),
        ("tap", {"person": AMINA, "group": -300, "data": "x"}, "the bot is not in the group -300"),
        ("bot", {"token": "1:TEST", "username": "x_bot"}, "a bot has this token already: respite_bot"),
        ("vote", {"person": AMINA, "options": [{}]}, "'options' must be an array of numbers or texts"),
        ("webhooks", {"first": 0}, "a wait must be above zero"),
    ],
)
async def test_what_cannot_happen_is_explained(box, order, ward, name, body, words):
    box.add_person(9, "Chen")
    await order("group", group=-300, title="Ward 5", people=[AMINA], supergroup=True)

    status, answer = await order(name, **body)

    assert (status, answer["error"][: len(words)]) == (400, words)


async def test_orders_to_a_group_that_moved_say_where_it_is(order, ward):
    await order("migrate", person=AMINA, group=GROUP, to=SUPERGROUP)

    answer = (await order("text", person=AMINA, group=GROUP, text="/start"))[1]
    assert answer["error"] == f"the group {GROUP} has become the supergroup {SUPERGROUP}"
