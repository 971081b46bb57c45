"""Reactions to messages, of people and of the bot."""

from sandbox.errors import Misuse, NoSuchMessage
from sandbox.journal import Json
from sandbox.meeting import meet
from sandbox.state import World

_OFFERED = """
👍 👎 ❤ 🔥 🥰 👏 😁 🤔 🤯 😱 🤬 😢 🎉 🤩 🤮 💩 🙏 👌 🕊 🤡 🥱 🥴 😍 🐳
❤\u200d🔥 🌚 🌭 💯 🤣 ⚡ 🍌 🏆 💔 🤨 😐 🍓 🍾 💋 🖕 😈 😴 😭 🤓 👻 👨\u200d💻 👀 🎃 🙈
😇 😨 🤝 ✍ 🤗 🫡 🎅 🎄 ☃ 💅 🤪 🗿 🆒 💘 🙉 🦄 😘 💊 🙊 😎 👾 🤷\u200d♂ 🤷 🤷\u200d♀
😡
"""
EMOJI = frozenset(_OFFERED.split())


def react(
    world: World,
    user_id: int,
    message_id: int,
    emoji: str | None = None,
    *,
    group: int | None = None,
    bot: str | None = None,
) -> Json:
    """Let a person react to a message, or take the reaction back where no `emoji` is given.

    The bot hears of it where it asked for such updates; in a group it must be
    administrator. Returns the change.
    """
    its_bot, chat, person = meet(world, user_id, bot, group)
    given = [{"type": "emoji", "emoji": emoji}] if emoji is not None else []
    if message_id not in chat.messages:
        raise NoSuchMessage(f"there is no message {message_id} to react to")
    if given and not known(emoji):
        raise Misuse(f"{emoji!r} is no reaction that Telegram offers")
    old = chat.react(message_id, user_id, given)
    seen = {"chat": chat.info, "message_id": message_id, "user": person.user, "date": world.now()}
    change = {**seen, "old_reaction": old, "new_reaction": given}
    if group is None or world.group(group).bots[its_bot.id] == "administrator":
        its_bot.updates.add({"message_reaction": change})
    return change


def known(emoji: object) -> bool:
    """Tell whether this is one of the reactions on offer, with or without its variation selector."""
    return isinstance(emoji, str) and emoji.replace("\ufe0f", "") in EMOJI
