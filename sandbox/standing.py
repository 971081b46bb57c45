"""How a person stands to the bot: a member of their own chat, or one who blocked it."""

from sandbox.journal import Json
from sandbox.state import Bot, Chat, Person, World

BLOCKED = "Forbidden: bot was blocked by the user"
DEACTIVATED = "Forbidden: user is deactivated"
_OTHER = {"member": "kicked", "kicked": "member"}


def tell(world: World, bot: Bot, chat: Chat, person: Person, status: str) -> None:
    """Tell the bot that it now is a `member` of the person's chat, or `kicked`."""
    chat.version += 1
    change = {
        "chat": chat.info,
        "from": person.user,
        "date": world.now(),
        "old_chat_member": _member(bot, _OTHER[status]),
        "new_chat_member": _member(bot, status),
    }
    bot.updates.add({"my_chat_member": change})


def _member(bot: Bot, status: str) -> Json:
    ended = {"until_date": 0} if status == "kicked" else {}
    return {"user": bot.user, "status": status, **ended}
