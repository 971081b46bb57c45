"""How people and bots stand in a chat: member, administrator, kicked, blocked or gone."""

from sandbox.chat import Chat
from sandbox.journal import Json
from sandbox.state import Bot, Person, World

BLOCKED = "Forbidden: bot was blocked by the user"
DEACTIVATED = "Forbidden: user is deactivated"
_OTHER = {"member": "kicked", "kicked": "member"}
_RIGHTS = (
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_change_info",
    "can_invite_users",
    "can_pin_messages",
)
_NO_RIGHTS = (
    "can_be_edited",
    "is_anonymous",
    "can_promote_members",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
)


def tell(world: World, bot: Bot, chat: Chat, person: Person, status: str, old: str | None = None) -> None:
    """Tell the bot what the person made of it in this chat: `member`, `administrator` or `kicked`."""
    chat.version += 1
    change = _change(world, chat, person, bot.user, old or _OTHER[status], status)
    bot.updates.add({"my_chat_member": change})


def tell_of(world: World, bot: Bot, chat: Chat, person: Person, status: str, old: str) -> None:
    """Tell the bot how a person of the group has come or gone; only kept where the bot asked for it."""
    bot.updates.add({"chat_member": _change(world, chat, person, person.user, old, status)})


def member(user: Json, status: str) -> Json:
    """Return a member of a chat as the Bot API shows one."""
    if status == "administrator":
        return {
            "user": user,
            "status": status,
            **dict.fromkeys(_RIGHTS, True),
            **dict.fromkeys(_NO_RIGHTS, False),
        }
    return {"user": user, "status": status, **({"until_date": 0} if status == "kicked" else {})}


def _change(world: World, chat: Chat, person: Person, whom: Json, old: str, new: str) -> Json:
    return {
        "chat": chat.info,
        "from": person.user,
        "date": world.now(),
        "old_chat_member": member(whom, old),
        "new_chat_member": member(whom, new),
    }
