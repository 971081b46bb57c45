"""The bot's commands and descriptions, and its chats as it asks for them."""

from telegram import (
    BotCommand,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    BotCommandScopeChatMember,
    BotCommandScopeDefault,
)

from tests.sandbox.cast import AMINA, BAO

HELP, STOP = BotCommand("help", "What this is"), BotCommand("stop", "Leave")


async def test_commands_are_kept_by_scope_and_language(bot):
    await bot.set_my_commands([HELP])
    await bot.set_my_commands([STOP], scope=BotCommandScopeChat(AMINA), language_code="zh")

    assert await bot.get_my_commands() == (HELP,)
    assert await bot.get_my_commands(scope=BotCommandScopeChat(AMINA), language_code="zh") == (STOP,)
    assert await bot.get_my_commands(scope=BotCommandScopeChat(BAO), language_code="zh") == ()


async def test_commands_can_be_taken_back(bot):
    await bot.set_my_commands([HELP])
    await bot.delete_my_commands()

    assert await bot.get_my_commands() == ()


async def test_names_and_descriptions_are_kept_by_language(bot):
    await bot.set_my_name("Respite")
    await bot.set_my_description("For families", language_code="en")
    await bot.set_my_short_description("Short")

    assert (await bot.get_my_name(language_code="zh")).name == "Respite"
    assert (await bot.get_my_description(language_code="en")).description == "For families"
    assert (await bot.get_my_description()).description == ""
    assert (await bot.get_my_short_description()).short_description == "Short"


async def test_a_chat_tells_who_it_is_and_what_is_pinned(bot):
    for text in ("one", "two"):
        sent = await bot.send_message(AMINA, text)
        await bot.pin_chat_message(AMINA, sent.message_id)

    chat = await bot.get_chat(AMINA)
    assert (chat.first_name, chat.type, chat.pinned_message.text) == ("Amina", "private", "two")


async def test_what_is_unpinned_or_deleted_is_pinned_no_more(bot):
    first, second, third = [await bot.send_message(AMINA, text) for text in ("one", "two", "three")]
    for sent in (first, second, third):
        await bot.pin_chat_message(AMINA, sent.message_id)
    await bot.delete_message(AMINA, third.message_id)
    await bot.unpin_chat_message(AMINA)
    left = (await bot.get_chat(AMINA)).pinned_message.text
    await bot.unpin_all_chat_messages(AMINA)

    assert (left, (await bot.get_chat(AMINA)).pinned_message) == ("one", None)


async def test_typing_shows_for_five_seconds(box, bot, clock):
    await bot.send_chat_action(AMINA, "typing")
    chat = box.world.private_chat(box.world.bot(), AMINA)

    assert chat.typing_until - clock.time() == 5


async def test_a_person_sees_the_narrowest_menu_in_their_own_language(bot, order, view):
    await order("group", group=-100, title="Ward 3", people=[AMINA])
    await order("admit", person=AMINA, group=-100)
    names = {
        "default": BotCommandScopeDefault(),
        "private": BotCommandScopeAllPrivateChats(),
        "amina": BotCommandScopeChat(AMINA),
        "groups": BotCommandScopeAllGroupChats(),
        "ward": BotCommandScopeChat(-100),
        "amina_in_ward": BotCommandScopeChatMember(-100, AMINA),
    }
    seen = []
    for name, scope in names.items():
        await bot.set_my_commands([BotCommand(name, "x")], scope=scope)
        for where in ({}, {"group": -100}):
            seen += [one["command"] for one in await view("commands", person=AMINA, **where)]
    await bot.set_my_commands(
        [BotCommand("chinese", "x")], scope=BotCommandScopeChat(AMINA), language_code="zh"
    )

    assert seen[::2] == ["default", "private", "amina", "amina", "amina", "amina"]
    assert seen[1::2] == ["default", "default", "default", "groups", "ward", "amina_in_ward"]
    assert [one["command"] for one in await view("commands", person=AMINA)] == ["chinese"]
    assert [one["command"] for one in await view("commands", person=BAO)] == ["private"]
