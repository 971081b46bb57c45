"""What people say: a message of theirs, put where it belongs and told to whoever hears it."""

from sandbox.chat import Chat
from sandbox.errors import NotInGroup
from sandbox.group import Group
from sandbox.journal import Json
from sandbox.meeting import meet
from sandbox.state import Bot, Person, World


def say(world: World, user_id: int, content: Json, which: str | None, group: int | None = None) -> Json:
    """Put a person's message into their chat or a group, and return it.

    In a group every bot there gets a copy in its own chat with its own number, and
    hears of it where privacy mode lets it; the copy of `which`, or of the first bot,
    is returned. Raises NotInGroup for a group without a bot.
    """
    if group is None:
        bot, chat, person = meet(world, user_id, which)
        message = put(world, chat, person, content)
        bot.updates.add({"message": message})
        return message
    place = world.group(group)
    place.expect(user_id)
    copies = tell(world, place, world.person(user_id), content)
    if not copies:
        raise NotInGroup(f"no bot is in the group {group}, so nobody hears it")
    if which is None:
        return next(iter(copies.values()))
    return copies[meet(world, user_id, which, group)[0].id]


def tell(
    world: World, group: Group, person: Person, content: Json, *, service: bool = False
) -> dict[int, Json]:
    """Put a message into the group as every bot there sees it, and return the copies by the bot's id.

    A `service` message is heard by all.
    """
    copies = {}
    for bot in world.bots.values():
        if not group.has_bot(bot.id):
            continue
        chat = bot.chats[group.id]
        message = put(world, chat, person, content)
        copies[bot.id] = message
        if service or _hears(bot, group, message):
            bot.updates.add({"message": message})
    return copies


def put(world: World, chat: Chat, person: Person, content: Json) -> Json:
    """Put a person's message into one chat and return it, without telling anybody."""
    message = {
        "message_id": chat.next_id(),
        "from": person.user,
        "chat": chat.info,
        "date": world.now(),
        **_answering(chat, content),
    }
    chat.put(message)
    if chat.keyboard is not None and chat.keyboard.get("one_time_keyboard", "force_reply" in chat.keyboard):
        chat.keyboard = None
    return message


def _answering(chat: Chat, content: Json) -> Json:
    """Put the message that is answered in the place of its number, where there is one."""
    number = content.get("reply_to_message")
    if not isinstance(number, int):
        return content
    rest = {name: value for name, value in content.items() if name != "reply_to_message"}
    if number not in chat.messages:
        return rest
    answered = {key: value for key, value in chat.messages[number].items() if key != "reply_to_message"}
    return {**rest, "reply_to_message": answered}


def _hears(bot: Bot, group: Group, message: Json) -> bool:
    """Tell whether privacy mode lets a bot hear a message: commands, answers to it, or everything."""
    if bot.reads_all or group.bots[bot.id] == "administrator":
        return True
    if message.get("reply_to_message", {}).get("from", {}).get("id") == bot.id:
        return True
    first = str(message.get("text") or message.get("caption") or " ").split(maxsplit=1)[:1]
    command, _, name = "".join(first).partition("@")
    return command.startswith("/") and name.lower() in ("", bot.user["username"].lower())
