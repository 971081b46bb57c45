"""Who acts where: the bot, the chat and the person of one act."""

from sandbox.chat import Chat
from sandbox.errors import BotBlocked, NotInGroup
from sandbox.standing import BLOCKED, DEACTIVATED
from sandbox.state import Bot, Person, World


def know(world: World, user_id: int, which: str | None) -> tuple[Bot, Chat, Person]:
    """Return the bot, the person and their private chat, whatever stands between them."""
    bot = world.bot(which)
    person = world.person(user_id)
    return bot, world.private_chat(bot, user_id), person


def meet(world: World, user_id: int, which: str | None, group: int | None = None) -> tuple[Bot, Chat, Person]:
    """Return bot, chat and person for an act of the person, in private or in a group.

    In private they thereby have started the bot. Raises BotBlocked or NotInGroup.
    """
    if group is not None:
        return _in_group(world, user_id, which, group)
    bot, chat, person = know(world, user_id, which)
    if chat.closed in (BLOCKED, DEACTIVATED):
        raise BotBlocked(f"person {user_id} blocked the bot or is gone")
    chat.closed = None
    return bot, chat, person


def _in_group(world: World, user_id: int, which: str | None, number: int) -> tuple[Bot, Chat, Person]:
    group = world.group(number)
    group.expect(user_id)
    bot = world.bot(which)
    if not group.has_bot(bot.id):
        raise NotInGroup(f"the bot is not in the group {number}")
    return bot, bot.chats[number], world.person(user_id)
